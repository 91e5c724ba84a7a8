// Looks for faults beside the page, which goes on meanwhile.
import { checkFiles, init } from "../dist/esm/full.js";

const ready = init();

addEventListener("message", async ({ data: { asked, files } }) => {
  await ready;
  postMessage({ asked, findings: checkFiles(files) });
});
