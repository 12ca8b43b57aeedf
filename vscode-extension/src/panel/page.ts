/* Runs in the view: places what the extension sends, and tells it what was pressed. */

interface Sent {
  readonly body: string;
  /** What is shown; the place on the page is kept while it stays the same. */
  readonly subject: string;
}

interface Pressed {
  readonly do: string;
  readonly index?: number;
}

declare function acquireVsCodeApi(): { postMessage(message: Pressed): void };

const editor = acquireVsCodeApi();
const main = document.querySelector("main")!;
/** Details that the user has opened, of whatever shot. */
const opened = new Set<string>();
let subject = "";

window.addEventListener("message", ({ data }: MessageEvent<Sent>) => {
  const focused = key(document.activeElement);
  const top = document.documentElement.scrollTop;
  main.innerHTML = data.body;
  for (const details of main.querySelectorAll("details")) details.open = opened.has(details.dataset["key"]!);
  const isSame = data.subject === subject;
  subject = data.subject;
  document.documentElement.scrollTop = isSame ? top : 0;
  if (isSame && focused !== undefined)
    buttons()
      .find((button) => key(button) === focused)
      ?.focus();
});

main.addEventListener("click", ({ target }) => {
  const pressed = target instanceof Element ? target.closest<HTMLElement>("[data-do]") : null;
  if (pressed === null) return;
  const { do: name, index } = pressed.dataset;
  editor.postMessage({ do: name!, ...(index === undefined ? {} : { index: Number(index) }) });
});

main.addEventListener(
  "toggle",
  ({ target }) => {
    if (!(target instanceof HTMLDetailsElement)) return;
    if (target.open) opened.add(target.dataset["key"]!);
    else opened.delete(target.dataset["key"]!);
  },
  { capture: true },
);

main.addEventListener("keydown", (event) => {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined || event.altKey || event.ctrlKey || event.metaKey) return;
  const messages = buttons().filter((button) => button.dataset["do"] === "reveal");
  const at = messages.findIndex((button) => button === document.activeElement);
  const next = messages[at + step];
  if (at < 0 || next === undefined) return;
  event.preventDefault();
  next.focus();
});

function buttons(): HTMLElement[] {
  return [...main.querySelectorAll<HTMLElement>("[data-do]")];
}

function key(element: Element | null): string | undefined {
  return element instanceof HTMLElement && element.dataset["do"] !== undefined
    ? `${element.dataset["do"]} ${element.dataset["index"] ?? ""}`
    : undefined;
}

editor.postMessage({ do: "ready" });
