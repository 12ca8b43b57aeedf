import * as vscode from "vscode";
import { command, reason, show } from "./messages";
import type { PythonExtension } from "./python";
import { CreationFailed, type ManagedEnvironment, type Tools, findBase } from "./server/environment";
import type { Probe } from "./server/probe";
import { type Words, run, which } from "./server/programs";
import { surroundings } from "./server/server";
import type { LaunchSettings } from "./settings";

const PYTHONS = ["python3.13", "python3.12", "python3.11", "python3", "python"];

/** Makes the extension's own environment when the user asks for it, once at a time. */
export class Installer implements vscode.Disposable {
  #underway: Promise<boolean> | undefined;
  readonly #abort = new AbortController();

  constructor(
    private readonly environment: ManagedEnvironment,
    private readonly python: PythonExtension,
    private readonly log: vscode.LogOutputChannel,
    private readonly probe: Probe,
  ) {}

  /** Shows a progress notification; false when there is no new environment, which the user has been told then. */
  install(settings: LaunchSettings): Promise<boolean> {
    this.#underway ??= Promise.resolve(
      vscode.window.withProgress(
        { location: vscode.ProgressLocation.Notification, title: "promptlint", cancellable: true },
        (progress, token) => this.#install(settings, progress, token),
      ),
    ).finally(() => {
      this.#underway = undefined;
    });
    return this.#underway;
  }

  dispose(): void {
    this.#abort.abort();
  }

  async #install(
    settings: LaunchSettings,
    progress: vscode.Progress<{ message: string }>,
    token: vscode.CancellationToken,
  ): Promise<boolean> {
    const cancelled = new AbortController();
    token.onCancellationRequested(() => cancelled.abort());
    const signal = AbortSignal.any([cancelled.signal, this.#abort.signal]);
    const tools: Tools = {
      run,
      probePython: (words) => this.probe.python(words, signal),
      log: (line) => this.log.info(line),
    };
    try {
      progress.report({ message: "looking for Python" });
      const base = await findBase(await candidates(settings, this.python), tools);
      await this.environment.create(base, tools, signal, (message) => progress.report({ message }));
      return true;
    } catch (error) {
      if (signal.aborted) {
        this.log.info("The installation was cancelled.");
        return false;
      }
      const message =
        error instanceof CreationFailed ? error.message : `promptlint was not installed: ${reason(error)}`;
      this.log.error(message);
      void show(
        "error",
        message,
        command("Show Logs", "promptlint.showLogs"),
        command("Try Again", "promptlint.createEnvironment"),
      );
      return false;
    }
  }
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
