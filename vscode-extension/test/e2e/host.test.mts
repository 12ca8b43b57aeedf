import assert from "node:assert/strict";
import { scene, setup } from "./stage.mts";

const MARK = "promptlint-host-test";

scene("Inside the extension host", { hostTests: true }, async (stage) => {
  const results: { name: string; problem: string | null }[] = [];
  const exit = await stage.runInHost(setup.hostTests, (said) => {
    if (said[0] === MARK) results.push(JSON.parse(String(said[1])));
  });
  for (const { name, problem } of results) {
    await stage.step(name, async () => {
      if (problem !== null) throw new Error(problem);
    });
  }
  await stage.step("all tests ran", async () => {
    assert.ok(results.length > 0, "nothing ran");
    assert.equal(exit, 0);
  });
});
