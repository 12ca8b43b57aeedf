import * as vscode from "vscode";
import { SELECTOR } from "./documents";
import { ORIGINS, type Server, type ServerState } from "./server/server";

/** The language status: what the server is doing. */
export class Status implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem("promptlint.status", SELECTOR);
  readonly #listener: vscode.Disposable;

  constructor(server: Server) {
    this.#item.name = "promptlint";
    this.#item.command = { title: "Open logs", command: "promptlint.showLogs" };
    this.#show(server.state);
    this.#listener = server.onDidChange((state) => this.#show(state));
  }

  dispose(): void {
    this.#listener.dispose();
    this.#item.dispose();
  }

  #show(state: ServerState): void {
    this.#item.busy = state.kind === "starting";
    this.#item.severity =
      state.kind === "failed" ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    [this.#item.text, this.#item.detail] = words(state);
  }
}

function words(state: ServerState): [text: string, detail: string] {
  switch (state.kind) {
    case "idle":
      return ["promptlint", "Starts with the first shot spec"];
    case "starting":
      return ["promptlint", "Starting"];
    case "running":
      return [`promptlint ${state.found.version}`, ORIGINS[state.found.origin]];
    case "failed":
      return ["promptlint does not run", state.message];
  }
}
