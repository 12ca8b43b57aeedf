import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { Restarts } from "../../src/server/restarts";

/** A job that lasts until it is let go, and writes down what happens to it. */
function job() {
  const runs: { signal: AbortSignal; finish(error?: Error): void }[] = [];
  let underway = 0;
  let most = 0;
  const work = (signal: AbortSignal) => {
    most = Math.max(most, ++underway);
    return new Promise<void>((resolve, reject) => {
      runs.push({ signal, finish: (error) => (underway--, error === undefined ? resolve() : reject(error)) });
    });
  };
  return { runs, work, most: () => most };
}

const settled = () => pause(0);

test("a request runs the job and resolves at its end", async () => {
  const { runs, work } = job();
  const restarts = new Restarts(work);
  let ended = false;
  const request = restarts.request().then(() => (ended = true));
  await settled();
  assert.equal(runs.length, 1);
  assert.equal(ended, false);
  runs[0]!.finish();
  await request;
  assert.equal(ended, true);
});

test("requests during a run abort it and share one run after it", async () => {
  const { runs, work, most } = job();
  const restarts = new Restarts(work);
  const first = restarts.request();
  const later = [restarts.request(), restarts.request(), restarts.request()];
  assert.equal(runs[0]!.signal.aborted, true);
  assert.equal(runs.length, 1);
  runs[0]!.finish();
  await first;
  await settled();
  assert.equal(runs.length, 2);
  assert.equal(runs[1]!.signal.aborted, false);
  runs[1]!.finish();
  await Promise.all(later);
  assert.equal(runs.length, 2);
  assert.equal(most(), 1);
});

test("a request at the very moment at which a run ends starts no second one beside the queued one", async () => {
  const { runs, work, most } = job();
  const restarts = new Restarts(work);
  const first = restarts.request();
  void restarts.request();
  const atTheEnd = first.then(() => void restarts.request());
  runs[0]!.finish();
  await atTheEnd;
  await settled();
  assert.equal(most(), 1);
  for (let index = 1; index < runs.length; index += 1) {
    runs[index]!.finish();
    await settled();
  }
});

test("a run that fails tells its caller and not the next run", async () => {
  const { runs, work } = job();
  const restarts = new Restarts(work);
  const first = restarts.request();
  const second = restarts.request();
  runs[0]!.finish(new Error("no server"));
  await assert.rejects(first, /no server/);
  await settled();
  runs[1]!.finish();
  await second;
});

test("what is underway can be waited for without a run of its own", async () => {
  const { runs, work } = job();
  const restarts = new Restarts(work);
  const idle = restarts.underway;
  assert.equal(idle, undefined);
  const first = restarts.request();
  const second = restarts.request();
  let ended = false;
  const waiting = restarts.underway?.then(() => (ended = true));
  runs[0]!.finish();
  await first;
  await settled();
  assert.equal(ended, false);
  runs[1]!.finish(new Error("no server"));
  await waiting;
  await assert.rejects(second);
  assert.equal(runs.length, 2);
  assert.equal(restarts.underway, undefined);
});

test("closing aborts what is underway, drops what is queued, and refuses what comes", async () => {
  const { runs, work } = job();
  const restarts = new Restarts(work);
  const first = restarts.request();
  const second = restarts.request();
  const closed = restarts.close();
  assert.equal(runs[0]!.signal.aborted, true);
  runs[0]!.finish();
  await Promise.all([first, second, closed]);
  await restarts.request();
  assert.equal(runs.length, 1);
});

test("never two runs at once, and the last request is always honoured", async () => {
  let underway = 0;
  let asked = 0;
  let seen = 0;
  const restarts = new Restarts(async () => {
    assert.equal(++underway, 1);
    seen = asked;
    await pause(Math.random() * 3);
    underway--;
  });
  const requests: Promise<void>[] = [];
  for (let round = 0; round < 300; round += 1) {
    asked = round;
    requests.push(restarts.request());
    if (Math.random() < 0.5) await pause(Math.random() * 4);
    if (Math.random() < 0.2) await Promise.resolve();
  }
  await Promise.all(requests);
  assert.equal(seen, asked);
});
