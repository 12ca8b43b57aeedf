/* What the tested modules use of the editor. */

export const settings: Record<string, unknown> = {};
export const shown: { level: string; message: string; buttons: string[] }[] = [];
export const executed: unknown[][] = [];
/** The button that the user presses. */
export const user: { presses: string | undefined } = { presses: undefined };

export const workspace = {
  getConfiguration: () => ({ get: (key: string, otherwise?: unknown) => settings[key] ?? otherwise }),
};

function ask(level: string) {
  return async (message: string, ...buttons: string[]) => {
    shown.push({ level, message, buttons });
    return user.presses;
  };
}

export const window = {
  showErrorMessage: ask("error"),
  showWarningMessage: ask("warning"),
  showInformationMessage: ask("info"),
};

export const commands = {
  executeCommand: async (...call: unknown[]) => void executed.push(call),
};
