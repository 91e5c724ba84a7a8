// The package as somebody gets it: packed, and unpacked into a folder of its own.
import { execFileSync } from "node:child_process";
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const PACKAGE = fileURLToPath(new URL("../", import.meta.url));
export const VECTORS = fileURLToPath(new URL("../../tests/vectors/", import.meta.url));

/** The packed package. */
export function pack(folder) {
  const said = execFileSync("npm", ["pack", "--json", "--ignore-scripts", "--loglevel=error", "--pack-destination", folder], {
    cwd: PACKAGE,
    encoding: "utf8",
  });
  const told = JSON.parse(said);
  const [{ filename }] = Array.isArray(told) ? told : Object.values(told);
  return join(folder, filename);
}

/** A folder in which the package is installed; gone after the test. */
export function project(test) {
  const folder = mkdtempSync(join(tmpdir(), "evenhand-"));
  test.after(() => rmSync(folder, { recursive: true, force: true }));
  const place = join(folder, "node_modules/evenhand");
  mkdirSync(place, { recursive: true });
  execFileSync("tar", ["-xzf", pack(folder), "-C", place, "--strip-components=1"]);
  return folder;
}

/** Runs a program to its end; what it printed, or an error with what it complained of. */
export function node(folder, ...args) {
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
}

export const vectorFiles = {
  read: async (path) => readFileSync(join(VECTORS, path), "utf8"),
  list: async (folder) => readdirSync(join(VECTORS, folder)).filter((name) => name.endsWith(".toml")).sort(),
};

/** An office with keys as those of minisign: its public key, and what it writes beside a file that it signs. */
export function office() {
  const { publicKey, privateKey } = generateKeyPairSync("ed25519");
  const id = randomBytes(8);
  const base64 = (...parts) => Buffer.concat(parts).toString("base64");
  const signature = (text, comment = "signed in a test") => {
    const signed = sign(null, createHash("blake2b512").update(text).digest(), privateKey);
    const all = sign(null, Buffer.concat([signed, Buffer.from(comment)]), privateKey);
    const lines = ["untrusted comment: a signature", base64(Buffer.from("ED"), id, signed), `trusted comment: ${comment}`, base64(all)];
    return `${lines.join("\n")}\n`;
  };
  return { key: base64(Buffer.from("Ed"), id, Buffer.from(publicKey.export({ format: "jwk" }).x, "base64url")), signature };
}

/** The SHA-256 of a text, by other means than the library's. */
export const digestOf = (text) => createHash("sha256").update(text).digest("hex");

/** The files of a document of the package and of what governs it, of all its packs. */
export function packsOf(packs, document) {
  const index = JSON.parse(readFileSync(join(packs, "index.json"), "utf8"));
  const isAbove = (start) => document === start || document.startsWith(`${start}.`);
  return index.filter((pack) => pack.document === document || pack.governs.some(isAbove)).map(({ path }) => join(packs, path));
}

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
};
// Nothing from elsewhere, nothing from inside the page, no `eval`: only what WebAssembly itself needs.
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; style-src 'self'; img-src 'self'";

/** A static file server over folders by the beginning of the path; gone after the test. */
export async function serve(test, folders) {
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://localhost").pathname));
    // Chromium asks for it unasked.
    if (path === "/favicon.ico") return response.writeHead(204).end();
    const [prefix, folder] = Object.entries(folders).find(([prefix]) => path.startsWith(prefix)) ?? [];
    try {
      const body = readFileSync(join(folder, path.slice(prefix.length) || "index.html"));
      const type = TYPES[extname(path)] ?? (path.endsWith("/") ? TYPES[".html"] : "text/plain; charset=utf-8");
      response.writeHead(200, { "content-type": type, "content-security-policy": POLICY }).end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  test.after(() => server.close());
  return `http://127.0.0.1:${server.address().port}`;
}

/** A page in Chromium that keeps what it asked for and what it complained of; gone after the test. */
export async function open(test, url, options = {}) {
  const browser = await chromium.launch({
    executablePath: execFileSync("sh", ["-c", "command -v chromium"], { encoding: "utf8" }).trim(),
    args: [
      "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync",
    ],
  });
  test.after(() => browser.close());
  const page = await browser.newPage({ locale: "en-US", ...options });
  const asked = [];
  const complaints = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => message.type() === "error" && complaints.push(message.text()));
  await page.goto(url);
  return { page, asked, complaints };
}

/** What axe complains of in a page, a line for each. */
export async function complaintsOf(page) {
  // As a script of the page it would be against the policy of the page.
  await page.evaluate(readFileSync(join(PACKAGE, "node_modules/axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => globalThis.axe.run());
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(" ")}: ${failureSummary}`));
}
