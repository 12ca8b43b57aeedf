import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { BadSetting, absolute, expand, resolveWords, run, which } from "../../src/server/programs";
import { around, file, program, scratch } from "./scratch";

const POSIX = process.platform !== "win32";

test("paths in settings are expanded", () => {
  const env = around({ TOOLS: "/opt/tools" });
  for (const [text, expected] of [
    ["~/bin/promptlint", "/home/ada/bin/promptlint"],
    ["~", "/home/ada"],
    ["~bob/x", "~bob/x"],
    ["a~/x", "a~/x"],
    ["${userHome}/x", "/home/ada/x"],
    ["${workspaceFolder}/x", "/film/x"],
    ["${env:TOOLS}/x/${env:TOOLS}", "/opt/tools/x//opt/tools"],
    ["$HOME", "$HOME"],
  ] as const)
    assert.equal(expand(text, "/film", env), expected);
});

test("what cannot be expanded says why", () => {
  assert.throws(() => expand("${workspaceFolder}/x", undefined, around()), /no folder is open/);
  assert.throws(() => expand("${env:NOPE}", "/film", around()), /\$\{env:NOPE\} is not set/);
  assert.throws(() => expand("${file}", "/film", around()), /\$\{file\} is not known/);
});

test("relative paths hold from the folder", { skip: !POSIX }, () => {
  assert.equal(absolute("../python", "/film/act1", around()), "/film/python");
  assert.equal(absolute("/usr/../bin/python", "/film", around()), "/bin/python");
  assert.throws(() => absolute("python/bin", undefined, around()), BadSetting);
});

test("a bare name is searched in the absolute folders of PATH only", { skip: !POSIX }, () => {
  const folder = scratch();
  file(folder, "first/tool", "", 0o644);
  mkdirSync(path.join(folder, "second/tool"), { recursive: true });
  const third = file(folder, "third/tool", "", 0o755);
  file(process.cwd(), "out/relative-tool", "", 0o755);
  const search = ["", ".", "out", "first", "second", "third"].map((name) =>
    /^(f|s|t)/.test(name) ? path.join(folder, name) : name,
  );
  assert.equal(which("tool", around({ PATH: search.join(":") })), third);
  assert.equal(which("relative-tool", around({ PATH: search.join(":") })), undefined);
  assert.equal(which("tool", around({})), undefined);
});

test("the program of a setting has to be a file that may be executed", { skip: !POSIX }, () => {
  const folder = scratch();
  const good = file(folder, "bin/promptlint", "", 0o755);
  file(folder, "bin/plain");
  assert.deepEqual(resolveWords(["bin/promptlint", "--x", "${workspaceFolder}/y"], folder, around()), [
    good,
    "--x",
    `${folder}/y`,
  ]);
  assert.deepEqual(resolveWords(["promptlint"], folder, around({ PATH: path.dirname(good) })), [good]);
  for (const [words, message] of [
    [["bin/other"], /there is no file .*bin\/other$/],
    [["bin/plain"], /bin\/plain may not be executed/],
    [["./bin"], /bin is a folder/],
    [["promptlint"], /there is no program "promptlint" on PATH/],
    [[" "], /empty/],
    [["bin/promptlint\0"], /cannot be a path/],
  ] as const)
    assert.throws(
      () => resolveWords(words, folder, around({ PATH: "/nowhere" })),
      (error: Error) => error instanceof BadSetting && message.test(error.message),
    );
});

test("a program is run to its end, whatever it says and however it ends", async () => {
  const folder = scratch();
  const words = program(folder, "talk", "console.log(args.join('+')); console.error('oh'); process.exitCode = 3;");
  const heard: string[] = [];
  const ending = await run([...words, "a b", "c"], {
    cwd: folder,
    timeout: 20_000,
    onLine: (line) => heard.push(line),
  });
  assert.deepEqual(ending, { code: 3, stdout: "a b+c\n", stderr: "oh\n" });
  assert.deepEqual(heard.sort(), ["a b+c", "oh"]);
});

test("lines are heard whole, in whatever pieces they arrive", async () => {
  const folder = scratch();
  const words = program(
    folder,
    "pieces",
    "process.stdout.write('Instal'); setTimeout(() => process.stdout.write('ling\\nDone'), 200);",
  );
  const heard: string[] = [];
  await run(words, { cwd: folder, timeout: 20_000, onLine: (line) => heard.push(line) });
  assert.deepEqual(heard, ["Installing", "Done"]);
});

test("a program that hangs is killed together with what it started", { skip: !POSIX }, async () => {
  const folder = scratch();
  const started = performance.now();
  const script = "require('child_process').spawn('sleep', ['60'], { stdio: 'inherit' }); setInterval(() => {}, 1000);";
  const ending = await run(program(folder, "hang", script), { cwd: folder, timeout: 1500 });
  assert.equal(ending.code, null);
  assert.match(ending.failure ?? "", /did not answer within 1.5 seconds/);
  assert.ok(performance.now() - started < 40_000, "what it started kept its output open");
});

test("a program is killed when it is not wanted any more", async () => {
  const folder = scratch();
  const abort = new AbortController();
  setTimeout(() => abort.abort(), 200);
  const words = program(folder, "wait", "setInterval(() => {}, 1000)");
  const ending = await run(words, { cwd: folder, timeout: 60_000, signal: abort.signal });
  assert.equal(ending.failure, "it was cancelled");
  assert.equal((await run(words, { cwd: folder, timeout: 60_000, signal: abort.signal })).failure, "it was cancelled");
});

test("a program that cannot be run is an ending, not an exception", async () => {
  const folder = scratch();
  for (const name of [path.join(folder, "nowhere"), folder]) {
    const ending = await run([name], { cwd: folder, timeout: 1000 });
    assert.equal(ending.code, null);
    assert.match(ending.failure ?? "", /cannot be run/);
  }
});
