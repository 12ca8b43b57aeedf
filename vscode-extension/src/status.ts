import * as vscode from "vscode";

/** The documents that the server is told about. */
export const SELECTOR: readonly { readonly scheme: string; readonly language: string }[] = ["file", "untitled"].flatMap(
  (scheme) => ["yaml", "json", "jsonl"].map((language) => ({ scheme, language })),
);

/** What the language status says about the server. */
export class Status implements vscode.Disposable {
  readonly #item = vscode.languages.createLanguageStatusItem("promptlint.status", SELECTOR);

  constructor() {
    this.#item.name = "promptlint";
    this.#item.command = { title: "Open logs", command: "promptlint.showLogs" };
    this.idle();
  }

  /** No server, as nothing is to be linted yet. */
  idle(): void {
    this.#set("promptlint", "Starts with the first shot spec", vscode.LanguageStatusSeverity.Information, false);
  }

  starting(): void {
    this.#set("promptlint", "Starting", vscode.LanguageStatusSeverity.Information, true);
  }

  running(version: string, where: string): void {
    this.#set(`promptlint ${version}`, where, vscode.LanguageStatusSeverity.Information, false);
  }

  failed(why: string): void {
    this.#set("promptlint does not run", why, vscode.LanguageStatusSeverity.Error, false);
  }

  dispose(): void {
    this.#item.dispose();
  }

  #set(text: string, detail: string, severity: vscode.LanguageStatusSeverity, busy: boolean): void {
    Object.assign(this.#item, { text, detail, severity, busy });
  }
}
