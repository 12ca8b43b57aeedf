import assert from "node:assert/strict";
import { scene } from "./stage.mts";

const HARBOUR = "shots/harbour.yaml";

scene(
  "A machine without promptlint",
  { settings: { "promptlint.interpreter": [] }, environment: { PATH: "/usr/bin:/bin", PYTHONPATH: "" } },
  async (stage) => {
    const window = await stage.open(HARBOUR);

    await stage.step("is told so, with buttons that help", async () => {
      const message = window.notifications.filter({ hasText: "promptlint is not installed" });
      await message.waitFor();
      const buttons = await message.locator(".monaco-button:visible").allTextContents();
      assert.ok(buttons.includes("Install"), buttons.join());
    });
  },
);
