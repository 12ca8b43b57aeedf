import * as path from "node:path";
import { type Ending, type Words, run } from "./programs";

/** The oldest promptlint with a language server that this extension understands. */
const OLDEST_PROMPTLINT = "0.1.0";
const OLDEST_PYTHON = [3, 11] as const;
const TIMEOUT = 30_000;
const MARK = "promptlint-probe:";

/** Keeps Python from importing what lies in the current folder. */
export const SAFE_PATH = { PYTHONSAFEPATH: "1" };

/** A program that is no use, and why: a clause that follows the name of the program. */
export interface Refused {
  readonly refused: string;
}

/** promptlint as a program. */
export interface ProgramFacts {
  readonly version: string;
}

/** A Python that is new enough. */
export interface PythonFacts {
  readonly python: string;
  /** The version of promptlint in it; null where there is none, or where `unusable` says why it cannot serve. */
  readonly promptlint: string | null;
  readonly unusable: string | null;
  /** Whether it can make virtual environments. */
  readonly venv: boolean;
}

/** Asks programs what they are, before they are used. */
export class Probe {
  /** @param folder the folder with `probe.py` and nothing else that Python could import */
  constructor(private readonly folder: string) {}

  /** Asks a program for its version, as `promptlint --version` tells it. */
  async program(words: Words, signal?: AbortSignal): Promise<ProgramFacts | Refused> {
    const ending = await this.#ask([...words, "--version"], signal);
    const version = /^promptlint (\d+\.\d+\.\d+\S*)\s*$/m.exec(ending.stdout)?.[1];
    if (ending.code !== 0) return { refused: `cannot be used: ${howItEnded(ending)}` };
    if (version === undefined) return { refused: "is not promptlint: asked for its version, it said something else" };
    return isOlder(version, OLDEST_PROMPTLINT) ? { refused: tooOld(version) } : { version };
  }

  /** Asks a Python for its version, and whether promptlint can be imported. */
  async python(words: Words, signal?: AbortSignal): Promise<PythonFacts | Refused> {
    const ending = await this.#ask([...words, path.join(this.folder, "probe.py")], signal);
    const line = ending.stdout.split(/\r?\n/).find((text) => text.startsWith(MARK));
    if (line === undefined) {
      if (ending.code === 0) return { refused: "is not a Python interpreter" };
      return { refused: `does not work as a Python interpreter: ${howItEnded(ending)}` };
    }
    const found = JSON.parse(line.slice(MARK.length)) as {
      python: [number, number, number];
      venv: boolean;
      promptlint: string | null;
      unusable: string | null;
    };
    const [major, minor] = found.python;
    const python = found.python.join(".");
    if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]))
      return { refused: `is Python ${python}; promptlint needs ${OLDEST_PYTHON.join(".")} or newer` };
    const facts = { ...found, python };
    if (found.promptlint === null || !isOlder(found.promptlint, OLDEST_PROMPTLINT)) return facts;
    return { ...facts, promptlint: null, unusable: tooOld(found.promptlint) };
  }

  #ask(words: Words, signal: AbortSignal | undefined): Promise<Ending> {
    return run(words, { cwd: this.folder, timeout: TIMEOUT, env: SAFE_PATH, signal });
  }
}

/** In a few words how a program ended that did not do what it should. */
export function howItEnded({ code, stdout, stderr, failure }: Ending): string {
  if (failure !== undefined) return failure;
  const lines = (stderr.trim() || stdout.trim()).split(/\r?\n/);
  const said = (lines.findLast((line) => /error/i.test(line)) ?? lines.at(-1) ?? "").trim();
  const end = code === null ? "it was killed" : `it ended with code ${code}`;
  return said === "" ? end : `${end} and said "${said.length > 200 ? `${said.slice(0, 200)}…` : said}"`;
}

function tooOld(version: string): string {
  return `is promptlint ${version}; this extension needs ${OLDEST_PROMPTLINT} or newer`;
}

function isOlder(version: string, than: string): boolean {
  const [left = [], right = []] = [version, than].map((text) =>
    text.split(/[.+-]/).map((part) => Number.parseInt(part, 10) || 0),
  );
  const differing = [0, 1, 2].find((index) => left[index] !== right[index]);
  return differing !== undefined && (left[differing] ?? 0) < (right[differing] ?? 0);
}
