// What the READMEs show in JavaScript works, and prints what they say: a comment `// …` behind a `console.log` is its output.
import assert from "node:assert/strict";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";

import { PACKAGE, node, project } from "./support.mjs";

for (const file of ["../README.md", "../README.zh-CN.md", "README.md", "../docs/tutorial.md"]) {
  test(file, (t) => {
    const text = readFileSync(join(PACKAGE, file), "utf8");
    const blocks = [...text.matchAll(/^```js\n([^]*?)^```/gm)].map(([, block]) => block);
    assert.ok(blocks.length > 0, "expected a block of JavaScript");
    const folder = project(t);
    cpSync(join(PACKAGE, "../docs/tutorial"), join(folder, "docs/tutorial"), { recursive: true });
    for (const block of blocks) {
      const promised = [...block.matchAll(/console\.log\(.*\); \/\/ (.*)$/gm)].map(([, line]) => line);
      assert.ok(promised.length > 0, "expected that a block prints something");
      writeFileSync(join(folder, "block.mjs"), block);
      assert.deepEqual(node(folder, "block.mjs").trimEnd().split("\n"), promised);
    }
  });
}
