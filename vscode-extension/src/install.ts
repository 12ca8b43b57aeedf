import * as vscode from "vscode";
import { command, show } from "./messages";
import type { PythonExtension } from "./python";
import { CreationFailed, type ManagedEnvironment, type Tools, findBase } from "./server/environment";
import { probePython } from "./server/probe";
import { type Words, run, which } from "./server/programs";
import { surroundings } from "./server/server";
import type { LaunchSettings } from "./settings";

const PYTHONS = ["python3.13", "python3.12", "python3.11", "python3", "python"];

/** Makes the extension's own environment, with a progress notification; false when that failed, which has been told then. */
export async function install(
  environment: ManagedEnvironment,
  settings: LaunchSettings,
  python: PythonExtension,
  log: vscode.LogOutputChannel,
  safeFolder: string,
): Promise<boolean> {
  return vscode.window.withProgress(
    { location: vscode.ProgressLocation.Notification, title: "promptlint", cancellable: true },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => abort.abort());
      const tools: Tools = {
        run,
        probePython: (words) => probePython(words, safeFolder, abort.signal),
        log: (line) => log.info(line),
      };
      try {
        progress.report({ message: "looking for Python" });
        const base = await findBase(await candidates(settings, python), tools);
        await environment.create(base, tools, abort.signal, (message) => progress.report({ message }));
        return true;
      } catch (error) {
        if (abort.signal.aborted) {
          log.info("The installation was cancelled.");
          return false;
        }
        const message =
          error instanceof CreationFailed ? error.message : `promptlint was not installed: ${String(error)}`;
        log.error(message);
        void show(
          "error",
          message,
          command("Show Logs", "promptlint.showLogs"),
          command("Try Again", "promptlint.createEnvironment"),
        );
        return false;
      }
    },
  );
}

async function candidates(settings: LaunchSettings, python: PythonExtension): Promise<Words[]> {
  if (settings.interpreter !== undefined) return [settings.interpreter];
  const chosen = await python.interpreter(vscode.workspace.workspaceFolders?.[0]?.uri);
  const around = surroundings();
  const launcher = around.platform === "win32" ? which("py", around) : undefined;
  const found = PYTHONS.map((name) => which(name, around)).filter((file) => file !== undefined);
  return [
    ...(chosen === undefined ? [] : [chosen]),
    ...(launcher === undefined ? [] : [[launcher, "-3"] as const]),
    ...found.map((file): Words => [file]),
  ];
}
