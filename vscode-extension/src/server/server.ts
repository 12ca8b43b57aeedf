import * as os from "node:os";
import * as vscode from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type Channels, createClient } from "../client";
import { type Action, command, notify, reason, setting } from "../messages";
import type { PythonExtension } from "../python";
import { type Folder, type LaunchSettings, readLaunchSettings } from "../settings";
import { type Found, type NotFound, type Origin, discover } from "./discover";
import type { ManagedEnvironment } from "./environment";
import { type Probe, howItEnded } from "./probe";
import { ServerProcess } from "./process";
import { type Surroundings, type Words, which } from "./programs";
import { Restarts } from "./restarts";

/** How promptlint was found, as the status says it. */
export const ORIGINS: Readonly<Record<Origin, string>> = {
  path: "named in promptlint.path",
  interpreter: "in the chosen interpreter",
  pythonExtension: "in the Python extension's interpreter",
  onPath: "on PATH",
  managed: "installed by this extension",
};

const CRASHES = 5;
const CRASH_PERIOD = 3 * 60_000;
const START_TIMEOUT = 60_000;

/** What the server is made with. */
export interface Parts {
  readonly log: vscode.LogOutputChannel;
  readonly channels: Channels;
  readonly python: PythonExtension;
  readonly environment: ManagedEnvironment;
  readonly probe: Probe;
}

/** What the server is doing. */
export type ServerState =
  | { readonly kind: "idle" }
  | { readonly kind: "starting" }
  | { readonly kind: "running"; readonly found: Found }
  | { readonly kind: "failed"; readonly message: string };

/** Finds, starts, restarts and stops the language server. */
export class Server {
  readonly #parts: Parts;
  readonly #restarts = new Restarts((signal) => this.#restart(signal));
  readonly #changed = new vscode.EventEmitter<ServerState>();
  readonly #linted = new vscode.EventEmitter<vscode.Uri>();
  /** Fires with each new state. */
  readonly onDidChange = this.#changed.event;
  /** Fires when more is known about a spec, with its address. */
  readonly onLinted = this.#linted.event;
  #state: ServerState = { kind: "idle" };
  #running: { readonly client: LanguageClient; readonly process: ServerProcess } | undefined;
  #wanted = false;
  #crashes: number[] = [];

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** The client of the server, while it runs. */
  get client(): LanguageClient | undefined {
    return this.#running?.client.isRunning() === true ? this.#running.client : undefined;
  }

  get state(): ServerState {
    return this.#state;
  }

  /** Starts the server, if nothing has asked for it before. */
  async want(): Promise<void> {
    if (!this.#wanted) await this.restart();
  }

  /** The client of the server, which is started for it where it does not run; undefined when that failed. */
  async ensure(): Promise<LanguageClient | undefined> {
    if (this.client === undefined) await (this.#restarts.underway ?? this.restart());
    return this.client;
  }

  /** Starts the server again if it had been asked for. */
  async renew(): Promise<void> {
    if (this.#wanted) await this.restart();
  }

  async restart(): Promise<void> {
    this.#wanted = true;
    await this.#restarts
      .request()
      .catch((error: unknown) => this.#fail(`promptlint could not be started: ${reason(error)}`));
  }

  /** Stops the server for good. */
  async close(): Promise<void> {
    await this.#restarts.close();
    await this.#stop();
  }

  /** Reads the launch settings; undefined after their problems have been told. */
  settings(): LaunchSettings | undefined {
    const settings = readLaunchSettings(folders(), lookUp, surroundings());
    if (!("problems" in settings)) return settings;
    this.#fail(settings.problems.join(" "), command("Open Settings", "workbench.action.openSettings", "promptlint"));
    return undefined;
  }

  async #restart(signal: AbortSignal): Promise<void> {
    const { log, channels } = this.#parts;
    await this.#stop();
    this.#become({ kind: "starting" });
    const settings = this.settings();
    if (settings === undefined) return;
    const found = await this.#discover(settings, signal);
    if (signal.aborted) return;
    if ("message" in found) return this.#fail(found.message, ...remedies(found));

    const words: Words = [...found.words, "server", ...settings.args];
    const cwd = settings.cwd ?? folders()[0]?.path ?? os.homedir();
    log.info(`promptlint ${found.version}, ${ORIGINS[found.origin]}: ${words.join(" ")} (in ${cwd})`);
    const process = new ServerProcess(words, cwd);
    const client = createClient(
      () => process.start(),
      channels,
      () => this.#crashed(),
    );
    client.onNotification("promptlint/linted", ({ uri }: { uri: string }) =>
      this.#linted.fire(client.protocol2CodeConverter.asUri(uri)),
    );
    this.#running = { client, process };
    const seconds = START_TIMEOUT / 1000;
    const timer = setTimeout(() => process.kill(`it did not answer within ${seconds} seconds`), START_TIMEOUT);
    const onAbort = () => process.kill("it is started again");
    signal.addEventListener("abort", onAbort);
    try {
      await client.start();
    } catch (error) {
      await this.#stop();
      const why = process.ending === undefined ? reason(error) : howItEnded(process.ending);
      if (!signal.aborted) this.#fail(`The server of promptlint ${found.version} did not start: ${why}.`);
      return;
    } finally {
      clearTimeout(timer);
      signal.removeEventListener("abort", onAbort);
    }
    this.#become({ kind: "running", found });
    if (found.origin === "managed" && this.#parts.environment.isOutdated)
      void notify(
        "warning",
        "This extension brings a newer promptlint along than the one it has installed.",
        command("Update", "promptlint.createEnvironment"),
      );
  }

  #discover(settings: LaunchSettings, signal: AbortSignal): Promise<Found | NotFound> {
    const { log, python, environment, probe } = this.#parts;
    return discover(settings, {
      pythonExtension: () => python.interpreter(vscode.workspace.workspaceFolders?.[0]?.uri),
      onPath: () => {
        const program = which("promptlint", surroundings());
        return program === undefined ? undefined : [program];
      },
      managed: () => environment.python,
      probeProgram: (words) => probe.program(words, signal),
      probePython: (words) => probe.python(words, signal),
      log: (line) => log.info(`Passed by: ${line}`),
    });
  }

  async #stop(): Promise<void> {
    const running = this.#running;
    this.#running = undefined;
    if (running === undefined) return;
    await running.client.dispose().catch((error: unknown) => this.#parts.log.debug(`Stopping: ${reason(error)}`));
    await running.process.end();
  }

  #become(state: ServerState): void {
    this.#state = state;
    this.#changed.fire(state);
  }

  #crashed(): void {
    const now = Date.now();
    this.#crashes = [...this.#crashes.filter((time) => now - time < CRASH_PERIOD), now];
    if (this.#crashes.length < CRASHES) {
      this.#parts.log.warn("The server has ended unexpectedly and is started again.");
      void this.restart();
      return;
    }
    this.#crashes = [];
    this.#fail(
      `The server of promptlint ended ${CRASHES} times within ${CRASH_PERIOD / 60_000} minutes and is not started again.`,
    );
  }

  #fail(message: string, ...actions: readonly Action[]): void {
    this.#parts.log.error(message);
    this.#become({ kind: "failed", message });
    const restart = actions.length > 0 ? [] : [command("Restart", "promptlint.restart")];
    void notify("error", message, ...actions, ...restart, command("Show Logs", "promptlint.showLogs"));
  }
}

/** Folders of the workspace that lie on the disk. */
export function folders(): Folder[] {
  return (vscode.workspace.workspaceFolders ?? [])
    .filter((folder) => folder.uri.scheme === "file")
    .map((folder) => ({ name: folder.name, path: folder.uri.fsPath }));
}

/** The environment variables, home and platform of this process. */
export function surroundings(): Surroundings {
  return { env: process.env, home: os.homedir(), platform: process.platform };
}

function lookUp(key: string, folder: Folder | undefined): unknown {
  const scope = folder === undefined ? undefined : vscode.Uri.file(folder.path);
  return vscode.workspace.getConfiguration("promptlint", scope).get(key);
}

function remedies(found: NotFound): Action[] {
  return [
    ...(found.setting === undefined ? [command("Install", "promptlint.createEnvironment")] : []),
    setting(found.setting ?? "interpreter"),
  ];
}
