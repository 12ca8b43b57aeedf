import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { ServerProcess } from "../../src/server/process";
import { program, scratch } from "./scratch";

const folder = scratch();

test("a server that ends by itself says how", async () => {
  const server = new ServerProcess(
    program(folder, "refuses", "console.error('bad argument'); process.exit(2);"),
    folder,
  );
  assert.equal(server.ending, undefined);
  await once(await server.start(), "close");
  await server.end();
  assert.deepEqual(server.ending, { code: 2, stdout: "", stderr: "bad argument\n" });
});

test("a server that does not leave when it is asked to is made to", async () => {
  const stubborn = "process.on('SIGTERM', () => {}); setInterval(() => {}, 1000);";
  const server = new ServerProcess(program(folder, "stubborn", stubborn), folder);
  const child = await server.start();
  await server.end(200);
  assert.equal(child.signalCode, "SIGKILL");
  assert.equal(server.ending, undefined);
});

test("a server that is killed says why", async () => {
  const server = new ServerProcess(program(folder, "hangs", "setInterval(() => {}, 1000)"), folder);
  await server.start();
  server.kill("it did not answer");
  await server.end();
  assert.equal(server.ending?.failure, "it did not answer");
});

test("a server that cannot be run rejects, and its end need not be waited for", async () => {
  const server = new ServerProcess(["/nowhere/promptlint"], folder);
  await assert.rejects(server.start(), /ENOENT/);
  await server.end();
});
