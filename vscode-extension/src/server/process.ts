import { type ChildProcess, spawn } from "node:child_process";
import { SAFE_PATH } from "./probe";
import type { Ending, Words } from "./programs";

const KEPT_OUTPUT = 4000;

/** The server as a process: started at most once, and gone for certain when it has been stopped. */
export class ServerProcess {
  #child: ChildProcess | undefined;
  #stderr = "";
  #failure: string | undefined;

  constructor(
    private readonly words: Words,
    private readonly cwd: string,
  ) {}

  /** Rejects when the program cannot be run. */
  start(): Promise<ChildProcess> {
    const [program, ...args] = this.words;
    const child = spawn(program, args, { cwd: this.cwd, env: { ...process.env, ...SAFE_PATH }, windowsHide: true });
    this.#child = child;
    child.stderr.on("data", (text: Buffer) => {
      this.#stderr = (this.#stderr + text.toString()).slice(-KEPT_OUTPUT);
    });
    return new Promise((resolve, reject) => {
      child.once("spawn", () => resolve(child));
      child.on("error", reject);
    });
  }

  kill(reason: string): void {
    this.#failure ??= reason;
    this.#child?.kill("SIGKILL");
  }

  /** Waits for the end that the client has asked for, and forces it after a while (milliseconds). */
  async end(patience = 2000): Promise<void> {
    const child = this.#child;
    if (child?.pid === undefined || hasEnded(child)) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const timer = setTimeout(() => child.kill("SIGKILL"), patience);
    await gone;
    clearTimeout(timer);
  }

  /** How it ended by itself or by `kill`; undefined where it did not. */
  get ending(): Ending | undefined {
    const code = this.#child?.exitCode ?? null;
    if (this.#failure !== undefined) return { code: null, stdout: "", stderr: this.#stderr, failure: this.#failure };
    return code === null ? undefined : { code, stdout: "", stderr: this.#stderr };
  }
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}
