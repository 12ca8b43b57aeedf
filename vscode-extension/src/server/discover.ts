import type { LaunchSettings } from "../settings";
import type { ProgramFacts, PythonFacts, Refused } from "./probe";
import type { Words } from "./programs";

export type Origin = "path" | "interpreter" | "pythonExtension" | "onPath" | "managed";

/** A promptlint that answered, and the words that run it. */
export interface Found {
  readonly origin: Origin;
  readonly words: Words;
  readonly version: string;
}

/** No promptlint. Where no setting is to blame, installing the one that the extension brings along would help. */
export interface NotFound {
  readonly message: string;
  readonly setting: "path" | "interpreter" | undefined;
}

/** What is asked while looking; nothing is asked before its turn. */
export interface Places {
  pythonExtension(): Promise<Words | undefined>;
  onPath(): Words | undefined;
  managed(): Words | undefined;
  probeProgram(words: Words): Promise<ProgramFacts | Refused>;
  probePython(words: Words): Promise<PythonFacts | Refused>;
  /** Told about every place that was passed by. */
  log(line: string): void;
}

/**
 * Finds promptlint. What a setting names is used or is the problem; it is never silently replaced, except that an
 * interpreter without promptlint leaves the search to the other places.
 */
export async function discover(settings: LaunchSettings, places: Places): Promise<Found | NotFound> {
  if (settings.path !== undefined) {
    const facts = await places.probeProgram(settings.path);
    if ("refused" in facts) return problem("path", settings.path, facts.refused);
    return { origin: "path", words: settings.path, version: facts.version };
  }
  const passed: string[] = [];
  const pass = (line: string) => {
    passed.push(line);
    places.log(line);
  };

  const managed = () => fromManaged(places, pass);
  if (settings.importStrategy === "useBundled") {
    const found = await managed();
    if (found !== undefined) return found;
  }
  const found = (await fromInterpreter(settings, places, pass)) ?? (await fromPath(places, pass));
  if (found !== undefined) return found;
  if (settings.importStrategy !== "useBundled") {
    const last = await managed();
    if (last !== undefined) return last;
  }
  return {
    message: `promptlint is not installed${passed.length > 0 ? `: ${passed.join("; ")}` : ""}. The extension can install it for itself, in an environment of its own.`,
    setting: undefined,
  };
}

async function fromInterpreter(
  settings: LaunchSettings,
  places: Places,
  pass: (line: string) => void,
): Promise<Found | NotFound | undefined> {
  const origin = settings.interpreter === undefined ? "pythonExtension" : "interpreter";
  const words = settings.interpreter ?? (await places.pythonExtension());
  if (words === undefined) return undefined;
  const facts = await places.probePython(words);
  if ("refused" in facts) {
    if (origin === "interpreter") return problem("interpreter", words, facts.refused);
    pass(`${words.join(" ")} ${facts.refused}`);
    return undefined;
  }
  if (facts.promptlint === null) {
    const why = facts.unusable === null ? "has no promptlint" : `cannot serve: ${facts.unusable}`;
    pass(`${words.join(" ")} ${why}`);
    return undefined;
  }
  return { origin, words: asModule(words), version: facts.promptlint };
}

async function fromPath(places: Places, pass: (line: string) => void): Promise<Found | undefined> {
  const words = places.onPath();
  if (words === undefined) return undefined;
  const facts = await places.probeProgram(words);
  if (!("refused" in facts)) return { origin: "onPath", words, version: facts.version };
  pass(`${words[0]} ${facts.refused}`);
  return undefined;
}

async function fromManaged(places: Places, pass: (line: string) => void): Promise<Found | undefined> {
  const words = places.managed();
  if (words === undefined) return undefined;
  const facts = await places.probePython(words);
  if (!("refused" in facts) && facts.promptlint !== null)
    return { origin: "managed", words: asModule(words), version: facts.promptlint };
  pass(
    `the extension's own environment ${"refused" in facts ? facts.refused : (facts.unusable ?? "has no promptlint")}`,
  );
  return undefined;
}

/** `-P` keeps Python from importing what lies in the folder that it runs in. */
function asModule([program, ...first]: Words): Words {
  return [program, ...first, "-P", "-m", "promptlint"];
}

function problem(setting: "path" | "interpreter", words: Words, refused: string): NotFound {
  return { message: `promptlint.${setting}: ${words.join(" ")} ${refused}.`, setting };
}
