import assert from "node:assert/strict";
import { test } from "node:test";
import { type Folder, readLaunchSettings } from "../../src/settings";
import { around, file, scratch } from "./scratch";

const POSIX = process.platform !== "win32";
const root = scratch();
const python = file(root, "one/.venv/bin/python", "", 0o755);
file(root, "two/tool", "", 0o755);
const ONE: Folder = { name: "one", path: `${root}/one` };
const TWO: Folder = { name: "two", path: `${root}/two` };

function read(
  values: Record<string, unknown>,
  folders: readonly Folder[] = [ONE],
  byFolder: Record<string, Record<string, unknown>> = {},
) {
  return readLaunchSettings(
    folders,
    (key, folder) => byFolder[folder?.name ?? ""]?.[key] ?? values[key],
    around({ PATH: "" }),
  );
}

test("defaults say nothing", () => {
  const empty = {
    path: undefined,
    interpreter: undefined,
    args: [],
    cwd: undefined,
    importStrategy: "fromEnvironment",
  };
  assert.deepEqual(read({}), empty);
  assert.deepEqual(read({ path: [], interpreter: [], args: [], cwd: "", importStrategy: "fromEnvironment" }), empty);
  assert.deepEqual(read({ path: null, cwd: null }, []), empty);
});

test("relative programs and folders hold from the folder", { skip: !POSIX }, () => {
  assert.deepEqual(
    read({ interpreter: [".venv/bin/python", "-X", "dev"], cwd: "..", args: ["--log", "${workspaceFolder}/log"] }),
    {
      path: undefined,
      interpreter: [python, "-X", "dev"],
      args: ["--log", `${root}/one/log`],
      cwd: root,
      importStrategy: "fromEnvironment",
    },
  );
});

test("the first folder that sets something decides", { skip: !POSIX }, () => {
  const settings = read({}, [ONE, TWO], { two: { path: ["./tool"], importStrategy: "useBundled" } });
  assert.ok(!("problems" in settings));
  assert.deepEqual(settings.path, [`${root}/two/tool`]);
  assert.equal(settings.importStrategy, "useBundled");
});

test("values of a wrong type are named, with what they should be", () => {
  for (const [key, value, expected] of [
    [
      "path",
      "promptlint",
      /^promptlint\.path has to be a list of words such as \["promptlint"\], and is "promptlint"\.$/,
    ],
    ["path", [1], /^promptlint\.path has to be a list/],
    ["interpreter", { python: "x" }, /^promptlint\.interpreter has to be a list/],
    ["args", "--verbose", /^promptlint\.args has to be a list/],
    ["cwd", ["x"], /^promptlint\.cwd has to be the path of a folder/],
    ["importStrategy", "bundled", /^promptlint\.importStrategy has to be "fromEnvironment" or "useBundled"/],
  ] as const) {
    const settings = read({ [key]: value });
    assert.ok("problems" in settings, key);
    assert.equal(settings.problems.length, 1);
    assert.match(settings.problems[0]!, expected);
  }
});

test("places that do not exist are named", () => {
  for (const [values, folders, expected] of [
    [{ interpreter: ["./nowhere"] }, [ONE], /promptlint\.interpreter: there is no file .*nowhere/],
    [{ interpreter: ["./nowhere"] }, [], /promptlint\.interpreter: ".\/nowhere" is relative, and no folder is open/],
    [{ path: ["promptlint"] }, [ONE], /promptlint\.path: there is no program "promptlint" on PATH/],
    [{ cwd: "nowhere" }, [ONE], /promptlint\.cwd: there is no folder .*nowhere/],
    [{ args: ["${env:NOPE}"] }, [ONE], /promptlint\.args: .*NOPE.* is not set/],
  ] as const) {
    const settings = read(values, folders);
    assert.ok("problems" in settings);
    assert.match(settings.problems.join("\n"), expected);
  }
});

test("all problems are told at once", () => {
  const settings = read({ path: "x", interpreter: 3, cwd: "nowhere" });
  assert.ok("problems" in settings);
  assert.equal(settings.problems.length, 3);
});
