import { checks } from "./checks";

/** Called by VS Code inside the extension host. Each result is a line in its log, which the run outside reads. */
export async function run(): Promise<void> {
  for (const [name, check] of Object.entries(checks)) {
    let problem: string | null = null;
    try {
      await check();
    } catch (error) {
      problem = error instanceof Error ? (error.stack ?? error.message) : String(error);
    }
    console.log("promptlint-host-test", JSON.stringify({ name, problem }));
  }
}
