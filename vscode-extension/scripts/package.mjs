// Makes the .vsix: builds the wheel and the bundle, and packs them.   PYTHON=... a Python with hatchling
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, readFileSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { createVSIX } from "@vscode/vsce";

const folder = fileURLToPath(new URL("..", import.meta.url));
const root = fileURLToPath(new URL("../..", import.meta.url));
const venv = `${root}.venv/${process.platform === "win32" ? "Scripts/python.exe" : "bin/python"}`;
const python = process.env.PYTHON ?? (existsSync(venv) ? venv : "python3");

// Two packages of the same commit are the same, byte by byte.
process.env.SOURCE_DATE_EPOCH ??=
  spawnSync("git", ["log", "-1", "--format=%ct"], {
    cwd: folder,
    encoding: "utf8",
  }).stdout?.trim() || `${Math.floor(Date.now() / 1000)}`;

rmSync(`${folder}bundled`, { recursive: true, force: true });
execFileSync(python, ["-m", "hatchling", "build", "--target", "wheel", "--directory", `${folder}bundled`], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PYTHONHASHSEED: "0" },
});
await import("./build.mjs");

const { name, version, repository } = JSON.parse(readFileSync(`${folder}package.json`, "utf8"));
const here = `${repository.url.replace(/\.git$/, "")}/blob/HEAD/${repository.directory}`;
await createVSIX({
  cwd: folder,
  dependencies: false,
  packagePath: `${folder}${name}-${version}.vsix`,
  baseContentUrl: here,
  baseImagesUrl: here.replace("/blob/", "/raw/"),
});
