import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { scene, setup } from "./stage.mts";

const HARBOUR = "shots/harbour.yaml";
const PATIENCE_FOR_DOWNLOADS = 600_000;

const scratch = mkdtempSync(join(tmpdir(), "promptlint-bare-"));
after(() => rmSync(scratch, { recursive: true, force: true }));
const bare = join(scratch, "python");
spawnSync(setup.python, ["-m", "venv", "--without-pip", bare]);

scene(
  "A machine without promptlint",
  {
    settings: { "promptlint.interpreter": [] },
    environment: { PATH: `${join(bare, "bin")}:/usr/bin:/bin`, PYTHONPATH: "", PIP_NO_COMPILE: "1" },
  },
  async (stage) => {
    const window = await stage.open(HARBOUR);
    const message = window.notifications.filter({ hasText: "promptlint is not installed" });

    await stage.step("is told so, with buttons that help", async () => {
      await message.waitFor();
      assert.deepEqual(await message.locator(".monaco-text-button").allTextContents(), [
        "Install",
        "Open Settings",
        "Show Logs",
      ]);
    });

    const download = ["-m", "pip", "download", "--quiet", "--no-deps", "--dest", scratch, "pygls"];
    const offline = spawnSync(setup.python, download).status === 0 ? undefined : "no package index can be reached";
    await stage.step(
      "gets it by one click, from the wheel that the extension brings along",
      async () => {
        await message.locator(".monaco-text-button", { hasText: "Install" }).click();
        await window.notifications.filter({ hasText: /installing promptlint|downloading/ }).waitFor();
        const findings = async () => (await window.squiggled("warning")).includes("blonde");
        await window.until("findings", findings, PATIENCE_FOR_DOWNLOADS);
        assert.equal(await window.notifications.count(), 0);
      },
      offline,
    );
  },
);
