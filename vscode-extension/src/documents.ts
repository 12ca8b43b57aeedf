import * as vscode from "vscode";

const LANGUAGES = ["yaml", "json", "jsonl"];
const SCHEMES = ["file", "untitled"];

/** The documents that the server is told about. */
export const SELECTOR: readonly { readonly scheme: string; readonly language: string }[] = SCHEMES.flatMap((scheme) =>
  LANGUAGES.map((language) => ({ scheme, language })),
);

/** Whether the server is told about a document. */
export function isSelected(document: vscode.TextDocument): boolean {
  return hasPlace(document) && LANGUAGES.includes(document.languageId);
}

/** Whether a document is a file or will be one: no output, no older version of a file. */
export function hasPlace(document: vscode.TextDocument): boolean {
  return SCHEMES.includes(document.uri.scheme);
}
