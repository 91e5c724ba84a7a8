import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** A file of the package, read from its folder or from where `base` says. */
export function readBundled(path: string, base?: URL | string): Promise<string> {
  if (base === undefined) return readFile(join(__dirname, "..", path), "utf8");
  return readFile(base instanceof URL ? fileURLToPath(new URL(path, base)) : join(base, path), "utf8");
}
