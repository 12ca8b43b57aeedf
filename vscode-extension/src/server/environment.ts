import { randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { type PythonFacts, type Refused, SAFE_PATH, howItEnded } from "./probe";
import type { Ending, RunOptions, Words } from "./programs";

/** What a creation needs from outside. */
export interface Tools {
  run(words: Words, options: RunOptions): Promise<Ending>;
  probePython(words: Words): Promise<PythonFacts | Refused>;
  log(line: string): void;
}

/** A creation that failed; the message says why, and what to do. */
export class CreationFailed extends Error {}

const CURRENT = "current.json";
const VENV_TIMEOUT = 5 * 60_000;
const INSTALL_TIMEOUT = 60 * 60_000;

/**
 * The environment that the extension makes for itself. Each creation gets a folder of its own, and `current.json` names
 * the one that is complete, so that nothing half-made is ever used.
 */
export class ManagedEnvironment {
  /**
   * @param root the folder that holds the environments
   * @param wheels the folder with the wheel to install
   */
  constructor(
    private readonly root: string,
    private readonly wheels: string,
  ) {}

  /** The wheel that the extension brings along. */
  get wheel(): string | undefined {
    const names = existsSync(this.wheels) ? readdirSync(this.wheels).filter((name) => name.endsWith(".whl")) : [];
    return names.length === 0 ? undefined : path.join(this.wheels, names.sort().at(-1)!);
  }

  /** The interpreter of the environment; undefined where there is none. */
  get python(): Words | undefined {
    const current = this.#current();
    return current === undefined ? undefined : [pythonIn(path.join(this.root, current.folder))];
  }

  /** Whether the environment was made from another wheel than the extension brings along now. */
  get isOutdated(): boolean {
    const current = this.#current();
    return current !== undefined && this.wheel !== undefined && current.wheel !== path.basename(this.wheel);
  }

  /**
   * Makes a new environment and installs the wheel into it; the one before stays until the next creation, as another
   * window may be running it.
   *
   * @throws CreationFailed, also when the signal is aborted; nothing is left behind then
   */
  async create(base: Words, tools: Tools, signal: AbortSignal, report: (step: string) => void): Promise<void> {
    const wheel = this.wheel;
    if (wheel === undefined) throw new CreationFailed("This build of the extension brings no promptlint along.");
    const before = this.#current()?.folder;
    const name = randomBytes(4).toString("hex");
    const folder = path.join(this.root, name);
    mkdirSync(this.root, { recursive: true });
    try {
      report("making an environment");
      await step(
        tools,
        [...base, "-m", "venv", folder],
        VENV_TIMEOUT,
        this.root,
        signal,
        "Python could not make a virtual environment",
      );
      const heard = (line: string) => {
        const name = /^\s*(?:Collecting|Downloading) ([A-Za-z0-9_.]+)/.exec(line)?.[1];
        if (name !== undefined) report(`downloading ${name}`);
        else if (line.startsWith("Installing collected packages")) report("installing what was downloaded");
      };
      report("installing promptlint");
      const python = pythonIn(folder);
      const pip = ["-m", "pip", "install", "--disable-pip-version-check", "--no-input", "--prefer-binary", wheel];
      await step(
        tools,
        [python, ...pip],
        INSTALL_TIMEOUT,
        this.root,
        signal,
        "pip could not install promptlint",
        heard,
      );
      const facts = await tools.probePython([python]);
      if ("refused" in facts) throw new CreationFailed(`The new environment ${facts.refused}.`);
      if (facts.promptlint === null)
        throw new CreationFailed(
          `promptlint was installed and cannot be used: ${facts.unusable ?? "it is not found"}.`,
        );
      const draft = path.join(this.root, `${name}.json`);
      writeFileSync(draft, JSON.stringify({ folder: name, wheel: path.basename(wheel) }));
      renameSync(draft, path.join(this.root, CURRENT));
    } catch (error) {
      remove(folder, tools);
      throw error;
    }
    for (const entry of readdirSync(this.root, { withFileTypes: true }))
      if (entry.isDirectory() && entry.name !== name && entry.name !== before)
        remove(path.join(this.root, entry.name), tools);
  }

  #current(): { folder: string; wheel: string } | undefined {
    try {
      const value: unknown = JSON.parse(readFileSync(path.join(this.root, CURRENT), "utf8"));
      if (typeof value !== "object" || value === null) return undefined;
      const { folder, wheel } = value as { folder?: unknown; wheel?: unknown };
      if (typeof folder !== "string" || typeof wheel !== "string" || !/^[0-9a-f]+$/.test(folder)) return undefined;
      return existsSync(pythonIn(path.join(this.root, folder))) ? { folder, wheel } : undefined;
    } catch {
      return undefined;
    }
  }
}

/**
 * The first Python that can make environments.
 *
 * @throws CreationFailed when there is none; the message says what was tried
 */
export async function findBase(candidates: Iterable<Words>, tools: Tools): Promise<Words> {
  let withoutVenv: string | undefined;
  for (const words of candidates) {
    const facts = await tools.probePython(words);
    if ("refused" in facts) tools.log(`${words.join(" ")} ${facts.refused}`);
    else if (facts.venv) return words;
    else withoutVenv ??= `${words.join(" ")} (Python ${facts.python})`;
  }
  throw new CreationFailed(
    withoutVenv === undefined
      ? "No Python 3.11 or newer was found. Install one, or name it in promptlint.interpreter."
      : `${withoutVenv} cannot make virtual environments. On Debian and Ubuntu, install the package python3-venv.`,
  );
}

async function step(
  tools: Tools,
  words: Words,
  timeout: number,
  cwd: string,
  signal: AbortSignal,
  failure: string,
  heard: (line: string) => void = () => {},
): Promise<void> {
  tools.log(`> ${words.join(" ")}`);
  const onLine = (line: string) => {
    tools.log(line);
    heard(line);
  };
  const ending = await tools.run(words, { cwd, timeout, env: SAFE_PATH, signal, onLine });
  if (signal.aborted) throw new CreationFailed("Cancelled.");
  if (ending.code !== 0) throw new CreationFailed(`${failure}: ${howItEnded(ending)}.`);
}

function pythonIn(folder: string): string {
  return process.platform === "win32" ? path.join(folder, "Scripts", "python.exe") : path.join(folder, "bin", "python");
}

function remove(folder: string, tools: Tools): void {
  try {
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  } catch (error) {
    tools.log(`${folder} could not be removed: ${String(error)}`);
  }
}
