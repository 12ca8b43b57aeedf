import { type ChildProcess, spawn } from "node:child_process";
import { SAFE_PATH } from "./probe";
import type { Words } from "./programs";

/** The server as a process: started at most once, and gone for certain when it has been stopped. */
export class ServerProcess {
  #child: ChildProcess | undefined;

  constructor(
    private readonly words: Words,
    private readonly cwd: string,
  ) {}

  /** Rejects when the program cannot be run. */
  start(): Promise<ChildProcess> {
    const [program, ...args] = this.words;
    const child = spawn(program, args, { cwd: this.cwd, env: { ...process.env, ...SAFE_PATH }, windowsHide: true });
    this.#child = child;
    return new Promise((resolve, reject) => {
      child.once("spawn", () => resolve(child));
      child.on("error", reject);
    });
  }

  kill(): void {
    this.#child?.kill("SIGKILL");
  }

  /** Waits for the end that the client has asked for, and forces it after a while. */
  async end(patience = 2000): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child.once("exit", () => resolve()));
    const timer = setTimeout(() => this.kill(), patience);
    await gone;
    clearTimeout(timer);
  }
}
