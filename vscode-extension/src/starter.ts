import * as path from "node:path";
import * as vscode from "vscode";
import { command, show } from "./messages";
import { howItEnded } from "./server/probe";
import { run } from "./server/programs";
import type { Server } from "./server/server";

const SPEC = path.join("shots", "first.shot.yaml");

/** Has promptlint write a starter configuration and spec into a folder, and opens the spec. */
export async function writeStarter(server: Server): Promise<void> {
  await server.ensure();
  if (server.state.kind !== "running") return;
  const { words } = server.state.found;
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const ending = await run([...words, "init", folder.fsPath], { cwd: folder.fsPath, timeout: 30_000 });
  if (ending.code !== 0) {
    const message = `promptlint could not write a spec: ${howItEnded(ending)}.`;
    return show("error", message, command("Show Logs", "promptlint.showLogs"));
  }
  await vscode.window.showTextDocument(vscode.Uri.file(path.join(folder.fsPath, SPEC)));
}

async function chooseFolder(): Promise<vscode.Uri | undefined> {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter((folder) => folder.uri.scheme === "file");
  if (folders.length === 1) return folders[0]?.uri;
  if (folders.length > 1)
    return (await vscode.window.showWorkspaceFolderPick({ placeHolder: "Folder for the first spec" }))?.uri;
  const chosen = await vscode.window.showOpenDialog({
    title: "Folder for the first spec",
    openLabel: "Write Spec Here",
    canSelectFiles: false,
    canSelectFolders: true,
  });
  return chosen?.[0];
}
