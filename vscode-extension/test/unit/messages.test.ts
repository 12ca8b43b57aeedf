import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { command, notify, setting, show } from "../../src/messages";
import { executed, settings, shown, user } from "./vscodeStub";

beforeEach(() => {
  shown.length = 0;
  executed.length = 0;
  user.presses = undefined;
  delete settings["showNotifications"];
});

test("promptlint.showNotifications says which messages pop up", async () => {
  for (const [wanted, expected] of [
    ["off", []],
    ["onError", ["error"]],
    ["onWarning", ["error", "warning"]],
    ["always", ["error", "warning", "info"]],
    [undefined, ["error"]],
    ["nonsense", ["error"]],
    ["constructor", ["error"]],
  ] as const) {
    shown.length = 0;
    settings["showNotifications"] = wanted;
    for (const level of ["error", "warning", "info"] as const) await notify(level, "x");
    assert.deepEqual(
      shown.map(({ level }) => level),
      expected,
      wanted,
    );
  }
});

test("an answer is shown whatever the setting says", async () => {
  settings["showNotifications"] = "off";
  await show("info", "Two fixes made.");
  assert.deepEqual(shown, [{ level: "info", message: "Two fixes made.", buttons: [] }]);
});

test("a button that is pressed does its work", async () => {
  user.presses = "Open Settings";
  await notify("error", "Bad path.", command("Restart", "promptlint.restart"), setting("path"));
  assert.deepEqual(shown[0]?.buttons, ["Restart", "Open Settings"]);
  assert.deepEqual(executed, [["workbench.action.openSettings", "promptlint.path"]]);
});

test("a message that is closed does nothing", async () => {
  await notify("error", "Bad path.", command("Restart", "promptlint.restart"));
  assert.deepEqual(executed, []);
});
