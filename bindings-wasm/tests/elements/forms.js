import "/evenhand/form.js";
import "/evenhand/due.js";
import * as evenhand from "/evenhand/esm/index.js";

// For the tests, which ask the page.
globalThis.evenhand = evenhand;
