import type { ChildProcess } from "node:child_process";
import * as vscode from "vscode";
import {
  CloseAction,
  ErrorAction,
  LanguageClient,
  type LanguageClientOptions,
  RevealOutputChannelOn,
  State,
} from "vscode-languageclient/node";
import { SELECTOR } from "./documents";

/** Where the client, the server and their conversation are written down. */
export interface Channels {
  readonly server: vscode.LogOutputChannel;
  readonly trace: TraceChannel;
}

/** Makes a client of a server; `onCrash` is called when a server that answered is gone unasked. */
export function createClient(
  spawn: () => Promise<ChildProcess>,
  channels: Channels,
  onCrash: () => void,
): LanguageClient {
  let hasRun = false;
  let closed = false;
  const options: LanguageClientOptions = {
    documentSelector: SELECTOR.map((filter) => ({ ...filter })),
    outputChannel: channels.server,
    traceOutputChannel: channels.trace.asLog,
    revealOutputChannelOn: RevealOutputChannelOn.Never,
    initializationFailedHandler: () => false,
    errorHandler: {
      error: (_error, _message, count) => ({
        action: (count ?? 0) <= 3 ? ErrorAction.Continue : ErrorAction.Shutdown,
        handled: true,
      }),
      closed: () => {
        closed = true;
        return { action: CloseAction.DoNotRestart, handled: true };
      },
    },
  };
  const client = new QuietClient("promptlint", "promptlint", spawn, options);
  client.onDidChangeState(({ newState }) => {
    hasRun ||= newState === State.Running;
    if (newState === State.Stopped && hasRun && closed) onCrash();
  });
  return client;
}

/** Errors of the client go to its log: what the user has to know, the extension says itself, with something to press. */
class QuietClient extends LanguageClient {
  override error(message: string, data?: unknown): void {
    super.error(message, data, false);
  }
}

/**
 * The output channel of `promptlint.trace.server`. The client traces when the level of its log channel is Trace, which no
 * extension can set; so the setting is shown to it as that level.
 */
export class TraceChannel implements vscode.Disposable {
  readonly asLog: vscode.LogOutputChannel;
  readonly #output = vscode.window.createOutputChannel("promptlint Trace");
  readonly #changed = new vscode.EventEmitter<vscode.LogLevel>();
  readonly #listener: vscode.Disposable;

  constructor() {
    const write = (line: string) => this.#output.appendLine(`[${new Date().toISOString()}] ${line}`);
    this.asLog = Object.defineProperty(
      {
        name: this.#output.name,
        append: (text: string) => this.#output.append(text),
        appendLine: (line: string) => this.#output.appendLine(line),
        replace: (text: string) => this.#output.replace(text),
        clear: () => this.#output.clear(),
        show: () => this.#output.show(true),
        hide: () => this.#output.hide(),
        dispose: () => {},
        logLevel: vscode.LogLevel.Info,
        onDidChangeLogLevel: this.#changed.event,
        trace: write,
        debug: write,
        info: write,
        warn: write,
        error: (error: string | Error) => write(String(error)),
      },
      "logLevel",
      { get: level },
    );
    this.#listener = vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration("promptlint.trace.server")) this.#changed.fire(level());
    });
  }

  dispose(): void {
    this.#listener.dispose();
    this.#changed.dispose();
    this.#output.dispose();
  }
}

function level(): vscode.LogLevel {
  const wanted = vscode.workspace.getConfiguration("promptlint").get("trace.server");
  return wanted === "messages" || wanted === "verbose" ? vscode.LogLevel.Trace : vscode.LogLevel.Info;
}
