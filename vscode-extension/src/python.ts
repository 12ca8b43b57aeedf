import * as vscode from "vscode";
import type { Words } from "./server/programs";

/** The part of the Python extension's interface that is used here. */
interface PythonApi {
  readonly environments: {
    getActiveEnvironmentPath(resource?: vscode.Uri): { readonly path: string };
    resolveEnvironment(path: { readonly path: string }): Promise<{ executable: { uri?: vscode.Uri } } | undefined>;
    onDidChangeActiveEnvironmentPath(listener: () => void): vscode.Disposable;
  };
}

/** The interpreter chosen in the Python extension, if that extension is there. */
export class PythonExtension implements vscode.Disposable {
  #listener: vscode.Disposable | undefined;

  /** @param onChange called when another interpreter is chosen */
  constructor(
    private readonly onChange: () => void,
    private readonly log: vscode.LogOutputChannel,
  ) {}

  /** Undefined where there is none, and in untrusted workspaces, as it may be a file of the workspace. */
  async interpreter(resource: vscode.Uri | undefined): Promise<Words | undefined> {
    const extension = vscode.extensions.getExtension<PythonApi>("ms-python.python");
    if (extension === undefined || !vscode.workspace.isTrusted) return undefined;
    try {
      const { environments } = await extension.activate();
      this.#listener ??= environments.onDidChangeActiveEnvironmentPath(this.onChange);
      const environment = await environments.resolveEnvironment(environments.getActiveEnvironmentPath(resource));
      const file = environment?.executable.uri?.fsPath;
      return file === undefined ? undefined : [file];
    } catch (error) {
      this.log.warn(`The Python extension did not tell its interpreter: ${String(error)}`);
      return undefined;
    }
  }

  dispose(): void {
    this.#listener?.dispose();
  }
}
