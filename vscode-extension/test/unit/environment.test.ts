import assert from "node:assert/strict";
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { CreationFailed, ManagedEnvironment, type Tools, findBase } from "../../src/server/environment";
import type { PythonFacts, Refused } from "../../src/server/probe";
import type { Ending, Words } from "../../src/server/programs";
import { file, scratch } from "./scratch";

const BIN = process.platform === "win32" ? ["Scripts", "python.exe"] : ["bin", "python"];
const GOOD: PythonFacts = { python: "3.12.1", promptlint: "0.1.0", unusable: null, venv: true };
const PIP_SAYS = [
  "Processing ./promptlint_video-0.1.0-py3-none-any.whl",
  "Collecting spacy<3.9,>=3.8 (from promptlint-video==0.1.0)",
  "  Downloading spacy-3.8.7-cp311-cp311-manylinux2014_x86_64.whl (33 MB)",
  "Installing collected packages: spacy",
];
const DONE: Ending = { code: 0, stdout: "", stderr: "" };

/** Tools that make a folder for `python -m venv`, with what the tests want to go wrong. */
function tools(wrong: { venv?: Ending; pip?: Ending; probe?: PythonFacts | Refused; during?: () => void } = {}) {
  const ran: Words[] = [];
  const logged: string[] = [];
  const made: Tools = {
    run: async (words, options) => {
      ran.push(words);
      const at = words.indexOf("venv");
      if (at < 0) {
        wrong.during?.();
        for (const line of PIP_SAYS) options.onLine?.(line);
        return wrong.pip ?? DONE;
      }
      const folder = words[at + 1]!;
      mkdirSync(path.join(folder, BIN[0]!), { recursive: true });
      writeFileSync(path.join(folder, ...BIN), "");
      return wrong.venv ?? DONE;
    },
    probePython: async () => wrong.probe ?? GOOD,
    log: (line) => logged.push(line),
  };
  return { ...made, ran, logged };
}

function environment(wheel: string | undefined = "promptlint_video-0.1.0-py3-none-any.whl") {
  const folder = scratch();
  if (wheel !== undefined) file(folder, `bundled/${wheel}`);
  const root = path.join(folder, "storage", "environments");
  return { managed: new ManagedEnvironment(root, path.join(folder, "bundled")), root, folder };
}

const live = () => new AbortController().signal;
const folders = (root: string) => readdirSync(root, { withFileTypes: true }).filter((entry) => entry.isDirectory());

test("at first there is no environment", () => {
  const { managed } = environment();
  assert.equal(managed.python, undefined);
  assert.equal(managed.isOutdated, false);
});

test("a creation makes an environment, installs the wheel and is used from then on", async () => {
  const { managed, root } = environment();
  const steps: string[] = [];
  const used = tools();
  await managed.create(["/usr/bin/python3", "-X", "dev"], used, live(), (step) => steps.push(step));
  assert.deepEqual(steps, [
    "making an environment",
    "installing promptlint",
    "downloading spacy",
    "downloading spacy",
    "installing what was downloaded",
  ]);
  assert.ok(PIP_SAYS.every((line) => used.logged.includes(line)));
  const [name] = folders(root);
  const python = path.join(root, name!.name, ...BIN);
  assert.deepEqual(managed.python, [python]);
  assert.deepEqual(used.ran[0], ["/usr/bin/python3", "-X", "dev", "-m", "venv", path.join(root, name!.name)]);
  assert.deepEqual(used.ran[1]?.slice(0, 4), [python, "-m", "pip", "install"]);
  assert.equal(used.ran[1]?.at(-1), managed.wheel);
  assert.equal(managed.isOutdated, false);
});

test("a failure says which step it was and why, and leaves nothing behind", async () => {
  const failed = (code: number, stderr: string): Ending => ({ code, stdout: "", stderr });
  for (const [wrong, message] of [
    [
      { venv: failed(1, "ensurepip is not available") },
      /could not make a virtual environment: .*ensurepip is not available/,
    ],
    [
      { pip: failed(1, "ERROR: No matching distribution found for spacy") },
      /pip could not install promptlint: .*No matching distribution/,
    ],
    [
      { pip: { ...DONE, code: null, failure: "it did not answer within 3600 seconds" } },
      /pip could not install promptlint: it did not answer/,
    ],
    [
      { probe: { refused: "does not work as a Python interpreter: it was killed" } },
      /The new environment does not work/,
    ],
    [
      { probe: { ...GOOD, promptlint: null, unusable: "ImportError: onnxruntime" } },
      /cannot be used: ImportError: onnxruntime/,
    ],
  ] as const) {
    const { managed, root } = environment();
    const creation = managed.create(["/p"], tools(wrong), live(), () => {});
    await assert.rejects(creation, (error: Error) => error instanceof CreationFailed && message.test(error.message));
    assert.equal(managed.python, undefined);
    assert.deepEqual(readdirSync(root), []);
  }
});

test("a creation that is cancelled leaves nothing behind", async () => {
  const { managed, root } = environment();
  const abort = new AbortController();
  const wrong = { during: () => abort.abort(), pip: { ...DONE, code: null, failure: "it was cancelled" } };
  await assert.rejects(
    managed.create(["/p"], tools(wrong), abort.signal, () => {}),
    /Cancelled/,
  );
  assert.deepEqual(readdirSync(root), []);
});

test("a failed creation leaves the environment before it in use", async () => {
  const { managed } = environment();
  await managed.create(["/p"], tools(), live(), () => {});
  const before = managed.python;
  await assert.rejects(managed.create(["/p"], tools({ pip: { ...DONE, code: 1 } }), live(), () => {}));
  assert.deepEqual(managed.python, before);
  assert.ok(existsSync(before![0]));
});

test("another wheel makes the environment outdated; a creation replaces it and keeps the one before for other windows", async () => {
  const { managed, root, folder } = environment();
  await managed.create(["/p"], tools(), live(), () => {});
  const first = managed.python!;
  file(folder, "bundled/promptlint_video-0.2.0-py3-none-any.whl");
  assert.equal(managed.isOutdated, true);
  await managed.create(["/p"], tools(), live(), () => {});
  assert.equal(managed.isOutdated, false);
  assert.notDeepEqual(managed.python, first);
  assert.ok(existsSync(first[0]));
  await managed.create(["/p"], tools(), live(), () => {});
  assert.ok(!existsSync(first[0]));
  assert.equal(folders(root).length, 2);
});

test("what is written about the environment is not trusted", async () => {
  const { managed, root, folder } = environment();
  await managed.create(["/p"], tools(), live(), () => {});
  const record = path.join(root, "current.json");
  const good = JSON.parse(readFileSync(record, "utf8")) as object;
  file(folder, `elsewhere/${BIN.join("/")}`);
  for (const text of [
    "",
    "[]",
    "null",
    "{}",
    "{",
    JSON.stringify({ ...good, folder: "../../elsewhere" }),
    JSON.stringify({ ...good, folder: "abc" }),
  ]) {
    writeFileSync(record, text);
    assert.equal(managed.python, undefined, text);
  }
});

test("without a wheel there is nothing to install", async () => {
  const { managed } = environment("notes.txt");
  assert.equal(managed.wheel, undefined);
  await assert.rejects(
    managed.create(["/p"], tools(), live(), () => {}),
    /brings no promptlint along/,
  );
});

test("the base is the first Python that can make environments", async () => {
  const pythons: Record<string, PythonFacts | Refused> = {
    "/old": { refused: "is Python 3.9.2; promptlint needs 3.11 or newer" },
    "/debian": { ...GOOD, venv: false },
    "/good": GOOD,
    "/also": GOOD,
  };
  const asked: string[] = [];
  const used = { ...tools(), probePython: async ([name]: Words) => (asked.push(name), pythons[name]!) };
  assert.deepEqual(await findBase([["/old"], ["/debian"], ["/good"], ["/also"]], used), ["/good"]);
  assert.deepEqual(asked, ["/old", "/debian", "/good"]);
  await assert.rejects(findBase([["/old"]], used), /No Python 3.11 or newer was found/);
  await assert.rejects(findBase([], used), /No Python 3.11 or newer was found/);
  await assert.rejects(
    findBase([["/old"], ["/debian"]], used),
    /\/debian \(Python 3\.12\.1\) cannot make virtual environments.*python3-venv/,
  );
});
