import assert from "node:assert/strict";
import { test } from "node:test";
import { probeProgram, probePython } from "../../src/server/probe";
import { file, program, scratch } from "./scratch";

const folder = scratch();
const POSIX = process.platform !== "win32";

const says = (name: string, text: string, code = 0) =>
  program(folder, name, `process.stdout.write(${JSON.stringify(text)}); process.exitCode = ${code};`);

const answers = (name: string, facts: object, noise = "") =>
  says(name, `${noise}\npromptlint-probe:${JSON.stringify({ executable: "/venv/bin/python", ...facts })}\n`);

test("promptlint tells its version", async () => {
  assert.deepEqual(await probeProgram(says("good", "promptlint 1.2.3\n"), folder), { version: "1.2.3" });
  assert.deepEqual(await probeProgram(says("noisy", "conda: hello\npromptlint 0.4.0rc1\n"), folder), {
    version: "0.4.0rc1",
  });
});

test("a program that is not promptlint is refused with a reason", async () => {
  for (const [words, reason] of [
    [says("other", "pylint 3.0.0\n"), /is not promptlint/],
    [says("silent", ""), /is not promptlint/],
    [says("broken", "boom\n", 7), /ended with code 7 and said "boom"/],
    [says("old", "promptlint 0.0.9\n"), /is promptlint 0\.0\.9; this extension needs 0\.1\.0 or newer/],
  ] as const) {
    const facts = await probeProgram(words, folder);
    assert.ok("refused" in facts);
    assert.match(facts.refused, reason);
  }
});

test("a Python tells its version and whether promptlint can be imported", async () => {
  const words = answers("full", { python: [3, 12, 1], venv: true, promptlint: "0.1.0" }, "activating…");
  assert.deepEqual(await probePython(words, folder), {
    python: "3.12.1",
    executable: "/venv/bin/python",
    promptlint: "0.1.0",
    unusable: undefined,
    venv: true,
  });
});

test("a Python without a usable promptlint says what is missing", async () => {
  const bare = await probePython(answers("bare", { python: [3, 11, 0], venv: false }), folder);
  assert.ok(!("refused" in bare));
  assert.deepEqual([bare.promptlint, bare.unusable, bare.venv], [undefined, undefined, false]);

  const broken = await probePython(answers("halves", { python: [3, 11, 0], unusable: "ImportError: pygls" }), folder);
  assert.ok(!("refused" in broken));
  assert.deepEqual([broken.promptlint, broken.unusable], [undefined, "ImportError: pygls"]);

  const old = await probePython(answers("aged", { python: [3, 11, 0], promptlint: "0.0.3" }), folder);
  assert.ok(!("refused" in old));
  assert.equal(old.promptlint, undefined);
  assert.match(old.unusable ?? "", /0\.0\.3/);
});

test("what is no Python, or too old a one, is refused with a reason", async () => {
  for (const [words, reason] of [
    [answers("two", { python: [2, 7, 18] }), /^is Python 2\.7\.18; promptlint needs 3\.11 or newer$/],
    [answers("ten", { python: [3, 10, 4] }), /^is Python 3\.10\.4/],
    [says("true", ""), /is not Python/],
    [
      says("ls", "ls: invalid option\n", 2),
      /does not work as a Python interpreter: it ended with code 2 and said "ls: invalid option"/,
    ],
  ] as const) {
    const facts = await probePython(words, folder);
    assert.ok("refused" in facts);
    assert.match(facts.refused, reason);
  }
});

test(
  "a real Python is understood, and does not import from the folder it runs in",
  { skip: !POSIX },
  async (context) => {
    const here = scratch();
    file(here, "promptlint_lsp/__init__.py", "open('imported', 'w')");
    file(here, "promptlint/__init__.py", "open('imported', 'w'); __version__ = '9.9.9'");
    const facts = await probePython(["/usr/bin/env", "python3"], here);
    if ("refused" in facts) return context.skip(`python3 ${facts.refused}`);
    assert.match(facts.python, /^3\.\d+\.\d+$/);
    assert.notEqual(facts.promptlint, "9.9.9");
  },
);
