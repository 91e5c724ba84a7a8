import * as raw from "#raw";

import { RuleError } from "./error.js";

let started: Promise<void> | undefined;
let ready = false;

/**
 * Makes the module ready, once; later calls wait for the first. Without a source the file beside this one is fetched, which
 * every bundler and every static file server can do.
 */
export function init(source?: WebAssembly.Module | BufferSource | Response | URL | string): Promise<void> {
  started ??= (source === undefined ? raw.default() : raw.default({ module_or_path: source })).then(
    () => {
      ready = true;
    },
    (fault: unknown) => {
      started = undefined;
      throw fault;
    },
  );
  return started;
}

/** Makes the module ready at once, where it is at hand. */
export function initSync(module: WebAssembly.Module | BufferSource): void {
  if (ready) return;
  raw.initSync({ module });
  ready = true;
  started = Promise.resolve();
}

/**
 * The module, or an error that says what has to be called first.
 *
 * @internal
 */
export function module(): typeof raw {
  if (!ready) throw new RuleError("not-ready", null, "the module is not loaded yet: `await init()` comes first");
  return raw;
}
