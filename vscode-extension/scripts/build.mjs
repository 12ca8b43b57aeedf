// Bundles the extension into dist/.   --watch: again at each change
import { copyFile, mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import * as esbuild from "esbuild";

const folder = new URL("..", import.meta.url);
const repository = new URL("..", folder);

/** Copies what the extension shares with the repository. */
async function copyShared() {
  await mkdir(new URL("schemas/", folder), { recursive: true });
  const schema = "shotspec-1.schema.json";
  await copyFile(new URL(`linter/promptlint/spec/${schema}`, repository), new URL(`schemas/${schema}`, folder));
  await copyFile(new URL("LICENSE", repository), new URL("LICENSE", folder));
}

const shared = {
  absWorkingDir: fileURLToPath(folder),
  outdir: "dist",
  bundle: true,
  minify: true,
  legalComments: "none",
  logLevel: "info",
};
const bundles = [
  {
    ...shared,
    entryPoints: { extension: "src/extension.ts" },
    platform: "node",
    target: "node20",
    format: "cjs",
    external: ["vscode"],
  },
  { ...shared, entryPoints: { panel: "src/panel/page.ts" }, platform: "browser", target: "chrome122", format: "iife" },
];

await copyShared();
for (const options of bundles)
  if (process.argv.includes("--watch")) await (await esbuild.context(options)).watch();
  else await esbuild.build(options);
