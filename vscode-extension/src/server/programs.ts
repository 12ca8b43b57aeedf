import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import * as path from "node:path";
import { createInterface } from "node:readline";

/** What paths in settings are resolved with. */
export interface Surroundings {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly platform: NodeJS.Platform;
}

/** A command line: the program, and arguments that always come first. */
export type Words = readonly [program: string, ...first: string[]];

/** A path or program in a setting that cannot be used; the message says why. */
export class BadSetting extends Error {}

/** Replaces `~` at the start, `${workspaceFolder}`, `${userHome}` and `${env:NAME}`. */
export function expand(text: string, folder: string | undefined, around: Surroundings): string {
  const home = /^~(?=$|[\\/])/.test(text) ? around.home + text.slice(1) : text;
  return home.replace(/\$\{([^}]*)\}/g, (whole, name: string) => {
    if (name === "userHome") return around.home;
    if (name === "workspaceFolder") {
      if (folder === undefined) throw new BadSetting(`${whole} means nothing here: no folder is open`);
      return folder;
    }
    if (name.startsWith("env:")) {
      const value = around.env[name.slice(4)];
      if (value === undefined) throw new BadSetting(`the environment variable in ${whole} is not set`);
      return value;
    }
    throw new BadSetting(`${whole} is not known; \${workspaceFolder}, \${userHome} and \${env:NAME} are`);
  });
}

/** An absolute path; one that is relative holds from the folder. */
export function absolute(text: string, folder: string | undefined, around: Surroundings): string {
  const expanded = expand(text, folder, around);
  if (path.isAbsolute(expanded)) return path.normalize(expanded);
  if (folder === undefined) throw new BadSetting(`"${text}" is relative, and no folder is open`);
  return path.resolve(folder, expanded);
}

/** The file that a bare name means, in the absolute folders of PATH: never the current folder. */
export function which(name: string, around: Surroundings): string | undefined {
  const windows = around.platform === "win32";
  const searchPath = around.env["PATH"] ?? around.env["Path"] ?? "";
  const endings = windows ? ["", ...(around.env["PATHEXT"] ?? ".EXE;.CMD;.BAT").toLowerCase().split(";")] : [""];
  for (const folder of searchPath.split(windows ? ";" : ":")) {
    if (!path.isAbsolute(folder)) continue;
    for (const ending of endings) {
      const file = path.join(folder, name + ending);
      if (isProgram(file, windows)) return file;
    }
  }
  return undefined;
}

/** The words of a setting with the program as an absolute path to a file that exists. */
export function resolveWords(words: readonly string[], folder: string | undefined, around: Surroundings): Words {
  const [program, ...first] = words;
  if (program === undefined || program.trim() === "") throw new BadSetting("the first word is empty");
  const rest = first.map((word) => expand(word, folder, around));
  if (!/[\\/]/.test(expand(program, folder, around))) {
    const found = which(program, around);
    if (found === undefined) throw new BadSetting(`there is no program "${program}" on PATH`);
    return [found, ...rest];
  }
  if (program.includes("\0")) throw new BadSetting(`${JSON.stringify(program)} cannot be a path`);
  const file = absolute(program, folder, around);
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) throw new BadSetting(`there is no file ${file}`);
  if (stats.isDirectory()) throw new BadSetting(`${file} is a folder; name the program in it`);
  if (!isProgram(file, around.platform === "win32")) throw new BadSetting(`${file} may not be executed`);
  return [file, ...rest];
}

function isProgram(file: string, windows: boolean): boolean {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats !== undefined && stats.isFile() && (windows || (stats.mode & 0o111) !== 0);
}

/** How a program ended. `failure` says why there is no exit code. */
export interface Ending {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly failure?: string;
}

/** What to run a program with. */
export interface RunOptions {
  readonly cwd: string;
  /** Milliseconds. */
  readonly timeout: number;
  readonly env?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal | undefined;
  readonly onLine?: (line: string) => void;
}

const KEPT_OUTPUT = 200_000;

/** Runs a program to its end; it and what it started are killed after the timeout or when the signal says so. */
export function run(words: Words, options: RunOptions): Promise<Ending> {
  const [program, ...args] = words;
  return new Promise((resolve) => {
    let stdout = "";
    let stderr = "";
    let failure: string | undefined;
    const windows = process.platform === "win32";
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: !windows,
      windowsHide: true,
    });
    const kill = (reason: string) => {
      failure ??= reason;
      if (child.pid === undefined) return;
      if (windows)
        spawn("taskkill", ["/pid", String(child.pid), "/t", "/f"], { stdio: "ignore" }).on("error", () => {});
      else
        try {
          process.kill(-child.pid, "SIGKILL");
        } catch {
          child.kill("SIGKILL");
        }
    };
    const timer = setTimeout(() => kill(`it did not answer within ${options.timeout / 1000} seconds`), options.timeout);
    const onAbort = () => kill("it was cancelled");
    options.signal?.addEventListener("abort", onAbort);
    if (options.signal?.aborted) onAbort();
    const end = (code: number | null) => {
      clearTimeout(timer);
      options.signal?.removeEventListener("abort", onAbort);
      resolve({
        code: failure === undefined ? code : null,
        stdout,
        stderr,
        ...(failure === undefined ? {} : { failure }),
      });
    };
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout = (stdout + text).slice(-KEPT_OUTPUT);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      stderr = (stderr + text).slice(-KEPT_OUTPUT);
    });
    if (options.onLine !== undefined)
      for (const input of [child.stdout, child.stderr]) createInterface({ input }).on("line", options.onLine);
    child.on("error", (error) => {
      failure ??= `it cannot be run (${error.message})`;
      end(null);
    });
    child.on("close", (code) => end(code));
  });
}
