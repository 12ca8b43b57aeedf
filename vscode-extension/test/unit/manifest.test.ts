import assert from "node:assert/strict";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import * as path from "node:path";
import { test } from "node:test";

interface Manifest {
  main: string;
  icon: string;
  activationEvents: string[];
  capabilities: { untrustedWorkspaces: { supported: string; restrictedConfigurations: string[] } };
  contributes: {
    commands: { command: string; title: string; category: string }[];
    menus: { commandPalette: { command: string }[] };
    configuration: {
      properties: Record<string, { scope?: string; default?: unknown; enum?: string[]; enumDescriptions?: string[] }>;
    };
    walkthroughs: { steps: { description: string; media: { markdown: string } }[] }[];
    viewsContainers: Record<string, { icon: string }[]>;
  };
}

const manifest = JSON.parse(readFileSync("package.json", "utf8")) as Manifest;
const sources = readdirSync("src", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".ts"))
  .map((name) => readFileSync(path.join("src", name), "utf8"))
  .join("\n");
const declared = manifest.contributes.commands.map(({ command }) => command);
const settings = manifest.contributes.configuration.properties;

/** The commands that the server announces, and the client registers. */
const OF_THE_SERVER = ["lintWorkspace", "fixAll", "chain", "report", "debugInformation"].map(
  (name) => `promptlint.${name}`,
);

test("every command is registered, and every registered one has a title", () => {
  const registered = [
    ...sources.matchAll(/registerCommand\("(promptlint\.\w+)"/g),
    ...sources.matchAll(/register\("(\w+)"/g),
  ].map(([, name]) => (name!.startsWith("promptlint.") ? name! : `promptlint.${name}`));
  assert.deepEqual([...registered].sort(), [...declared].sort());
});

test("no command of the extension is one of the server", () => {
  for (const name of OF_THE_SERVER) assert.ok(!declared.includes(name), name);
});

test("commands that are named anywhere exist", () => {
  const links = manifest.contributes.walkthroughs
    .flatMap(({ steps }) => steps)
    .flatMap(({ description }) => [...description.matchAll(/\(command:([\w.]+)\)/g)]);
  const named = [
    ...links.map(([, name]) => name!),
    ...manifest.contributes.menus.commandPalette.map(({ command }) => command),
  ];
  for (const name of named.filter((each) => each.startsWith("promptlint."))) assert.ok(declared.includes(name), name);
  const pressed = [...sources.matchAll(/"(promptlint\.(?:show|create|new|restart)\w*)"/g)].map(([, name]) => name!);
  assert.ok(pressed.length > 3);
  for (const name of pressed.filter((each) => !(each in settings))) assert.ok(declared.includes(name), name);
});

test("what runs programs or reads files is restricted in untrusted workspaces", () => {
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  assert.equal(supported, "limited");
  assert.deepEqual(
    [...restrictedConfigurations].sort(),
    ["args", "configuration", "cwd", "interpreter", "path"].map((name) => `promptlint.${name}`),
  );
  for (const name of restrictedConfigurations) assert.ok(name in settings, name);
});

test("settings have scopes, and choices their explanations", () => {
  for (const [name, { scope, enum: choices, enumDescriptions }] of Object.entries(settings)) {
    assert.ok(scope !== undefined, name);
    if (choices !== undefined && !name.includes("trace")) assert.equal(enumDescriptions?.length, choices.length, name);
  }
});

test("settings that the code reads are declared", () => {
  const read = [...sources.matchAll(/(?:read\(|\.get(?:<\w+>)?\()"([\w.]+)"/g)].map(([, name]) => `promptlint.${name}`);
  assert.ok(read.length >= 6);
  for (const name of read) assert.ok(name in settings, name);
});

test("the README explains every setting and every command", () => {
  const readme = readFileSync("README.md", "utf8");
  for (const name of Object.keys(settings)) assert.ok(readme.includes(`\`${name}\``), name);
  for (const { title } of manifest.contributes.commands) assert.ok(readme.includes(title), title);
});

test("files that are named exist", () => {
  const media = manifest.contributes.walkthroughs
    .flatMap(({ steps }) => steps)
    .map(({ media: { markdown } }) => markdown);
  const icons = Object.values(manifest.contributes.viewsContainers)
    .flat()
    .map(({ icon }) => icon);
  for (const name of [manifest.icon, ...media, ...icons]) assert.ok(existsSync(name), name);
});

test("the icon is a PNG of 128 pixels", () => {
  const icon = readFileSync(manifest.icon);
  assert.equal(icon.subarray(1, 4).toString("latin1"), "PNG");
  assert.deepEqual([icon.readUInt32BE(16), icon.readUInt32BE(20)], [128, 128]);
});

test("nothing is active without a reason", () => {
  assert.ok(!manifest.activationEvents.includes("*"));
  assert.ok(!manifest.activationEvents.includes("onStartupFinished"));
});
