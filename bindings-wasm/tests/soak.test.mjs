// A short run of what `cargo xtask soak` runs for long.
import assert from "node:assert/strict";
import { test } from "node:test";

import { grown, missed, soak } from "./soak.mjs";

test("memory stays flat over every entry", async () => {
  assert.deepEqual(missed(), []);
  const result = await soak(20);
  assert.deepEqual(grown(result), []);
  assert.ok(result.turns >= 200, `${result.turns} rounds`);
});
