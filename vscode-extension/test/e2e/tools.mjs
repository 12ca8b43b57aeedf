// What the tests run on, from npm: a Node, and with it VS Code's workbench as code-server serves it. Both are installed
// once into a folder outside the repository.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";

const NODE = "24.21.0";
const CODE_SERVER = "4.139.1";
const BROWSERS = ["chromium", "chromium-browser", "google-chrome-stable", "google-chrome"];

/** Why the tests cannot run on this machine. */
export class Unavailable extends Error {}

/**
 * @typedef {object} Tools
 * @property {string} node      the Node that runs code-server and the tests
 * @property {string} workbench code-server's entry point
 * @property {string} browser   Chromium
 */

/**
 * @returns {Promise<Tools>}
 * @throws {Unavailable} without a browser, or without a registry at the first run
 */
export async function findTools() {
  if (process.platform === "win32") throw new Unavailable("code-server does not run on Windows");
  const browser = findBrowser();
  const cache = join(process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), "promptlint-e2e");
  const folder = join(cache, `code-server-${CODE_SERVER}-node-${NODE}`);
  if (!existsSync(folder)) await install(cache, folder);
  return { node: nodeIn(folder), workbench: join(folder, "node_modules/code-server/out/node/entry.js"), browser };
}

function findBrowser() {
  const names = process.env.CHROMIUM ? [process.env.CHROMIUM] : BROWSERS;
  for (const name of names) {
    const found = spawnSync("sh", ["-c", 'command -v -- "$0"', name], { encoding: "utf8" }).stdout.trim();
    if (found) return found;
  }
  throw new Unavailable(`no Chromium was found (looked for ${names.join(", ")})`);
}

/** @param {string} folder */
const nodeIn = (folder) => join(folder, "node", "bin", "node");

/**
 * Install beside the final place and move there at the end, so that a run that was broken off leaves nothing half done.
 *
 * @param {string} cache
 * @param {string} folder
 */
async function install(cache, folder) {
  const started = Date.now();
  console.error(`Installing code-server ${CODE_SERVER} and Node ${NODE} into ${folder}`);
  await mkdir(cache, { recursive: true });
  const scratch = await mkdtemp(join(cache, "installing-"));
  try {
    const node = `node-${process.platform}-${process.arch}@${NODE}`;
    await run(scratch, "npm", ["pack", "--loglevel=error", "--fetch-retries=1", "--fetch-timeout=60000", node]);
    const archive = (await readdir(scratch))[0] ?? "nothing";
    await mkdir(join(scratch, "node"));
    await run(scratch, "tar", ["xzf", archive, "-C", "node", "--strip-components=1"]);
    await rm(join(scratch, archive));

    await writeFile(join(scratch, "package.json"), '{"private": true}');
    const quick = ["install", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(scratch, "npm", [...quick, `code-server@${CODE_SERVER}`]);
    const vscode = join(scratch, "node_modules/code-server/lib/vscode");
    await run(vscode, "npm", [...quick, "--omit=dev"]);
    await run(join(vscode, "extensions"), "npm", [...quick, "--omit=dev"]);
    await rename(scratch, folder).catch((error) => {
      if (!existsSync(folder)) throw error; // else another run was faster
    });
    console.error(`Installed in ${Math.round((Date.now() - started) / 1000)} s`);
  } catch (error) {
    throw new Unavailable(`code-server could not be installed: ${error instanceof Error ? error.message : error}`);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * @param {string} cwd
 * @param {string} program
 * @param {string[]} args
 */
async function run(cwd, program, args) {
  const child = spawn(program, args, { cwd, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text) => (errors += text));
  const [code] = await once(child, "close");
  if (code !== 0)
    throw new Error(`${program} ${args.join(" ")}: ${errors.trim().split("\n")[0] || `exit code ${code}`}`);
}
