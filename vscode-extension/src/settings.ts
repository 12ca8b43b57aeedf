import { statSync } from "node:fs";
import { BadSetting, type Surroundings, type Words, absolute, expand, resolveWords } from "./server/programs";

/** A folder of the workspace. */
export interface Folder {
  readonly name: string;
  readonly path: string;
}

export type ImportStrategy = "fromEnvironment" | "useBundled";

/** The settings that say which server is started, and how. */
export interface LaunchSettings {
  readonly path: Words | undefined;
  readonly interpreter: Words | undefined;
  readonly args: readonly string[];
  readonly cwd: string | undefined;
  readonly importStrategy: ImportStrategy;
}

/** Reads one setting as it holds in a folder, or in the window where no folder is given. */
export type Lookup = (key: string, folder: Folder | undefined) => unknown;

/** Settings that cannot be used, each as a sentence. */
export interface SettingProblems {
  readonly problems: readonly string[];
}

/**
 * Reads and checks the launch settings. One server serves all folders, so the first folder that sets something decides,
 * and relative paths hold from that folder.
 */
export function readLaunchSettings(
  folders: readonly Folder[],
  lookup: Lookup,
  around: Surroundings,
): LaunchSettings | SettingProblems {
  const problems: string[] = [];

  /** The value as `parse` understands it; `parse` answers undefined for a value of another type. */
  function read<T>(key: string, type: string, parse: (value: unknown, folder?: string) => T | undefined) {
    for (const folder of folders.length === 0 ? [undefined] : folders) {
      const value = lookup(key, folder);
      if (isUnset(value)) continue;
      try {
        const parsed = parse(value, folder?.path);
        if (parsed === undefined)
          problems.push(`promptlint.${key} has to be ${type}, and is ${JSON.stringify(value)}.`);
        return parsed;
      } catch (error) {
        if (!(error instanceof BadSetting)) throw error;
        problems.push(`promptlint.${key}: ${error.message}.`);
        return undefined;
      }
    }
    return undefined;
  }

  const program = (value: unknown, folder?: string) =>
    isStrings(value) ? resolveWords(value, folder, around) : undefined;
  const settings: LaunchSettings = {
    path: read("path", 'a list of words such as ["promptlint"]', program),
    interpreter: read("interpreter", 'a list of words such as [".venv/bin/python"]', program),
    args:
      read("args", 'a list of words such as ["--log", "debug"]', (value, folder) =>
        isStrings(value) ? value.map((word) => expand(word, folder, around)) : undefined,
      ) ?? [],
    cwd: read("cwd", "the path of a folder", (value, folder) =>
      typeof value === "string" ? existingFolder(absolute(value, folder, around)) : undefined,
    ),
    importStrategy:
      read("importStrategy", '"fromEnvironment" or "useBundled"', (value) =>
        value === "fromEnvironment" || value === "useBundled" ? value : undefined,
      ) ?? "fromEnvironment",
  };
  return problems.length > 0 ? { problems } : settings;
}

function isUnset(value: unknown): boolean {
  return value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);
}

function isStrings(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((word) => typeof word === "string");
}

function existingFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new BadSetting(`there is no folder ${folder}`);
  return folder;
}
