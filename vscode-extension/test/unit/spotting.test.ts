import assert from "node:assert/strict";
import { readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";
import { FIELDS, LIST_KEYS, maybeSpec } from "../../src/spotting";
import { REPOSITORY } from "./scratch";

test("every spec of the examples is spotted, under any name", () => {
  const examples = path.join(REPOSITORY, "examples");
  const specs = readdirSync(examples, { recursive: true, encoding: "utf8" }).filter((name) =>
    /shots.*\.(ya?ml|jsonl?)$/.test(name),
  );
  assert.ok(specs.length > 5);
  for (const name of specs) assert.ok(maybeSpec("x.yaml", readFileSync(path.join(examples, name), "utf8")), name);
});

test("what is named or marked as a spec is one, even while it is empty", () => {
  assert.ok(maybeSpec("/film/first.shot.yaml", ""));
  assert.ok(maybeSpec("C:\\film\\FIRST.SHOTS.JSON", ""));
  assert.ok(maybeSpec("new.yaml", "# shotspec\n"));
  assert.ok(
    maybeSpec(
      "new.yaml",
      "# yaml-language-server: $schema=https://promptlint.github.io/schemas/shotspec-1.schema.json\n",
    ),
  );
});

test("keys are found in every notation", () => {
  for (const text of [
    "shots:\n",
    "'shots' : []",
    '{"shots":[]}',
    "{a: 1, scenes: []}",
    "- prompt: x\n  duration: 5",
    '{"promptText": "x", "model": "y"}',
    "- {image: a, camera: b}",
  ])
    assert.ok(maybeSpec("a.yaml", text), text);
});

test("other files are left alone", () => {
  for (const text of [
    "",
    '{"name": "x", "version": "1.0.0", "dependencies": {"prompt": "1"}}',
    "services:\n  web:\n    image: nginx\n",
    "on: push\njobs:\n  test:\n    steps:\n      - run: make prompt\n",
    "# about shots: none here\nmodel: x\n",
    "screenshots:\n  - a.png\n",
  ])
    assert.equal(maybeSpec("a.yaml", text), /about shots/.test(text), text);
});

test("a large file is not read to its end", () => {
  const started = performance.now();
  assert.equal(maybeSpec("a.json", "x ".repeat(20_000_000)), false);
  assert.ok(performance.now() - started < 5000);
});

test("the keys are those of the format", () => {
  const schema = JSON.parse(
    readFileSync(path.join(REPOSITORY, "linter/promptlint/spec/shotspec-1.schema.json"), "utf8"),
  ) as {
    $defs: Record<"shot" | "file", { properties: Record<string, { description?: string }> }>;
  };
  const properties = Object.entries(schema.$defs.shot.properties);
  for (const [canonical, ...keys] of FIELDS.filter((field) => !field.includes("motion"))) {
    const aliases = properties
      .filter(([, { description }]) => description?.startsWith(`The same as \`${canonical}\``))
      .map(([key]) => key);
    assert.deepEqual(new Set(keys), new Set(aliases), canonical);
  }
  for (const key of LIST_KEYS) assert.ok(key in schema.$defs.file.properties, key);
});
