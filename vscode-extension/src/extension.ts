import { existsSync } from "node:fs";
import * as path from "node:path";
import * as vscode from "vscode";
import { TraceChannel } from "./client";
import { registerServerCommands } from "./commands";
import { isSelected } from "./documents";
import { Installer } from "./install";
import { ShotView } from "./panel/view";
import { PythonExtension } from "./python";
import { ManagedEnvironment } from "./server/environment";
import { Probe } from "./server/probe";
import { Server, folders } from "./server/server";
import { maybeSpec } from "./spotting";
import { writeStarter } from "./starter";
import { Status } from "./status";

const LAUNCH_SETTINGS = ["path", "interpreter", "importStrategy", "args", "cwd"].map((name) => `promptlint.${name}`);
const PAUSE_IN_TYPING = 400;

let server: Server | undefined;

/** Called by VS Code when the first YAML or JSON file is opened; starts nothing unless it may be a shot spec. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("promptlint", { log: true });
  const channels = {
    server: vscode.window.createOutputChannel("promptlint Server", { log: true }),
    trace: new TraceChannel(),
  };
  const python = new PythonExtension(() => void server?.renew(), log);
  const environment = new ManagedEnvironment(
    path.join(context.globalStorageUri.fsPath, "environments"),
    path.join(context.extensionPath, "bundled"),
  );
  const probe = new Probe(path.join(context.extensionPath, "python"));
  const started = new Server({ log, channels, python, environment, probe });
  server = started;

  const installer = new Installer(environment, python, log, probe);
  const createEnvironment = async () => {
    const settings = started.settings();
    if (settings !== undefined && (await installer.install(settings))) await started.restart();
  };
  context.subscriptions.push(
    log,
    channels.server,
    channels.trace,
    python,
    installer,
    new Status(started),
    new ShotView(started, context.extensionUri),
    started.onDidChange(({ kind }) => setContext("running", kind === "running")),
    started.onLinted(() => setContext("specs", true)),
    ...registerServerCommands(started, log),
    vscode.commands.registerCommand("promptlint.restart", () => started.restart()),
    vscode.commands.registerCommand("promptlint.createEnvironment", createEnvironment),
    vscode.commands.registerCommand("promptlint.newSpec", () => writeStarter(started)),
    vscode.commands.registerCommand("promptlint.showShot", showShot),
    vscode.commands.registerCommand("promptlint.showLogs", () => log.show()),
    vscode.commands.registerCommand("promptlint.showServerLogs", () => channels.server.show()),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void started.renew()),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (LAUNCH_SETTINGS.some((name) => event.affectsConfiguration(name))) void started.renew();
    }),
    watchForSpecs(() => void started.want()),
  );
  if (folders().some((folder) => existsSync(path.join(folder.path, "promptlint.toml")))) void started.want();
}

/** Called by VS Code when the window closes. */
export async function deactivate(): Promise<void> {
  await server?.close();
}

async function showShot(): Promise<void> {
  await setContext("specs", true);
  await vscode.commands.executeCommand(`${ShotView.id}.focus`);
}

function setContext(name: "running" | "specs", value: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand("setContext", `promptlint.${name}`, value);
}

/** Calls back, perhaps repeatedly, when a document is seen that may be a shot spec. */
function watchForSpecs(onSpec: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const look = (document: vscode.TextDocument) => {
    if (isSelected(document) && maybeSpec(document.fileName, document.getText())) onSpec();
  };
  vscode.workspace.textDocuments.forEach(look);
  return vscode.Disposable.from(
    vscode.workspace.onDidOpenTextDocument(look),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      clearTimeout(timer);
      timer = setTimeout(() => look(document), PAUSE_IN_TYPING);
    }),
    { dispose: () => clearTimeout(timer) },
  );
}
