// Makes `dist` from the modules that `cargo xtask wasm` has put into `dist/esm/base`, `dist/esm/full` and `dist/node`:
// the layer that people call, for browsers and for Node, and its types.
import { execFileSync } from "node:child_process";
import { cpSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("./", import.meta.url));

/** Which module and which way to files an entry gets. */
const parts = (module, files) => ({
  name: "parts",
  setup({ onResolve }) {
    onResolve({ filter: /^#raw$/ }, () =>
      module.inside ? { path: `${root}dist/node/raw.js` } : { path: `./${module.name}/raw.js`, external: true },
    );
    onResolve({ filter: /^#files$/ }, () => ({ path: `${root}js/files-${files}.ts` }));
  },
});

const common = { bundle: true, target: "es2022", absWorkingDir: root, logLevel: "warning", minifySyntax: true };

for (const [entry, name] of [["index", "base"], ["full", "full"]]) {
  await build({
    ...common,
    entryPoints: [`js/${entry}.ts`],
    outfile: `dist/esm/${entry}.js`,
    format: "esm",
    platform: "browser",
    plugins: [parts({ name, inside: false }, "fetched")],
  });
}
// The elements take the library from beside them, so that a page has it once.
await build({
  ...common,
  entryPoints: ["js/form.ts", "js/due.ts"],
  outdir: "dist",
  format: "esm",
  platform: "browser",
  splitting: true,
  chunkNames: "elements",
  loader: { ".css": "text" },
  plugins: [
    {
      name: "library",
      setup({ onResolve }) {
        for (const name of ["index.js", "full.js"]) {
          onResolve({ filter: new RegExp(`/${name}$`) }, () => ({ path: `./esm/${name}`, external: true }));
        }
      },
    },
  ],
});
await build({
  ...common,
  entryPoints: ["js/node.ts"],
  outfile: "dist/cjs/node.js",
  format: "cjs",
  platform: "node",
  // Only the way to fetch the module asks for it, which Node never takes.
  define: { "import.meta.url": "undefined" },
  plugins: [parts({ inside: true }, "read")],
});
// They are in `node.js` now.
for (const file of ["raw.js", "raw.d.ts", "raw_bg.wasm.d.ts"]) rmSync(`${root}dist/node/${file}`);
writeFileSync(`${root}dist/cjs/package.json`, '{ "type": "commonjs" }\n');

execFileSync("node", ["node_modules/typescript/bin/tsc", "--project", "tsconfig.json"], { cwd: root, stdio: "inherit" });

// Node's ESM has the same objects as its `require`, so that there are not two of each class in a process.
const names = await import("./dist/cjs/node.js");
const all = Object.keys(names.default).sort();
const full = await import("./dist/esm/full.js");
const base = await import("./dist/esm/index.js");
const extra = Object.keys(full).filter((name) => !(name in base));
const wrapper = (list) => `export { ${list.join(", ")} } from "../cjs/node.js";\n`;
writeFileSync(`${root}dist/esm/node-index.js`, wrapper(all.filter((name) => !extra.includes(name))));
writeFileSync(`${root}dist/esm/node-full.js`, wrapper(all));

// `require` reads the same types as of another kind of module.
for (const file of readdirSync(`${root}dist/esm`)) {
  if (file.endsWith(".d.ts")) cpSync(`${root}dist/esm/${file}`, `${root}dist/cjs/${file}`);
}
