// npm run test:e2e [-- [--pictures] [NAME...]]: packs the extension and runs it in the real workbench and extension host.
// --pictures writes the pictures of the documentation; NAME is a test file, such as `editing`.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildSync } from "esbuild";
import { findTools, Unavailable } from "./tools.mjs";

const HERE = import.meta.dirname;
const EXTENSION = join(HERE, "..", "..");
const REPOSITORY = join(EXTENSION, "..");

const { values, positionals } = parseArgs({
  options: { pictures: { type: "boolean", default: false } },
  allowPositionals: true,
});
const scratch = mkdtempSync(join(tmpdir(), "promptlint-packed-"));
try {
  process.exitCode = await main();
} catch (error) {
  if (!(error instanceof Unavailable)) throw error;
  console.error(`Skipped the tests in VS Code: ${error.message}.`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function main() {
  const python = findPython();
  const tools = await findTools();
  run(process.execPath, ["scripts/package.mjs"], { PYTHON: python });
  const { publisher, name, version } = JSON.parse(readFileSync(join(EXTENSION, "package.json"), "utf8"));
  const extensions = join(scratch, "extensions");
  run(tools.node, [
    tools.workbench,
    ...["--user-data-dir", join(scratch, "user"), "--extensions-dir", extensions, "--config", "/dev/null"],
    ...["--install-extension", join(EXTENSION, `${name}-${version}.vsix`)],
  ]);
  const hostTests = join(scratch, "host.js");
  buildSync({
    entryPoints: [join(HERE, "..", "host", "index.ts")],
    bundle: true,
    platform: "node",
    external: ["vscode"],
    outfile: hostTests,
  });
  const pictures = values.pictures ? [join(EXTENSION, "images"), join(REPOSITORY, "docs", "images")] : [];
  const files = positionals.length
    ? positionals.map((name) => join(HERE, `${name}.test.mts`))
    : [join(HERE, "*.test.mts")];
  const extension = join(extensions, `${publisher}.${name}-${version}`);
  const setup = { tools, python, extensions, extension, hostTests, pictures };
  const environment = {
    ...process.env,
    PROMPTLINT_E2E: JSON.stringify(setup),
    PROMPTLINT_CACHE_DIR: join(scratch, "cache"),
  };
  const tried = (/** @type {number} */ atOnce) => {
    const flags = ["--test", `--test-concurrency=${atOnce}`, "--test-reporter=spec", ...files];
    return spawnSync(tools.node, flags, { env: environment, stdio: "inherit" }).status ?? 1;
  };
  if (tried(2) === 0) return 0;
  console.error(
    "Something failed. A workbench on a busy machine loses keys: everything once more, one after the other.",
  );
  return tried(1);
}

/**
 * The interpreter that the tests use: with promptlint, and with hatchling to pack it.
 *
 * @throws {Unavailable} when there is none
 */
function findPython() {
  const python = process.env.PYTHON ?? join(REPOSITORY, ".venv", "bin", "python");
  const look = "import importlib.util as i, sys; sys.exit(not all(map(i.find_spec, ['hatchling', 'promptlint_lsp'])))";
  if (spawnSync(python, ["-c", look]).status !== 0)
    throw new Unavailable(`${python} has no promptlint or no hatchling; PYTHON names another one`);
  return python;
}

/**
 * Run something quietly; what it says is shown where it fails.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {Record<string, string>} environment
 */
function run(program, args, environment = {}) {
  const { status, stdout, stderr } = spawnSync(program, args, {
    cwd: EXTENSION,
    env: { ...process.env, ...environment },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`${args.join(" ")} failed:\n${stdout}${stderr}`);
}
