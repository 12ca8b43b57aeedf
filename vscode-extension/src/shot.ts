import type * as vscode from "vscode";
import type { LanguageClient, Position, Range } from "vscode-languageclient/node";

/** What the server knows about the shot at a position; the answer to `promptlint/shot`. */
export interface Shot {
  readonly uri: string;
  readonly version: number | null;
  readonly range: Range;
  readonly name: string | null;
  readonly usage: string;
  readonly model: { readonly name: string; readonly title: string; readonly status: string } | null;
  readonly duration: Duration | null;
  readonly reference: Reference | null;
  readonly prompt: Prompt | null;
  readonly findings: readonly Finding[];
  /** False while prompts and pictures are still being looked at. */
  readonly complete: boolean;
}

/** Lengths are in seconds. */
export interface Duration {
  /** Length and window in a sentence. */
  readonly text: string;
  readonly seconds: number;
  readonly frames: number | null;
  readonly fps: number | null;
  /** How long the model holds a subject. */
  readonly window: number | null;
  /** The longest clip that the model makes. */
  readonly limit: number | null;
}

export interface Reference {
  readonly name: string;
  readonly uri: string | null;
  /** A data: URI with the overlays drawn in. */
  readonly picture: string | null;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly problem: string | null;
}

export type Severity = "error" | "warning" | "info";
export type PromptKind = "subject" | "motion" | "camera" | "appearance" | "negation";

export interface Prompt {
  readonly range: Range;
  readonly parts: readonly {
    readonly text: string;
    readonly kind: PromptKind | null;
    readonly severity: Severity | null;
  }[];
}

export interface Finding {
  readonly code: string;
  readonly name: string;
  readonly severity: Severity;
  readonly message: string;
  readonly advice: string;
  readonly range: Range;
  readonly href: string | null;
  readonly fixable: boolean;
}

/** Asks the server for the shot at a position; null where there is none. */
export function askForShot(
  client: LanguageClient,
  document: vscode.TextDocument,
  at: vscode.Position,
  token?: vscode.CancellationToken,
): Promise<Shot | null> {
  const params: { textDocument: { uri: string }; position: Position } = {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    position: client.code2ProtocolConverter.asPosition(at),
  };
  return client.sendRequest<Shot | null>("promptlint/shot", params, token);
}
