import * as vscode from "vscode";

const LEVELS = ["error", "warning", "info"] as const;
type Level = (typeof LEVELS)[number];

/** The choices of the setting; each shows the levels before its own place. */
const WANTED = ["off", "onError", "onWarning", "always"];

/** A button of a message. */
export interface Action {
  readonly title: string;
  run(): unknown;
}

/** Shows a message with buttons, if the user wants to see messages of this level; resolves when a button has done its work. */
export async function notify(level: Level, message: string, ...actions: readonly Action[]): Promise<void> {
  const wanted = vscode.workspace.getConfiguration("promptlint").get<string>("showNotifications", "onError");
  const shown = WANTED.includes(wanted) ? WANTED.indexOf(wanted) : 1;
  if (LEVELS.indexOf(level) < shown) await show(level, message, ...actions);
}

/** Shows a message that answers what the user just asked for. */
export async function show(level: Level, message: string, ...actions: readonly Action[]): Promise<void> {
  const ask = {
    error: vscode.window.showErrorMessage,
    warning: vscode.window.showWarningMessage,
    info: vscode.window.showInformationMessage,
  }[level];
  const chosen = await ask(message, ...actions.map((action) => action.title));
  await actions.find((action) => action.title === chosen)?.run();
}

/** A button that runs a command. */
export function command(title: string, name: string, ...args: readonly unknown[]): Action {
  return { title, run: () => vscode.commands.executeCommand(name, ...args) };
}

/** A button that opens a setting of the extension. */
export function setting(name: string): Action {
  return command("Open Settings", "workbench.action.openSettings", `promptlint.${name}`);
}

/** What an error says. */
export function reason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
