/** A file of the package, fetched from beside this one or from where `base` says. */
export async function readBundled(path: string, base?: URL | string): Promise<string> {
  // Not in one expression: bundlers would take the folder for a file of theirs.
  const here = import.meta.url;
  const file = new URL(path, new URL(base ?? "../", here));
  const response = await fetch(file);
  if (!response.ok) throw new Error(`${file.href}: ${response.status}; \`base\` says where the files are`);
  // With a mark of the byte order, if there is one: a digest is that of all bytes.
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(await response.arrayBuffer());
}
