import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { ErrorCodes, LSPErrorCodes, ResponseError } from "vscode-languageclient/node";
import { reason } from "../messages";
import type { Server } from "../server/server";
import { type Finding, type Shot, askForShot } from "../shot";
import { hasPlace, isSelected } from "../documents";
import { type PanelState, renderPanel } from "./render";

const PAUSE = 120;

/** The Shot view: shows the shot under the cursor, and follows it. */
export class ShotView implements vscode.WebviewViewProvider, vscode.Disposable {
  static readonly id = "promptlint.shot";

  readonly #server: Server;
  readonly #folder: vscode.Uri;
  readonly #subscriptions: vscode.Disposable;
  #view: vscode.WebviewView | undefined;
  #shown: { readonly body: string; readonly shot: Shot | undefined } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #asking: vscode.CancellationTokenSource | undefined;
  #last: vscode.TextEditor | undefined;

  /** @param folder where the extension is installed */
  constructor(server: Server, folder: vscode.Uri) {
    this.#server = server;
    this.#folder = folder;
    this.#subscriptions = vscode.Disposable.from(
      vscode.window.registerWebviewViewProvider(ShotView.id, this),
      vscode.window.onDidChangeActiveTextEditor(() => this.#soon()),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => {
        if (textEditor === vscode.window.activeTextEditor) this.#soon();
      }),
      server.onDidChange(() => this.#soon()),
      server.onLinted((uri) => {
        if (uri.toString() === this.#last?.document.uri.toString()) this.#soon();
      }),
    );
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    this.#view = view;
    this.#shown = undefined;
    const { webview } = view;
    webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(this.#folder, "media"), vscode.Uri.joinPath(this.#folder, "dist")],
    };
    webview.onDidReceiveMessage((message: unknown) => this.#pressed(message));
    view.onDidChangeVisibility(() => this.#soon());
    view.onDidDispose(() => {
      this.#view = undefined;
    });
    webview.html = page(webview, this.#folder);
  }

  dispose(): void {
    clearTimeout(this.#timer);
    this.#asking?.cancel();
    this.#subscriptions.dispose();
  }

  #soon(): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#refresh(), PAUSE);
  }

  async #refresh(): Promise<void> {
    if (this.#view?.visible !== true) return;
    this.#asking?.cancel();
    const asking = new vscode.CancellationTokenSource();
    this.#asking = asking;
    const state = await this.#look(asking.token);
    if (state !== undefined && !asking.token.isCancellationRequested) this.#show(state);
    asking.dispose();
  }

  /** What is to be shown; undefined where what is shown may stay. */
  async #look(token: vscode.CancellationToken): Promise<PanelState | undefined> {
    const active = vscode.window.activeTextEditor;
    if (active !== undefined && hasPlace(active.document)) this.#last = active;
    const editor = this.#last;
    if (editor === undefined || !isSelected(editor.document)) return { kind: "noSpec" };
    const { state, client } = this.#server;
    if (state.kind === "failed" || state.kind === "starting") return state;
    if (client === undefined) return { kind: "noSpec" };
    try {
      const shot = await askForShot(client, editor.document, editor.selection.active, token);
      return shot === null ? { kind: "noShot" } : { kind: "shot", shot };
    } catch (error) {
      if (error instanceof ResponseError && SUPERSEDED.includes(error.code)) return undefined;
      if (this.#server.client !== client) return undefined;
      const isUnknown = error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound;
      const message = isUnknown ? "This promptlint is too old for the Shot view." : `promptlint: ${reason(error)}`;
      return { kind: "failed", message };
    }
  }

  #show(state: PanelState): void {
    const body = renderPanel(state);
    const shot = state.kind === "shot" ? state.shot : undefined;
    const isNew = body !== this.#shown?.body;
    this.#shown = { body, shot };
    const subject = shot === undefined ? state.kind : `${shot.uri} ${shot.name ?? shot.range.start.line}`;
    if (isNew) void this.#view?.webview.postMessage({ body, subject });
  }

  #pressed(message: unknown): void {
    if (typeof message !== "object" || message === null) return;
    const { do: name, index } = message as { do?: unknown; index?: unknown };
    const shot = this.#shown?.shot;
    const finding = typeof index === "number" ? shot?.findings[index] : undefined;
    switch (name) {
      case "ready":
        this.#shown = undefined;
        this.#soon();
        break;
      case "restart":
      case "showLogs":
      case "newSpec":
        void vscode.commands.executeCommand(`promptlint.${name}`);
        break;
      case "showProblems":
        void vscode.commands.executeCommand("workbench.actions.view.problems");
        break;
      case "revealShot":
        if (shot) void this.#reveal(shot, { ...shot.range, end: shot.range.start });
        break;
      case "revealPrompt":
        if (shot?.prompt) void this.#reveal(shot, shot.prompt.range);
        break;
      case "openReference":
        if (shot?.reference?.uri)
          void vscode.commands.executeCommand("vscode.open", vscode.Uri.parse(shot.reference.uri));
        break;
      case "reveal":
        if (shot && finding) void this.#reveal(shot, finding.range);
        break;
      case "fix":
        if (shot && finding) void this.#offerFixes(shot, finding);
        break;
    }
  }

  async #reveal(shot: Shot, { start, end }: Finding["range"]): Promise<void> {
    const selection = new vscode.Range(start.line, start.character, end.line, end.character);
    const uri = vscode.Uri.parse(shot.uri);
    const visible = vscode.window.visibleTextEditors.find(({ document }) => document.uri.toString() === uri.toString());
    await vscode.window.showTextDocument(uri, {
      selection,
      viewColumn: visible?.viewColumn ?? vscode.ViewColumn.Active,
    });
  }

  async #offerFixes(shot: Shot, finding: Finding): Promise<void> {
    await this.#reveal(shot, finding.range);
    await vscode.commands.executeCommand("editor.action.quickFix");
  }
}

const SUPERSEDED: readonly number[] = [
  LSPErrorCodes.RequestCancelled,
  LSPErrorCodes.ServerCancelled,
  LSPErrorCodes.ContentModified,
];

/** The page around what is rendered: nothing may be loaded but our own script and style, and pictures from data. */
function page(webview: vscode.Webview, folder: vscode.Uri): string {
  const file = (...names: string[]) => webview.asWebviewUri(vscode.Uri.joinPath(folder, ...names)).toString();
  const nonce = randomBytes(16).toString("base64");
  const policy = `default-src 'none'; img-src data:; style-src ${webview.cspSource}; script-src 'nonce-${nonce}'`;
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <link rel="stylesheet" href="${file("media", "panel.css")}" />
    <title>Shot</title>
  </head>
  <body>
    <main></main>
    <script nonce="${nonce}" src="${file("dist", "panel.js")}"></script>
  </body>
</html>`;
}
