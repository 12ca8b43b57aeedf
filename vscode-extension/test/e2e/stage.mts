import { spawnSync } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, realpath, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import type { Browser } from "playwright-core";
import { CodeServer, type Options } from "./codeServer.mts";
import { Film, Interpreter } from "./film.mts";
import type { Tools } from "./tools.mjs";
import { Workbench, launchBrowser } from "./workbench.mts";

/** Writes the picture that it reads, with fewer colours, to all files that are named. */
const SMALL_PICTURE = `
import io, sys
from pathlib import Path
from PIL import Image
small = Image.open(sys.stdin.buffer).convert("RGB").quantize(256, kmeans=3, dither=Image.Dither.NONE)
for file in map(Path, sys.argv[1:]):
    file.parent.mkdir(parents=True, exist_ok=True)
    small.save(file, optimize=True)
`;

/** What `run.mjs` has prepared. */
export interface Setup {
  tools: Tools;
  /** an interpreter with promptlint */
  python: string;
  /** the folder into which the packed extension is installed */
  extensions: string;
  /** the extension in there */
  extension: string;
  /** the tests for the extension host, as one file */
  hostTests: string;
  /** the folders that pictures for the documentation are written to */
  pictures: string[];
}

export const setup: Setup = JSON.parse(process.env["PROMPTLINT_E2E"] ?? "null");

export interface Scene extends Omit<Options, "extensions"> {
  /** changes the film before a window opens */
  prepare?: (film: Film) => Promise<void>;
}

/** A test with a film, a code-server with the extension, and a browser of its own. */
export function scene(name: string, options: Scene, play: (stage: Stage) => Promise<void>): void {
  test(name, async (context) => {
    const stage = await Stage.build(context, options);
    try {
      await play(stage);
    } finally {
      await stage.takeDown();
    }
  });
}

export class Stage {
  readonly film: Film;
  /** named by the user's settings */
  readonly interpreter: Interpreter;
  readonly #test: TestContext;
  readonly #folder: string;
  readonly #server: CodeServer;
  readonly #browser: Browser;
  readonly #windows: Workbench[] = [];
  #failed = false;

  private constructor(
    context: TestContext,
    folder: string,
    film: Film,
    interpreter: Interpreter,
    server: CodeServer,
    browser: Browser,
  ) {
    this.film = film;
    this.interpreter = interpreter;
    this.#test = context;
    this.#folder = folder;
    this.#server = server;
    this.#browser = browser;
  }

  static async build(context: TestContext, { prepare, settings, ...options }: Scene): Promise<Stage> {
    const folder = await realpath(await mkdtemp(join(tmpdir(), "promptlint-e2e-")));
    const film = await Film.make(join(folder, "harbour-film"));
    const interpreter = await Interpreter.make(join(folder, "python"), setup.python);
    await prepare?.(film);
    const server = await CodeServer.start(setup.tools, folder, {
      extensions: setup.extensions,
      settings: { "promptlint.interpreter": [interpreter.path], ...settings },
      ...options,
    });
    const browser = await launchBrowser(setup.tools.browser);
    return new Stage(context, folder, film, interpreter, server, browser);
  }

  /** A new window that shows the film. */
  async open(file?: string): Promise<Workbench> {
    const window = await this.#window();
    await window.show(this.#server, this.film.folder, file);
    return window;
  }

  /** Run a file inside the extension host; what it logs is handed to `hear`. Returns its exit code. */
  async runInHost(file: string, hear: (said: unknown[]) => void): Promise<number> {
    const { page } = await this.#window();
    await page.exposeFunction("codeAutomationLog", (_level: string, said: unknown[]) => hear(said));
    const ended = new Promise<number>((resolve) => page.exposeFunction("codeAutomationExit", resolve));
    const payload: [string, string][] = [
      ["extensionDevelopmentPath", this.#server.uri(setup.extension)],
      ["extensionTestsPath", this.#server.uri(file)],
    ];
    await page.goto(this.#server.window(this.film.folder, payload));
    return ended;
  }

  async #window(): Promise<Workbench> {
    const window = await Workbench.make(this.#browser);
    this.#windows.push(window);
    const log = createWriteStream(join(this.#folder, `console-${this.#windows.length}.log`));
    window.page.on("console", (message) => log.write(`${message.type()}: ${message.text()}\n`));
    window.page.once("close", () => log.end());
    return window;
  }

  /** Write a picture for the documentation, if that is wanted. */
  async picture(window: Workbench, name: string): Promise<void> {
    if (setup.pictures.length === 0) return;
    const input = await window.page.screenshot();
    const files = setup.pictures.map((folder) => join(folder, name));
    const { status, stderr } = spawnSync(setup.python, ["-c", SMALL_PICTURE, ...files], { input });
    if (status !== 0) throw new Error(String(stderr));
  }

  /** A test of its own in the report; `skip` says why it is left out. Where it fails, pictures and logs are kept. */
  async step(name: string, play: () => Promise<void>, skip?: string): Promise<void> {
    await this.#test.test(name, { skip: skip ?? false }, async (context) => {
      try {
        await play();
      } catch (error) {
        this.#failed = true;
        for (const [index, window] of this.#windows.entries()) {
          const file = join(this.#folder, `${name.replaceAll(/\W+/g, "-")}-${index}.png`);
          await window.screenshot(file).catch(() => undefined);
        }
        context.diagnostic(`pictures and logs: ${this.#folder}`);
        throw error;
      }
    });
  }

  async takeDown(): Promise<void> {
    await this.#browser.close();
    await this.#server.stop();
    if (!this.#failed) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5 });
  }
}
