import { readBundled } from "#files";

import type { RuleFile } from "./book.js";
import { RuleError } from "./error.js";

interface PackFile {
  readonly document: string;
  readonly governs: readonly string[];
  readonly path: string;
}

let index: Promise<readonly PackFile[]> | undefined;

/** The text of a file that comes with the package. */
export async function bundledFile(path: string, base?: URL | string): Promise<string> {
  try {
    return await readBundled(path, base);
  } catch (fault) {
    const reason = fault instanceof Error ? fault.message : String(fault);
    throw new RuleError("no-file", "base", `\`${path}\` of the package: ${reason}`);
  }
}

/**
 * The packs that come with the package and that the rules of these documents are not complete without, or all of them; with
 * the signatures that stand beside them, if these are asked for.
 */
export async function bundledPacks(
  documents: readonly string[] | undefined,
  base: URL | string | undefined,
  signed: boolean,
): Promise<RuleFile[]> {
  const all = base === undefined ? await (index ??= readIndex()) : await readIndex(base);
  const wanted = all.filter((pack) => documents === undefined || documents.some((document) => concerns(pack, document)));
  return Promise.all(
    wanted.map(async ({ path }) => {
      const text = bundledFile(`packs/${path}`, base);
      return { name: path, text: await text, signature: signed ? await signatureOf(path, base) : null };
    }),
  );
}

/** The signature beside a pack; a file that has none is for the rules to refuse. */
async function signatureOf(path: string, base?: URL | string): Promise<string | null> {
  try {
    return await readBundled(`packs/${path}.minisig`, base);
  } catch {
    return null;
  }
}

async function readIndex(base?: URL | string): Promise<readonly PackFile[]> {
  return JSON.parse(await bundledFile("packs/index.json", base)) as readonly PackFile[];
}

/** Whether a pack is a version of the document, or governs it. */
function concerns(pack: PackFile, document: string): boolean {
  const isBelow = (prefix: string) => document === prefix || document.startsWith(`${prefix}.`);
  return pack.document === document || pack.governs.some(isBelow);
}
