import { cp, mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";

const TESTS = join(import.meta.dirname, "..");
const PICTURES = join(TESTS, "..", "..", "examples", "character-drama", "refs");

/** A copy of `test/film` with its pictures. */
export class Film {
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async make(folder: string): Promise<Film> {
    await cp(join(TESTS, "film"), folder, { recursive: true });
    await mkdir(join(folder, "refs"));
    for (const name of ["mara-front.png", "mara-profile.png"]) {
      await cp(join(PICTURES, name), join(folder, "refs", name));
    }
    return new Film(folder);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  read(name: string): Promise<string> {
    return readFile(this.path(name), "utf8");
  }

  async write(name: string, text: string): Promise<void> {
    await mkdir(dirname(this.path(name)), { recursive: true });
    await writeFile(this.path(name), text);
  }
}

/** A Python under another name, which writes down how it was started and what it complained about. */
export class Interpreter {
  readonly path: string;
  readonly #starts: string;

  private constructor(path: string) {
    this.path = path;
    this.#starts = `${path}.starts`;
  }

  static async make(path: string, python: string): Promise<Interpreter> {
    const made = new Interpreter(path);
    const lines = [
      "#!/bin/sh",
      `echo "$*" | tr '\\n' ' ' | sed 's/$/\\n/' >>'${made.#starts}'`,
      `exec '${python}' "$@" 2>>'${path}.stderr'`,
    ];
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, `${lines.join("\n")}\n`, { mode: 0o755 });
    return made;
  }

  /** The arguments of each start, one start a line. */
  async starts(): Promise<string[]> {
    const text = await readFile(this.#starts, "utf8").catch(() => "");
    return text.split("\n").filter(Boolean);
  }

  /** How many times a language server was started. */
  async servers(): Promise<number> {
    return (await this.starts()).filter((line) => / promptlint server $/.test(line)).length;
  }
}
