// Bundles the unit tests with a stub in place of the editor, and runs them.   npm test [-- NAME...]
import { spawnSync } from "node:child_process";
import { readdirSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const folder = fileURLToPath(new URL("../test/unit/", import.meta.url));
const out = fileURLToPath(new URL("../out/unit/", import.meta.url));
const wanted = process.argv.slice(2);
const files = readdirSync(folder)
  .filter((file) => file.endsWith(".test.ts"))
  .filter((file) => wanted.length === 0 || wanted.some((name) => file.startsWith(name)));

rmSync(out, { recursive: true, force: true });
esbuild.buildSync({
  entryPoints: files.map((file) => folder + file),
  outdir: out,
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  sourcemap: "inline",
  alias: { vscode: `${folder}vscodeStub.ts` },
});
const bundles = files.map((file) => out + file.replace(/\.ts$/, ".cjs"));
process.exitCode =
  spawnSync(process.execPath, ["--enable-source-maps", "--test", "--test-reporter=spec", ...bundles], {
    stdio: "inherit",
  }).status ?? 1;
