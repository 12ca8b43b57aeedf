import assert from "node:assert/strict";
import { test } from "node:test";
import { type Places, discover } from "../../src/server/discover";
import type { ProgramFacts, PythonFacts, Refused } from "../../src/server/probe";
import type { Words } from "../../src/server/programs";
import type { LaunchSettings } from "../../src/settings";

const NOTHING: LaunchSettings = {
  path: undefined,
  interpreter: undefined,
  args: [],
  cwd: undefined,
  importStrategy: "fromEnvironment",
};

const python = (promptlint: string | null = null, unusable: string | null = null): PythonFacts => ({
  python: "3.12.0",
  promptlint,
  unusable,
  venv: true,
});

interface Machine {
  extension?: string;
  onPath?: string;
  managed?: string;
  pythons?: Record<string, PythonFacts | Refused>;
  programs?: Record<string, ProgramFacts | Refused>;
}

/** The places of a machine, and what was asked of them in order. */
function places(machine: Machine): Places & { asked: string[]; logged: string[] } {
  const asked: string[] = [];
  const logged: string[] = [];
  const words = (text: string | undefined): Words | undefined => (text === undefined ? undefined : [text]);
  return {
    asked,
    logged,
    pythonExtension: async () => (asked.push("pythonExtension"), words(machine.extension)),
    onPath: () => (asked.push("onPath"), words(machine.onPath)),
    managed: () => (asked.push("managed"), words(machine.managed)),
    probeProgram: async ([name]) => (
      asked.push(`run ${name}`),
      machine.programs?.[name] ?? { refused: "cannot be used" }
    ),
    probePython: async ([name]) => (
      asked.push(`run ${name}`),
      machine.pythons?.[name] ?? { refused: "is Python 3.8.1" }
    ),
    log: (line) => logged.push(line),
  };
}

const EVERYWHERE: Machine = {
  extension: "/conda/python",
  onPath: "/usr/bin/promptlint",
  managed: "/own/python",
  pythons: { "/conda/python": python("0.2.0"), "/own/python": python("0.3.0"), "/chosen/python": python("0.4.0") },
  programs: { "/usr/bin/promptlint": { version: "0.1.0" }, "/named/promptlint": { version: "0.5.0" } },
};

async function found(settings: Partial<LaunchSettings>, machine: Machine) {
  const answer = await discover({ ...NOTHING, ...settings }, places(machine));
  assert.ok("origin" in answer, `nothing found: ${JSON.stringify(answer)}`);
  return answer;
}

async function notFound(settings: Partial<LaunchSettings>, machine: Machine) {
  const answer = await discover({ ...NOTHING, ...settings }, places(machine));
  assert.ok("message" in answer, `found: ${JSON.stringify(answer)}`);
  return answer;
}

test("promptlint.path wins over everything, and nothing else is asked", async () => {
  const machine = places(EVERYWHERE);
  const answer = await discover(
    {
      ...NOTHING,
      path: ["/named/promptlint", "--quiet"],
      interpreter: ["/chosen/python"],
      importStrategy: "useBundled",
    },
    machine,
  );
  assert.deepEqual(answer, { origin: "path", words: ["/named/promptlint", "--quiet"], version: "0.5.0" });
  assert.deepEqual(machine.asked, ["run /named/promptlint"]);
});

test("a path that does not work is the problem, and is not replaced", async () => {
  const answer = await notFound({ path: ["/named/other"] }, EVERYWHERE);
  assert.deepEqual(answer, {
    message: "promptlint.path: /named/other cannot be used.",
    setting: "path",
  });
});

test("the chosen interpreter goes before the Python extension's", async () => {
  const machine = places(EVERYWHERE);
  const answer = await discover({ ...NOTHING, interpreter: ["/chosen/python", "-X", "dev"] }, machine);
  assert.deepEqual(answer, {
    origin: "interpreter",
    words: ["/chosen/python", "-X", "dev", "-P", "-m", "promptlint"],
    version: "0.4.0",
  });
  assert.deepEqual(machine.asked, ["run /chosen/python"]);
});

test("then come the Python extension's interpreter, PATH and the managed environment", async () => {
  assert.equal((await found({}, EVERYWHERE)).origin, "pythonExtension");
  const { extension: _, ...withoutExtension } = EVERYWHERE;
  assert.deepEqual(await found({}, withoutExtension), {
    origin: "onPath",
    words: ["/usr/bin/promptlint"],
    version: "0.1.0",
  });
  const { onPath: __, ...onlyManaged } = withoutExtension;
  assert.deepEqual(await found({}, onlyManaged), {
    origin: "managed",
    words: ["/own/python", "-P", "-m", "promptlint"],
    version: "0.3.0",
  });
});

test("with useBundled the managed environment goes before interpreters and PATH", async () => {
  assert.equal(
    (await found({ importStrategy: "useBundled", interpreter: ["/chosen/python"] }, EVERYWHERE)).origin,
    "managed",
  );
  const { managed: _, ...without } = EVERYWHERE;
  assert.equal((await found({ importStrategy: "useBundled" }, without)).origin, "pythonExtension");
});

test("an interpreter that does not work is the problem where it was chosen", async () => {
  const answer = await notFound({ interpreter: ["/old/python"] }, EVERYWHERE);
  assert.deepEqual(answer, {
    message: "promptlint.interpreter: /old/python is Python 3.8.1.",
    setting: "interpreter",
  });
});

test("the Python extension's interpreter is passed by where it does not work", async () => {
  assert.equal((await found({}, { ...EVERYWHERE, extension: "/old/python" })).origin, "onPath");
});

test("an interpreter without promptlint is passed by, and named when nothing else is found", async () => {
  const pythons = { "/chosen/python": python(), "/half/python": python(null, "ImportError: no pygls") };
  assert.equal((await found({ interpreter: ["/chosen/python"] }, { ...EVERYWHERE, pythons })).origin, "onPath");

  const answer = await notFound({ interpreter: ["/chosen/python"] }, { pythons });
  assert.match(answer.message, /^promptlint is not installed: \/chosen\/python has no promptlint\./);
  assert.equal(answer.setting, undefined);
  assert.match(
    (await notFound({ interpreter: ["/half/python"] }, { pythons })).message,
    /cannot serve: ImportError: no pygls/,
  );
});

test("a program on PATH of the same name that is something else is passed by", async () => {
  const programs = { "/usr/bin/promptlint": { refused: "is not promptlint" } };
  const machine = places({ ...EVERYWHERE, extension: undefined!, programs });
  const answer = await discover(NOTHING, machine);
  assert.ok("origin" in answer);
  assert.equal(answer.origin, "managed");
  assert.deepEqual(machine.logged, ["/usr/bin/promptlint is not promptlint"]);
});

test("a managed environment that is broken is passed by and may be made again", async () => {
  const answer = await notFound(
    {},
    { managed: "/own/python", pythons: { "/own/python": { refused: "does not work" } } },
  );
  assert.match(answer.message, /the extension's own environment does not work/);
  assert.equal(answer.setting, undefined);
});

test("an empty machine gets an offer", async () => {
  const machine = places({});
  const answer = await discover(NOTHING, machine);
  assert.deepEqual(answer, {
    message: "promptlint is not installed. The extension can install it for itself, in an environment of its own.",
    setting: undefined,
  });
  assert.deepEqual(machine.asked, ["pythonExtension", "onPath", "managed"]);
});
