import * as vscode from "vscode";
import { ExecuteCommandRequest, type LanguageClient } from "vscode-languageclient/node";
import { isSelected } from "./documents";
import { command, reason, show } from "./messages";
import { type Shot, askForShot } from "./shot";
import type { Server } from "./server/server";

/** The commands that ask the server for something. */
export function registerServerCommands(server: Server, log: vscode.LogOutputChannel): vscode.Disposable[] {
  const register = (name: string, run: (client: LanguageClient) => Promise<void>) =>
    vscode.commands.registerCommand(`promptlint.${name}`, async () => {
      const client = await server.ensure();
      if (client === undefined) return;
      try {
        await run(client);
      } catch (error) {
        await show("error", `promptlint: ${reason(error)}`, command("Show Logs", "promptlint.showServerLogs"));
      }
    });
  return [
    register("fixFile", fixFile),
    register("splitShot", splitShot),
    register("lintProject", lintProject),
    register("openReport", openReport),
    register("showReference", showReference),
    register("showDebugInformation", async (client) => {
      log.info(`Debug information\n${await debugInformation(client)}`);
      log.show();
    }),
  ];
}

async function fixFile(client: LanguageClient): Promise<void> {
  const editor = activeEditor();
  const { edits } = await ask<{ edits: number }>(client, "promptlint.fixAll", uriOf(client, editor));
  if (edits > 0) vscode.window.setStatusBarMessage(`promptlint: ${edits} ${edits === 1 ? "fix" : "fixes"} made.`, 5000);
}

async function splitShot(client: LanguageClient): Promise<void> {
  const editor = activeEditor();
  const position = client.code2ProtocolConverter.asPosition(editor.selection.active);
  const { message } = await ask<{ message: string | null }>(
    client,
    "promptlint.chain",
    uriOf(client, editor),
    position,
  );
  if (message !== null) await show("info", message);
}

async function lintProject(client: LanguageClient): Promise<void> {
  const counts = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "promptlint: linting all specs" },
    () => ask<{ files: number; errors: number; warnings: number; infos: number }>(client, "promptlint.lintWorkspace"),
  );
  const parts = (["errors", "warnings", "infos"] as const).map((kind) => count(counts[kind], kind.slice(0, -1)));
  await show(
    "info",
    `promptlint: ${parts.join(", ")} in ${count(counts.files, "spec")}.`,
    command("Show Problems", "workbench.actions.view.problems"),
  );
}

async function openReport(client: LanguageClient): Promise<void> {
  const editor = activeSpec();
  const { path } = await vscode.window.withProgress(
    { location: vscode.ProgressLocation.Window, title: "promptlint: writing the report" },
    () => ask<{ path: string }>(client, "promptlint.report", editor === undefined ? null : uriOf(client, editor)),
  );
  const file = vscode.Uri.file(path);
  if (isLocal() && (await vscode.env.openExternal(file))) return;
  const panel = vscode.window.createWebviewPanel("promptlint.report", "Report", vscode.ViewColumn.Active, {
    enableScripts: true,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  panel.webview.html = new TextDecoder().decode(await vscode.workspace.fs.readFile(file));
}

/** Whether a browser of the user sees the files that the extension sees. */
function isLocal(): boolean {
  return vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
}

async function showReference(client: LanguageClient): Promise<void> {
  const editor = activeEditor();
  const shot: Shot | null = await askForShot(client, editor.document, editor.selection.active);
  if (shot === null) throw new Error("the cursor is not in a shot.");
  if (shot.reference?.uri == null) throw new Error(shot.reference?.problem ?? "this shot has no reference.");
  await vscode.commands.executeCommand(
    "vscode.open",
    client.protocol2CodeConverter.asUri(shot.reference.uri),
    vscode.ViewColumn.Beside,
  );
}

async function debugInformation(client: LanguageClient): Promise<string> {
  const information = await ask<Record<string, unknown>>(client, "promptlint.debugInformation");
  return Object.entries(information)
    .map(
      ([key, value]) => `${key}: ${Array.isArray(value) ? value.map((item) => `\n  ${item}`).join("") : String(value)}`,
    )
    .join("\n");
}

function ask<T>(client: LanguageClient, name: string, ...args: readonly unknown[]): Promise<T> {
  return client.sendRequest(ExecuteCommandRequest.type, { command: name, arguments: [...args] }) as Promise<T>;
}

function activeSpec(): vscode.TextEditor | undefined {
  const editor = vscode.window.activeTextEditor;
  return editor !== undefined && isSelected(editor.document) ? editor : undefined;
}

function activeEditor(): vscode.TextEditor {
  const editor = activeSpec();
  if (editor === undefined) throw new Error("open a shot spec first.");
  return editor;
}

function uriOf(client: LanguageClient, editor: vscode.TextEditor): string {
  return client.code2ProtocolConverter.asUri(editor.document.uri);
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
