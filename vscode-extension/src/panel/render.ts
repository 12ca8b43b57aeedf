import type { Duration, Finding, Prompt, PromptKind, Reference, Shot } from "../shot";
import { type Html, html } from "./html";

/** What the Shot view shows. */
export type PanelState =
  | { readonly kind: "shot"; readonly shot: Shot }
  | { readonly kind: "noShot" }
  | { readonly kind: "noSpec" }
  | { readonly kind: "starting" }
  | { readonly kind: "failed"; readonly message: string };

/** Code points of a prompt that are shown. */
export const PROMPT_LIMIT = 20_000;
/** Findings that are shown. */
export const FINDINGS_LIMIT = 100;

const KINDS: Readonly<Record<PromptKind, string>> = {
  subject: "subject",
  motion: "motion",
  camera: "camera",
  appearance: "appearance",
  negation: "negation",
};
const SEVERITIES = ["error", "warning", "info"] as const;

/** The body of the view; what can be pressed carries `data-do`, and `data-index` where it is about a finding. */
export function renderPanel(state: PanelState): string {
  return body(state).text;
}

function body(state: PanelState): Html {
  switch (state.kind) {
    case "shot":
      return shotCard(state.shot);
    case "noShot":
      return html`<p class="hint">Put the cursor into a shot to see it here.</p>`;
    case "noSpec":
      return html`<p class="hint">Open a shot spec to see its shots here.</p>
        <p><button data-do="newSpec">Write a first shot spec</button></p>`;
    case "starting":
      return html`<p class="hint" role="status">promptlint is starting…</p>`;
    case "failed":
      return html`<p class="problem" role="alert">${state.message}</p>
        <p class="actions">
          <button data-do="restart">Restart</button>
          <button data-do="showLogs" class="secondary">Show logs</button>
        </p>`;
  }
}

function shotCard(shot: Shot): Html {
  return html`<article aria-label="Shot ${shot.name ?? "without a name"}">
    <header>
      <h2><button class="link" data-do="revealShot" title="Show in the spec">${shot.name ?? "(no id)"}</button></h2>
      <span class="tag">${shot.usage}</span>
    </header>
    ${modelLine(shot)} ${shot.complete ? null : html`<p class="busy" role="status">Still looking…</p>`}
    ${shot.reference && referenceFigure(shot.reference)} ${shot.duration && durationSection(shot.duration)}
    ${shot.prompt && promptSection(shot.prompt)} ${findingsSection(shot.findings, shot.complete)}
  </article>`;
}

function modelLine({ model }: Shot): Html {
  if (model === null) return html`<p class="model hint">No model is named.</p>`;
  const status =
    model.status === "" || model.status === "current" ? null : html`<span class="tag">${model.status}</span>`;
  return html`<p class="model" title="${model.name}">${model.title} ${status}</p>`;
}

function referenceFigure(reference: Reference): Html {
  const picture = isPicture(reference.picture)
    ? html`<button class="picture" data-do="openReference" title="Open the picture">
        <img src="${reference.picture}" alt="The reference ${reference.name}, with what was found in it" />
      </button>`
    : null;
  const name =
    reference.uri === null
      ? html`<span>${reference.name}</span>`
      : html`<button class="link" data-do="openReference" title="Open the picture">${reference.name}</button>`;
  const facts = reference.facts.map(({ label, value }) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`);
  return html`<section aria-label="Reference">
    <h3>Reference</h3>
    <figure>
      ${picture}
      <figcaption>${name}</figcaption>
    </figure>
    ${reference.problem && html`<p class="problem">${prose(reference.problem)}</p>`}
    ${facts.length > 0 ? html`<details data-key="facts"><summary>What was found in it</summary><dl>${facts}</dl></details>` : null}
  </section>`;
}

function isPicture(address: string | null): address is string {
  return address !== null && /^data:image\/(png|jpeg|webp|gif|svg\+xml)[;,]/.test(address);
}

function durationSection(duration: Duration): Html {
  const { seconds: length, frames, fps, window, limit } = duration;
  const isRefused = limit !== null && length > limit;
  const level = isRefused ? "error" : window !== null && length > window ? "warning" : "hint";
  return html`<section aria-label="Duration">
    <h3>Duration</h3>
    ${durationBar(duration)}
    <p class="legend">
      ${window === null ? null : html`<span class="key window">window ${inSeconds(window)}</span>`}
      ${limit === null ? null : html`<span class="key limit">longest clip ${inSeconds(limit)}</span>`}
    </p>
    <p class="${level}">${isRefused ? "Longer than the model makes. " : null}${duration.text}</p>
    ${frames === null ? null : html`<p class="hint">${number(frames)} frames${fps === null ? "" : ` at ${number(fps)} fps`}</p>`}
  </section>`;
}

/** The length as a bar over the window; widths are attributes, as the page allows no inline styles. */
function durationBar({ seconds: length, window, limit, text }: Duration): Html | null {
  const longest = Math.max(length, window ?? 0, limit ?? 0);
  if (!Number.isFinite(longest) || longest <= 0) return null;
  const x = (value: number) => Math.round((Math.max(value, 0) / longest) * 10_000) / 100;
  const held = window === null ? length : Math.min(length, window);
  const drifting = length - held;
  return html`<svg class="bar" viewBox="0 0 100 12" preserveAspectRatio="none" role="img" aria-label="${text}">
    <rect class="track" x="0" y="3" width="100" height="6" />
    ${window === null ? null : html`<rect class="window" x="0" y="0" width="${x(window)}" height="12" />`}
    <rect class="held" x="0" y="3" width="${x(held)}" height="6" />
    ${drifting > 0 ? html`<rect class="drifting" x="${x(held)}" y="3" width="${x(drifting)}" height="6" />` : null}
    ${limit === null ? null : html`<line class="limit" x1="${x(limit)}" x2="${x(limit)}" y1="0" y2="12" />`}
  </svg>`;
}

function promptSection(prompt: Prompt): Html {
  const shown: Html[] = [];
  let room = PROMPT_LIMIT;
  let left = 0;
  for (const part of prompt.parts) {
    const points = part.text.length <= room ? part.text.length : [...part.text].length;
    if (points <= room) shown.push(promptPart(part));
    else {
      const cut = [...part.text].slice(0, room).join("");
      if (cut !== "") shown.push(promptPart({ ...part, text: cut }));
      left += points - room;
    }
    room = Math.max(room - points, 0);
  }
  const kinds = (Object.keys(KINDS) as PromptKind[]).filter((kind) => prompt.parts.some((part) => part.kind === kind));
  return html`<section aria-label="Prompt">
    <h3><button class="link" data-do="revealPrompt" title="Show in the spec">Prompt</button></h3>
    <p class="prompt">${shown.length > 0 ? shown : html`<span class="hint">It is empty.</span>`}</p>
    ${left > 0 ? html`<p class="hint">… and ${number(left)} more characters.</p>` : null}
    ${
      kinds.length > 0
        ? html`<p class="legend">${kinds.map((kind) => html`<span class="key kind-${kind}">${KINDS[kind]}</span> `)}</p>`
        : null
    }
  </section>`;
}

function promptPart({ text, kind, severity }: Prompt["parts"][number]): Html {
  const classes = [
    ...(kind !== null && kind in KINDS ? [`kind-${kind}`] : []),
    ...(severity !== null && SEVERITIES.includes(severity) ? [`squiggle-${severity}`] : []),
  ];
  if (classes.length === 0) return html`${text}`;
  const title = [kind, severity].filter((word) => word !== null).join(", ");
  return html`<span class="${classes.join(" ")}" title="${title}">${text}</span>`;
}

function findingsSection(findings: readonly Finding[], complete: boolean): Html {
  const title = html`<h3>Findings${findings.length > 0 ? html` <span class="tag">${findings.length}</span>` : null}</h3>`;
  if (findings.length === 0)
    return html`<section aria-label="Findings">${title}<p class="hint">${complete ? "Nothing to complain about." : "None so far."}</p></section>`;
  const more = findings.length - FINDINGS_LIMIT;
  return html`<section aria-label="Findings">
    ${title}
    <ol class="findings">
      ${findings.slice(0, FINDINGS_LIMIT).map(findingItem)}
    </ol>
    ${more > 0 ? html`<p><button class="link" data-do="showProblems">${more} more in Problems</button></p>` : null}
  </section>`;
}

function findingItem(finding: Finding, index: number): Html {
  const severity = SEVERITIES.includes(finding.severity) ? finding.severity : "info";
  const code =
    finding.href !== null && /^https?:\/\//.test(finding.href)
      ? html`<a href="${finding.href}" title="${finding.name}">${finding.code}</a>`
      : html`<span title="${finding.name}">${finding.code}</span>`;
  return html`<li class="finding ${severity}">
    <button class="message" data-do="reveal" data-index="${index}" title="Show in the spec">
      <span class="severity">${severity}</span> ${prose(finding.message)}
    </button>
    ${finding.advice === "" ? null : html`<p class="advice">${prose(finding.advice)}</p>`}
    <p class="links">
      ${code} ${finding.fixable ? html`<button class="link" data-do="fix" data-index="${index}">Fix…</button>` : null}
    </p>
  </li>`;
}

/** A text with words in backticks. */
function prose(text: string): Html[] {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) => (index % 2 ? html`<code>${part.slice(1, -1)}</code>` : html`${part}`));
}

function inSeconds(value: number): string {
  return `${number(value)} s`;
}

function number(value: number): string {
  return Number.isFinite(value) ? String(Math.round(value * 100) / 100) : "?";
}
