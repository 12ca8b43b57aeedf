import assert from "node:assert/strict";
import { Interpreter } from "./film.mts";
import { scene, setup } from "./stage.mts";

const HARBOUR = "shots/harbour.yaml";
let workspace: Interpreter;

scene(
  "A folder that is not trusted",
  {
    trusted: false,
    prepare: async (film) => {
      workspace = await Interpreter.make(film.path("tools/python"), setup.python);
      const settings = { "promptlint.interpreter": [workspace.path] };
      await film.write(".vscode/settings.json", JSON.stringify(settings));
    },
  },
  async (stage) => {
    const window = await stage.open(HARBOUR);

    await stage.step("is linted by the user's interpreter, and never by its own", async () => {
      await window.until("findings", async () => (await window.squiggled("warning")).includes("blonde"));
      assert.equal(await stage.interpreter.servers(), 1);
      assert.deepEqual(await workspace.starts(), []);
    });

    await stage.step("is linted by its own interpreter once it is trusted", async () => {
      await window.command("Workspaces: Manage Workspace Trust");
      await window.page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
      await window.until("the server of the folder", async () => (await workspace.servers()) > 0);
      await window.openFile(HARBOUR);
      await window.until("findings", async () => (await window.squiggled("warning")).includes("blonde"));
      assert.equal(await workspace.servers(), 1);
      assert.equal((await window.squiggled("warning")).filter((word) => word === "blonde").length, 1);
    });
  },
);
