import { type Ending, type Words, run } from "./programs";

/** The oldest promptlint with a language server that this extension understands. */
export const OLDEST_PROMPTLINT = "0.1.0";
const OLDEST_PYTHON = [3, 11] as const;
const TIMEOUT = 30_000;

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
  readonly executable: string;
  /** The version of promptlint in it; undefined where there is none, or where `unusable` says why it cannot serve. */
  readonly promptlint: string | undefined;
  readonly unusable: string | undefined;
  /** Whether it can make virtual environments. */
  readonly venv: boolean;
}

const MARK = "promptlint-probe:";
const SCRIPT = `
import json, sys
found = {"python": list(sys.version_info[:3]), "executable": sys.executable}
if sys.version_info >= (3, 11):
    from importlib.util import find_spec
    found["venv"] = bool(find_spec("venv") and find_spec("ensurepip"))
    if find_spec("promptlint_lsp"):
        try:
            from promptlint import __version__
            import pygls
            found["promptlint"] = __version__
        except Exception as error:
            found["unusable"] = "%s: %s" % (type(error).__name__, error)
    elif find_spec("promptlint"):
        found["unusable"] = "its promptlint has no language server; the package is called promptlint-video"
sys.stdout.write("\\n${MARK}" + json.dumps(found) + "\\n")
`;

/** Asks a program for its version, as `promptlint --version` tells it. */
export async function probeProgram(words: Words, cwd: string, signal?: AbortSignal): Promise<ProgramFacts | Refused> {
  const ending = await run([...words, "--version"], { cwd, timeout: TIMEOUT, env: SAFE_PATH, signal });
  const version = /^promptlint (\d+\.\d+\.\d+\S*)\s*$/m.exec(ending.stdout)?.[1];
  if (ending.code !== 0) return { refused: `cannot be used: ${howItEnded(ending)}` };
  if (version === undefined) return { refused: "is not promptlint: asked for its version, it said something else" };
  if (isOlder(version, OLDEST_PROMPTLINT)) return tooOld(version);
  return { version };
}

/** Asks a Python for its version, and whether promptlint can be imported. */
export async function probePython(words: Words, cwd: string, signal?: AbortSignal): Promise<PythonFacts | Refused> {
  const ending = await run([...words, "-c", SCRIPT], { cwd, timeout: TIMEOUT, env: SAFE_PATH, signal });
  const line = ending.stdout.split(/\r?\n/).find((text) => text.startsWith(MARK));
  if (line === undefined) {
    if (ending.code === 0) return { refused: "is not Python: it ran a Python script without a word" };
    return { refused: `does not work as a Python interpreter: ${howItEnded(ending)}` };
  }
  const found = JSON.parse(line.slice(MARK.length)) as {
    python: [number, number, number];
    executable: string | null;
    venv?: boolean;
    promptlint?: string;
    unusable?: string;
  };
  const [major, minor] = found.python;
  const python = found.python.join(".");
  if (major < OLDEST_PYTHON[0] || (major === OLDEST_PYTHON[0] && minor < OLDEST_PYTHON[1]))
    return { refused: `is Python ${python}; promptlint needs ${OLDEST_PYTHON.join(".")} or newer` };
  const old = found.promptlint !== undefined && isOlder(found.promptlint, OLDEST_PROMPTLINT);
  return {
    python,
    executable: found.executable ?? words[0],
    promptlint: old ? undefined : found.promptlint,
    unusable: old ? tooOld(found.promptlint!).refused : found.unusable,
    venv: found.venv === true,
  };
}

/** Keeps Python from importing what lies in the current folder. */
export const SAFE_PATH = { PYTHONSAFEPATH: "1" };

/** In a few words how a program ended that did not do what it should. */
export function howItEnded(ending: Ending): string {
  if (ending.failure !== undefined) return ending.failure;
  const said = (ending.stderr.trim() || ending.stdout.trim()).split(/\r?\n/).at(-1)?.trim() ?? "";
  const code = ending.code === null ? "it was killed" : `it ended with code ${ending.code}`;
  return said === "" ? code : `${code} and said "${said.length > 200 ? `${said.slice(0, 200)}…` : said}"`;
}

function tooOld(version: string): Refused {
  return { refused: `is promptlint ${version}; this extension needs ${OLDEST_PROMPTLINT} or newer` };
}

function isOlder(version: string, than: string): boolean {
  const [left, right] = [version, than].map((text) =>
    text
      .split(/[.+-]/)
      .slice(0, 3)
      .map((part) => parseInt(part, 10) || 0),
  );
  for (let index = 0; index < 3; index += 1) {
    const difference = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (difference !== 0) return difference < 0;
  }
  return false;
}
