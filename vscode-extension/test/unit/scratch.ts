import { chmodSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import * as path from "node:path";
import { after } from "node:test";
import type { Surroundings, Words } from "../../src/server/programs";

/** The folder of the repository; the tests run in the folder of the extension. */
export const REPOSITORY = path.resolve(process.cwd(), "..");

/** A folder that is removed after the tests of the file. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(path.join(tmpdir(), "promptlint-unit-")));
  after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Writes a file, executable if wanted, and returns its path. */
export function file(folder: string, name: string, text = "", mode = 0o644): string {
  const target = path.join(folder, name);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
  chmodSync(target, mode);
  return target;
}

/** A program that runs some JavaScript; its arguments are in `args`. */
export function program(folder: string, name: string, script: string): Words {
  return [process.execPath, file(folder, `${name}.cjs`, `const args = process.argv.slice(2);\n${script}`)];
}

export function around(env: Record<string, string> = {}, platform: NodeJS.Platform = process.platform): Surroundings {
  return { env, home: "/home/ada", platform };
}
