import * as vscode from "vscode";

const PATIENCE = 60_000;

/** The open folder. */
export function folder(): vscode.Uri {
  const first = vscode.workspace.workspaceFolders?.[0];
  if (!first) throw new Error("no folder is open");
  return first.uri;
}

export function uriOf(name: string): vscode.Uri {
  return vscode.Uri.joinPath(folder(), name);
}

export async function open(name: string): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(uriOf(name));
  await vscode.window.showTextDocument(document, { preview: false });
  return document;
}

export async function write(name: string, text: string): Promise<void> {
  await vscode.workspace.fs.writeFile(uriOf(name), new TextEncoder().encode(text));
}

/** Where a text stands first in a document, or first after another one. */
export function rangeOf(document: vscode.TextDocument, text: string, after = ""): vscode.Range {
  const start = document.getText().indexOf(text, document.getText().indexOf(after));
  if (start < 0) throw new Error(`no ${JSON.stringify(text)} in ${document.uri.path}`);
  return new vscode.Range(document.positionAt(start), document.positionAt(start + text.length));
}

/** Put a document back to what it was on the disk. */
export async function revert(document: vscode.TextDocument): Promise<void> {
  await vscode.window.showTextDocument(document);
  await vscode.commands.executeCommand("workbench.action.files.revert");
}

export async function until<T>(what: string, look: () => T | undefined | Thenable<T | undefined>): Promise<T> {
  const end = Date.now() + PATIENCE;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
    await new Promise((done) => setTimeout(done, 30));
  }
}

export function codeOf(diagnostic: vscode.Diagnostic): string {
  const { code } = diagnostic;
  return String(typeof code === "object" ? code.value : code);
}

export function found(document: vscode.TextDocument, code: string): vscode.Diagnostic | undefined {
  return vscode.languages.getDiagnostics(document.uri).find((one) => codeOf(one) === code);
}

/** The finding of a rule, as soon as it is there. */
export function finding(document: vscode.TextDocument, code: string): Promise<vscode.Diagnostic> {
  return until(`${code} in ${document.uri.path}`, () => found(document, code));
}

export function gone(document: vscode.TextDocument, code: string): Promise<boolean> {
  return until(`${code} to go from ${document.uri.path}`, () => !found(document, code));
}
