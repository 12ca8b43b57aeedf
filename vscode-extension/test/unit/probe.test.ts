import assert from "node:assert/strict";
import { copyFileSync, existsSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { Probe } from "../../src/server/probe";
import { file, program, scratch } from "./scratch";

const folder = scratch();
const probe = new Probe("python");
const POSIX = process.platform !== "win32";

const says = (name: string, text: string, code = 0) =>
  program(folder, name, `process.stdout.write(${JSON.stringify(text)}); process.exitCode = ${code};`);

const answers = (name: string, facts: object, noise = "") =>
  says(
    name,
    `${noise}\npromptlint-probe:${JSON.stringify({ venv: false, promptlint: null, unusable: null, ...facts })}\n`,
  );

test("promptlint tells its version", async () => {
  assert.deepEqual(await probe.program(says("good", "promptlint 1.2.3\n")), { version: "1.2.3" });
  assert.deepEqual(await probe.program(says("noisy", "conda: hello\npromptlint 0.4.0rc1\n")), {
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
    const facts = await probe.program(words);
    assert.ok("refused" in facts);
    assert.match(facts.refused, reason);
  }
});

test("a Python tells its version and whether promptlint can be imported", async () => {
  const words = answers("full", { python: [3, 12, 1], venv: true, promptlint: "0.1.0" }, "activating…");
  assert.deepEqual(await probe.python(words), {
    python: "3.12.1",
    promptlint: "0.1.0",
    unusable: null,
    venv: true,
  });
});

test("a Python without a usable promptlint says what is missing", async () => {
  const bare = await probe.python(answers("bare", { python: [3, 11, 0], venv: false }));
  assert.ok(!("refused" in bare));
  assert.deepEqual([bare.promptlint, bare.unusable, bare.venv], [null, null, false]);

  const broken = await probe.python(answers("halves", { python: [3, 11, 0], unusable: "ImportError: pygls" }));
  assert.ok(!("refused" in broken));
  assert.deepEqual([broken.promptlint, broken.unusable], [null, "ImportError: pygls"]);

  const old = await probe.python(answers("aged", { python: [3, 11, 0], promptlint: "0.0.3" }));
  assert.ok(!("refused" in old));
  assert.equal(old.promptlint, null);
  assert.match(old.unusable ?? "", /0\.0\.3/);
});

test("what is no Python, or too old a one, is refused with a reason", async () => {
  for (const [words, reason] of [
    [answers("two", { python: [2, 7, 18] }), /^is Python 2\.7\.18; promptlint needs 3\.11 or newer$/],
    [answers("ten", { python: [3, 10, 4] }), /^is Python 3\.10\.4/],
    [says("true", ""), /is not a Python interpreter/],
    [
      says("ls", "ls: invalid option\n", 2),
      /does not work as a Python interpreter: it ended with code 2 and said "ls: invalid option"/,
    ],
  ] as const) {
    const facts = await probe.python(words);
    assert.ok("refused" in facts);
    assert.match(facts.refused, reason);
  }
});

test("a real Python is understood, and does not import what lies beside it", { skip: !POSIX }, async (context) => {
  const here = scratch();
  copyFileSync("python/probe.py", path.join(here, "probe.py"));
  file(here, "promptlint_lsp/__init__.py");
  file(here, "promptlint/__init__.py", "open('imported', 'w'); __version__ = '9.9.9'");
  const facts = await new Probe(here).python(["/usr/bin/env", "python3"]);
  if ("refused" in facts) return context.skip(`python3 ${facts.refused}`);
  assert.match(facts.python, /^3\.\d+\.\d+$/);
  assert.ok(!existsSync(path.join(here, "imported")));
});

test("of what a program said, the error is told", async () => {
  const words = program(
    folder,
    "usage",
    "console.error('usage: x\\nx: error: no such option: --y\\nTry x --help.'); process.exit(2);",
  );
  const facts = await probe.program(words);
  assert.deepEqual(facts, { refused: 'cannot be used: it ended with code 2 and said "x: error: no such option: --y"' });
});
