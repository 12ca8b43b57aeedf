import assert from "node:assert/strict";
import { scene } from "./stage.mts";

const HARBOUR = "shots/harbour.yaml";
const PIER = "shots/pier.yaml";

const settings = { "[yaml]": { "editor.codeActionsOnSave": { "source.fixAll.promptlint": "explicit" } } };

scene("Writing a film", { settings }, async (stage) => {
  const { film } = stage;
  const window = await stage.open(HARBOUR);
  const { page } = window;
  await stage.step("underlines the words that findings are about", async () => {
    await window.until("a finding of the prompt rules", async () =>
      (await window.squiggled("warning")).includes("blonde"),
    );
    assert.deepEqual(await window.squiggled("error"), ["4s", "gen3a_turbo", "negatve_prompt"]);
    assert.deepEqual(await window.squiggled("warning"), ["blonde", "gen3a_turbo", "5"]);
    assert.deepEqual(await window.squiggled("info"), ["10"]);
    assert.deepEqual(await window.struckThrough(), ["gen3a_turbo"]);
  });

  await stage.step("lists them in the Problems panel", async () => {
    await window.command("Problems: Focus on Problems View");
    const hair = window.problems.filter({ hasText: "The prompt says `blonde hair`" });
    await hair.first().waitFor();
    assert.match((await hair.first().textContent()) ?? "", /promptlint.*C201.*Ln 12/s);
    await stage.picture(window, "diagnostics.png");
    await window.command("View: Hide Panel");
  });

  await stage.step("explains a word and a finding where one points at it", async () => {
    await window.goTo(12, 39);
    await window.command("Show or Focus Hover");
    await window.hover.filter({ hasText: "The prompt says `blonde hair`" }).waitFor();
    await page.keyboard.press("Escape");
  });

  await stage.step("shows the picture of a reference where one points at it", async () => {
    await window.goTo(7, 20);
    await window.command("Show or Focus Hover");
    const thumbnail = window.hover.locator("img").first();
    await thumbnail.waitFor();
    await window.until("the picture to be drawn", () =>
      thumbnail.evaluate((img: HTMLImageElement) => img.naturalWidth > 100),
    );
    await window.hover.filter({ hasText: "1024" }).first().waitFor();
    await stage.picture(window, "hover.png");
    await page.keyboard.press("Escape");
  });

  await stage.step("mends one finding on the disk", async () => {
    await window.goTo(18, 16);
    await page.keyboard.press("Control+.");
    await page.locator(".action-widget .monaco-list-row", { hasText: "Set the duration to 5 s" }).first().waitFor();
    await stage.picture(window, "quick-fix.png");
    await page.keyboard.press("Enter");
    await window.until("the finding to go", async () => !(await window.squiggled("error")).includes("4s"));
    await window.command("File: Save without Formatting");
    const text = await window.until("the fix on the disk", async () => {
      const saved = await film.read(HARBOUR);
      return saved.includes("duration: 5s\n") && saved;
    });
    assert.match(text, /blonde/);
  });

  await stage.step("mends all that is safe by a command", async () => {
    await window.command("promptlint: Fix All Safe Problems in This File");
    await window.until("the findings to go", async () => !(await window.squiggled("error")).includes("negatve_prompt"));
    await window.command("File: Save without Formatting");
    const text = await window.until("the fixes on the disk", async () => {
      const saved = await film.read(HARBOUR);
      return saved.includes("negative_prompt: blur") && saved;
    });
    assert.match(text, /🌊 港町 🙂 The wind moves her dark auburn hair\./);
    assert.match(text, /model: gen3a_turbo/);
  });

  await stage.step("mends all that is safe when a file is saved", async () => {
    await window.openFile(PIER);
    await window.until("the findings", async () => (await window.squiggled("error")).join() === "4:5,4s");
    await window.goTo(5, 12);
    await page.keyboard.type("  # the first");
    await window.save();
    const text = await film.read(PIER);
    assert.match(text, /id: p01 {2}# the first\n[^]*aspect_ratio: "4:5"\n {4}duration: 5s\n/);
  });

  await stage.step("completes the id of a model", async () => {
    await window.goTo(5, 25);
    await page.keyboard.press("Enter");
    await page.keyboard.type("  model: kling25");
    await page.keyboard.press("Control+Space");
    await window.suggestion("kling-2.5-turbo").waitFor();
    await page.keyboard.press("Enter");
    await window.save();
    assert.match(await film.read(PIER), /^ {4}model: kling-2\.5-turbo$/m);
  });

  await stage.step("shows the shot under the cursor in a view of its own", async () => {
    await window.openFile(HARBOUR);
    await window.goTo(5, 12);
    await window.command("promptlint: Show the Shot Under the Cursor");
    const shot = await window.webview("h01");
    const image = shot.locator("img").first();
    await image.waitFor();
    await window.until("the picture to be drawn", () =>
      image.evaluate((img: HTMLImageElement) => img.naturalWidth > 100),
    );
    await shot.getByText("dark auburn hair").first().waitFor();
    await stage.picture(window, "panel.png");
    await page.locator(".tab.active").click();
    await window.goTo(28, 10);
    await shot.getByText("h03").first().waitFor();
    await shot.getByText("gen3a_turbo").first().waitFor();
    assert.equal(await shot.getByText("h01").count(), 0);
  });

  await stage.step("shows the report beside the text", async () => {
    await window.command("promptlint: Open the Report");
    const report = await window.webview("harbour.yaml");
    await report.getByText("gen3a_turbo").first().waitFor();
    await page.locator(".tab", { hasText: "harbour.yaml" }).click();
  });

  await stage.step("starts its server anew when asked to", async () => {
    const before = await stage.interpreter.servers();
    await window.command("promptlint: Restart the Server");
    await window.until("another server", async () => (await stage.interpreter.servers()) > before);
    await window.goTo(28, 16);
    await page.keyboard.press("Backspace");
    await page.keyboard.type("7");
    await window.until("a finding about the new text", async () => (await window.squiggled("error")).includes("7"));
    assert.equal(await stage.interpreter.servers(), before + 1);
  });

  await stage.step("says which setting is wrong, and goes on when it is right", async () => {
    await film.write(".vscode/settings.json", '{"promptlint.interpreter": ["/nowhere/python"]}');
    const message = window.notifications.filter({ hasText: "there is no file /nowhere/python" });
    await message.locator(".monaco-text-button", { hasText: "Open Settings" }).waitFor();
    await window.until("no findings", async () => (await window.squiggled("error")).length === 0);
    await film.write(".vscode/settings.json", "{}");
    await window.until("findings", async () => (await window.squiggled("error")).includes("7"));
  });
});
