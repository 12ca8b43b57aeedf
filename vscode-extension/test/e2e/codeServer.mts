import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Tools } from "./tools.mjs";

const CALM = {
  "chat.disableAIFeatures": true,
  "editor.minimap.enabled": false,
  "extensions.autoUpdate": false,
  "extensions.ignoreRecommendations": true,
  "files.autoSave": "off",
  "remote.autoForwardPorts": false,
  "security.workspace.trust.banner": "never",
  "security.workspace.trust.startupPrompt": "never",
  "telemetry.telemetryLevel": "off",
  "window.commandCenter": false,
  "workbench.colorTheme": "Default Light Modern",
  "workbench.enableExperiments": false,
  "workbench.layoutControl.enabled": false,
  "workbench.secondarySideBar.defaultVisibility": "hidden",
  "workbench.startupEditor": "none",
  "workbench.tips.enabled": false,
};

const running = new Set<ChildProcess>();
process.once("exit", () => running.forEach(kill));
for (const [signal, code] of [
  ["SIGINT", 130],
  ["SIGTERM", 143],
  ["SIGHUP", 129],
] as const) {
  process.once(signal, () => process.exit(code));
}

export interface Options {
  /** the folder of installed extensions */
  extensions: string;
  /** user settings */
  settings?: Record<string, unknown>;
  /** environment variables beside our own */
  environment?: Record<string, string>;
  /** false: a folder is restricted until trust is granted */
  trusted?: boolean;
  /** true: windows run tests inside the extension host, and show no messages */
  hostTests?: boolean;
}

/** A code-server of its own, at a free port on loopback, with all its files in one folder. */
export class CodeServer {
  readonly origin: string;
  readonly #child: ChildProcess;

  private constructor(origin: string, child: ChildProcess) {
    this.origin = origin;
    this.#child = child;
  }

  static async start(tools: Tools, folder: string, options: Options): Promise<CodeServer> {
    const user = join(folder, "user");
    const settings = { ...CALM, ...options.settings };
    await mkdir(join(user, "User"), { recursive: true });
    await writeFile(join(user, "User", "settings.json"), JSON.stringify(settings));

    const environment = { ...process.env, ...options.environment, EXTENSIONS_GALLERY: "{}" };
    const args = [
      tools.workbench,
      ...["--user-data-dir", user, "--extensions-dir", options.extensions, "--config", "/dev/null"],
      ...["--bind-addr", "127.0.0.1:0", "--auth", "none", "--disable-telemetry", "--disable-update-check"],
      ...["--disable-getting-started-override", "--disable-proxy", "--ignore-last-opened"],
      ...["--reconnection-grace-time", "1", "--idle-timeout-seconds", "120"],
      ...(options.hostTests ? ["--vscode-option", "enable-smoke-test-driver"] : []),
      ...(options.trusted === false ? [] : ["--disable-workspace-trust"]),
    ];
    const child = spawn(tools.node, args, { env: environment, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    running.add(child);
    const log = createWriteStream(join(folder, "code-server.log"));
    child.stdout?.pipe(log, { end: false });
    child.stderr?.pipe(log, { end: false });
    try {
      return new CodeServer(await address(child), child);
    } catch (error) {
      kill(child);
      throw error;
    }
  }

  /** The address of a window of the workbench that shows `folder`; `payload` as VS Code's web workbench reads it. */
  window(folder: string, payload: [string, string][] = []): string {
    const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
    return `${this.origin}/?${query}`;
  }

  /** How the workbench names a file of this machine. */
  uri(path: string): string {
    return `vscode-remote://${new URL(this.origin).host}${path}`;
  }

  async stop(): Promise<void> {
    const child = this.#child;
    const closed = child.exitCode === null && child.signalCode === null ? once(child, "close") : null;
    kill(child);
    await closed;
  }
}

/** End code-server and all that it started: they are one process group. */
function kill(child: ChildProcess): void {
  running.delete(child);
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    // it has ended by itself
  }
}

function address(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    const listen = (text: string) => {
      said += text;
      const found = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(said);
      if (found?.[1]) resolve(found[1]);
    };
    child.stdout?.setEncoding("utf8").on("data", listen);
    child.stderr?.setEncoding("utf8").on("data", listen);
    child.once("error", reject);
    child.once("close", () => reject(new Error(`code-server did not start:\n${said}`)));
  });
}
