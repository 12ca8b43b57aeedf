/**
 * Does one job again and again, never twice at once: a request while it is underway aborts it and queues one more run,
 * and all requests until that begins share it.
 */
export class Restarts {
  readonly #job: (signal: AbortSignal) => Promise<void>;
  #running: Promise<void> | undefined;
  #queued: Promise<void> | undefined;
  #abort = new AbortController();
  #closed = false;

  /** The job must not leave anything behind when its signal is aborted. */
  constructor(job: (signal: AbortSignal) => Promise<void>) {
    this.#job = job;
  }

  /** Resolves when a run has ended that began after this call; rejects with what that run raised. */
  request(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#queued !== undefined) return this.#queued;
    if (this.#running === undefined) return this.#run();
    this.#abort.abort();
    this.#queued = this.#running.then(ignore, ignore).then(() => {
      this.#queued = undefined;
      return this.#closed ? undefined : this.#run();
    });
    return this.#queued;
  }

  /** The last run that is underway or queued; it never rejects. */
  get underway(): Promise<void> | undefined {
    return (this.#queued ?? this.#running)?.catch(ignore);
  }

  /** Aborts what is underway, and waits for its end; later requests do nothing. */
  async close(): Promise<void> {
    this.#closed = true;
    this.#abort.abort();
    await this.#running?.then(ignore, ignore);
  }

  #run(): Promise<void> {
    this.#abort = new AbortController();
    const running = this.#job(this.#abort.signal).finally(() => {
      this.#running = undefined;
    });
    this.#running = running;
    return running;
  }
}

function ignore(): void {}
