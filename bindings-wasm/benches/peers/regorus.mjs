// Rego in the module that `regorus/` makes; texts in, texts out.
const { exports } = new WebAssembly.Instance(new WebAssembly.Module(await bytes()));
const encoder = new TextEncoder();
const decoder = new TextDecoder();

async function bytes() {
  const { readFile } = await import("node:fs/promises");
  return readFile(process.env.EVENHAND_BENCH_REGORUS);
}

export const single = (area, repeat) => {
  const facts = encoder.encode(JSON.stringify({ area, repeat }));
  const room = exports.room(facts.length);
  new Uint8Array(exports.memory.buffer, room, facts.length).set(facts);
  const length = exports.evaluate(room, facts.length);
  return JSON.parse(decoder.decode(new Uint8Array(exports.memory.buffer, exports.answer(), length)));
};
