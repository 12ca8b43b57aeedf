import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, type Frame, type Locator, type Page, chromium } from "playwright-core";
import type { CodeServer } from "./codeServer.mts";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const PATIENCE = 60_000;

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: FLAGS });
}

/** One window of VS Code, driven as a person would drive it. */
export class Workbench {
  readonly page: Page;
  readonly #context: BrowserContext;

  private constructor(page: Page, context: BrowserContext) {
    this.page = page;
    this.#context = context;
  }

  static async make(browser: Browser): Promise<Workbench> {
    const context = await browser.newContext({ viewport: { width: 1200, height: 760 } });
    context.setDefaultTimeout(PATIENCE);
    return new Workbench(await context.newPage(), context);
  }

  async show(server: CodeServer, folder: string, file?: string): Promise<void> {
    await this.page.goto(server.window(folder, file ? [["openFile", server.uri(join(folder, file))]] : []));
    await this.page.locator(".monaco-workbench .part.statusbar").waitFor();
    if (file) await this.editor.waitFor();
  }

  get editor(): Locator {
    return this.page.locator(".editor-instance .monaco-editor").first();
  }

  get problems(): Locator {
    return this.page.locator(".markers-panel .monaco-list-row");
  }

  get hover(): Locator {
    return this.page.locator(".monaco-hover:visible");
  }

  /** The completion that Enter takes, when it is this one. */
  suggestion(label: string): Locator {
    return this.page.locator(".suggest-widget.visible .monaco-list-row.focused").getByText(label, { exact: true });
  }

  get notifications(): Locator {
    return this.page.locator(".notifications-toasts .notification-list-item");
  }

  /** Run a command by its title, from the palette. */
  async command(title: string): Promise<void> {
    await this.page.keyboard.press("F1");
    await this.#pick(`>${title}`, title);
  }

  async openFile(name: string): Promise<void> {
    await this.page.keyboard.press("Control+P");
    const base = name.split("/").at(-1) ?? name;
    await this.#pick(name, base);
    await this.page.locator(".tab.active", { hasText: base }).waitFor();
  }

  async #pick(typed: string, wanted: string): Promise<void> {
    const input = this.page.locator(".quick-input-widget:visible input");
    await input.fill(typed);
    await this.page.locator(".quick-input-list .monaco-list-row.focused", { hasText: wanted }).waitFor();
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  /** Put the cursor in front of a line and column, both from 1, columns in UTF-16 units as VS Code counts them. */
  async goTo(line: number, column: number): Promise<void> {
    await this.page.keyboard.press("Control+G");
    const input = this.page.locator(".quick-input-widget:visible input");
    await input.fill(`:${line}:${column}`);
    await this.page.keyboard.press("Enter");
    await input.waitFor({ state: "hidden" });
  }

  async save(): Promise<void> {
    await this.page.keyboard.press("Control+S");
    await this.page.locator(".tab.active:not(.dirty)").waitFor();
  }

  /** Show the Problems panel. */
  async showProblems(): Promise<void> {
    await this.command("Problems: Focus on Problems View");
  }

  /** What is underlined by squiggles of one kind, from top to bottom. */
  squiggled(kind: "error" | "warning" | "info" | "hint"): Promise<string[]> {
    return this.#lettersAt(`.squiggly-${kind}`);
  }

  /** What is struck through as deprecated. */
  struckThrough(): Promise<string[]> {
    return this.#lettersAt(".squiggly-inline-deprecated");
  }

  /** The letters of the editor whose middle lies within a mark, for each mark from top to bottom. */
  #lettersAt(marks: string): Promise<string[]> {
    return this.editor.evaluate((editor, marks) => {
      const boxes = [...editor.querySelectorAll(marks)].map((mark) => mark.getBoundingClientRect());
      boxes.sort((a, b) => a.top - b.top || a.left - b.left);
      const letters: { letter: string; x: number; y: number }[] = [];
      for (const line of editor.querySelectorAll(".view-line")) {
        const texts = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
        for (let text = texts.nextNode(); text; text = texts.nextNode()) {
          for (const { segment, index } of new Intl.Segmenter().segment(text.textContent ?? "")) {
            const range = document.createRange();
            range.setStart(text, index);
            range.setEnd(text, index + segment.length);
            const { left, right, top, bottom } = range.getBoundingClientRect();
            letters.push({ letter: segment.replace("\u00a0", " "), x: (left + right) / 2, y: (top + bottom) / 2 });
          }
        }
      }
      return boxes.map((box) =>
        letters
          .filter(({ x, y }) => x > box.left && x < box.right && y > box.top && y < box.bottom)
          .map(({ letter }) => letter)
          .join(""),
      );
    }, marks);
  }

  /** The page of the extension in which a text stands. */
  webview(text: string): Promise<Frame> {
    return this.until(`a view that says ${text}`, async () => {
      for (const frame of this.page.frames()) {
        if (frame === this.page.mainFrame()) continue;
        const count = await frame
          .getByText(text)
          .count()
          .catch(() => 0); // a frame may go at any time
        if (count > 0) return frame;
      }
    });
  }

  /** Wait until `look` finds what it looks for, and give it back. */
  async until<T>(what: string, look: () => Promise<T | undefined | false>, patience = PATIENCE): Promise<T> {
    const end = Date.now() + patience;
    for (;;) {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(done)));
    }
  }

  async screenshot(path: string): Promise<void> {
    await mkdir(join(path, ".."), { recursive: true });
    await this.page.screenshot({ path });
  }

  close(): Promise<void> {
    return this.#context.close();
  }
}
