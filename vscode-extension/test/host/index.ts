import { checks } from "./checks";

const MOST_SECONDS = 90;

/** Called by VS Code inside the extension host. Each result is a line in its log, which the run outside reads. */
export async function run(): Promise<void> {
  for (const [name, check] of Object.entries(checks)) {
    let problem: string | null = null;
    try {
      await Promise.race([check(), timeUp()]);
    } catch (error) {
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    console.log("promptlint-host-test", JSON.stringify({ name, problem }));
  }
}

function timeUp(): Promise<never> {
  return new Promise((_, reject) => {
    setTimeout(() => reject(new Error(`not done after ${MOST_SECONDS} s`)), MOST_SECONDS * 1000).unref();
  });
}
