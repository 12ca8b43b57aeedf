import assert from "node:assert/strict";
import { test } from "node:test";
import { html } from "../../src/panel/html";
import { FINDINGS_LIMIT, PROMPT_LIMIT, renderPanel } from "../../src/panel/render";
import type { Duration, Finding, Shot } from "../../src/shot";

const RANGE = { start: { line: 0, character: 0 }, end: { line: 0, character: 1 } };
const FINDING: Finding = {
  code: "A104",
  name: "negative-prompt-unsupported",
  severity: "error",
  message: "No negative prompt.",
  advice: "Remove it.",
  range: RANGE,
  href: "https://promptlint.github.io/rules/A104/",
  fixable: true,
};
const SHOT: Shot = {
  uri: "file:///film/a.yaml",
  version: 1,
  range: RANGE,
  name: "s01",
  usage: "hero",
  model: { name: "kling-2.6", title: "Kling 2.6", status: "current" },
  duration: {
    text: "10 s; the model holds a subject for 6.5 s.",
    seconds: 10,
    frames: 240,
    fps: 24,
    window: 6.5,
    limit: 10,
  },
  reference: {
    name: "refs/mara.png",
    uri: "file:///film/refs/mara.png",
    picture: "data:image/png;base64,AAAA",
    facts: [{ label: "Size", value: "768 x 1152" }],
    problem: null,
  },
  prompt: {
    range: RANGE,
    parts: [
      { text: "The same ", kind: null, severity: null },
      { text: "blonde woman", kind: "subject", severity: "warning" },
      { text: " turns", kind: "motion", severity: null },
    ],
  },
  findings: [FINDING],
  complete: true,
};

const render = (changes: Partial<Shot> = {}) => renderPanel({ kind: "shot", shot: { ...SHOT, ...changes } });
const text = (markup: string) =>
  markup
    .replace(/<[^>]*>/g, "")
    .replace(/\s+/g, " ")
    .trim();

test("a template escapes everything but HTML", () => {
  const piece = html`<b>${"<i> & \"x\" 'y'"}</b>`;
  assert.equal(piece.text, "<b>&lt;i&gt; &amp; &quot;x&quot; &#39;y&#39;</b>");
  assert.equal(html`${[piece, "<", null, undefined, 3]}`.text, `${piece.text}&lt;3`);
});

test("a shot shows its name, usage, model, reference, length, prompt and findings", () => {
  const page = text(render());
  for (const words of [
    "s01",
    "hero",
    "Kling 2.6",
    "refs/mara.png",
    "Size768 x 1152",
    "10 s; the model holds a subject for 6.5 s. 240 frames at 24 fps",
    "The same blonde woman turns",
    "A104",
    "No negative prompt.",
    "Remove it.",
  ])
    assert.ok(page.includes(words), words);
  assert.ok(!page.includes("Still looking"));
});

test("no text of a spec becomes markup, wherever it stands", () => {
  const evil = `"><img src=x onerror=alert(1)><script>alert(1)</script>'`;
  const everywhere = render({
    name: evil,
    usage: evil,
    model: { name: evil, title: evil, status: evil },
    reference: {
      name: evil,
      uri: evil,
      picture: `data:image/png;base64,${evil}`,
      facts: [{ label: evil, value: evil }],
      problem: evil,
    },
    prompt: {
      range: RANGE,
      parts: [
        { text: evil, kind: "subject", severity: "error" },
        { text: evil, kind: null, severity: null },
        { text: evil, kind: evil as "motion", severity: evil as "error" },
      ],
    },
    findings: [
      {
        ...FINDING,
        code: evil,
        name: evil,
        severity: evil as "error",
        message: evil,
        advice: evil,
        href: `https://x/${evil}`,
      },
    ],
  });
  for (const page of [everywhere, renderPanel({ kind: "failed", message: evil })]) {
    assert.doesNotMatch(page, /<script|<img src=x|onerror=alert\(1\)>/);
    const tags = page.match(/<[^>]*>/g) ?? [];
    for (const tag of tags) assert.doesNotMatch(tag.replace(/"[^"]*"/g, ""), /\son\w+\s*=|style=/i, tag);
  }
});

test("only pictures and web links are let through", () => {
  for (const picture of ["https://example.com/x.png", "javascript:alert(1)", "data:text/html,<b>", "file:///x.png"])
    assert.doesNotMatch(render({ reference: { ...SHOT.reference!, picture } }), /<img/);
  for (const href of ["javascript:alert(1)", "command:workbench.action.quit", "file:///x", null])
    assert.doesNotMatch(render({ findings: [{ ...FINDING, href }] }), /<a /);
});

test("the words of the prompt carry their kind and their worst finding", () => {
  const page = render();
  assert.match(page, /<span class="kind-subject squiggle-warning" title="subject, warning">blonde woman<\/span>/);
  assert.match(page, /<p class="prompt">The same <span/);
  assert.match(page, /<span class="key kind-motion">motion<\/span>/);
  assert.doesNotMatch(page, /key kind-camera/);
});

test("line ends and blanks of the prompt are kept", () => {
  const page = render({ prompt: { range: RANGE, parts: [{ text: "a\n  b ", kind: null, severity: null }] } });
  assert.match(page, /<p class="prompt">a\n {2}b <\/p>/);
});

test("a huge prompt is cut between characters, and what is left is counted", () => {
  const long = "🎬".repeat(PROMPT_LIMIT - 5);
  const page = render({
    prompt: {
      range: RANGE,
      parts: [
        { text: long, kind: "subject", severity: null },
        { text: "🎬".repeat(10), kind: "motion", severity: null },
        { text: "never", kind: null, severity: null },
      ],
    },
  });
  assert.equal(page.match(/🎬/gu)?.length, PROMPT_LIMIT);
  assert.doesNotMatch(page, /\p{Surrogate}/u);
  assert.ok(text(page).includes("… and 10 more characters."));
  assert.ok(!page.includes("never"));
});

test("a prompt at the limit is whole", () => {
  const page = render({
    prompt: { range: RANGE, parts: [{ text: "é".repeat(PROMPT_LIMIT), kind: null, severity: null }] },
  });
  assert.ok(!page.includes("more characters"));
});

function bar(duration: Partial<Duration>) {
  const page = render({
    duration: { text: "So long.", seconds: 5, frames: null, fps: null, window: null, limit: null, ...duration },
  });
  const rect = (name: string) => {
    const match = new RegExp(`<rect class="${name}" x="([\\d.]+)" y="\\d+" width="([\\d.]+)"`).exec(page);
    return match === null ? undefined : [Number(match[1]), Number(match[2])];
  };
  return {
    page: text(page),
    level: /<p class="(error|warning|hint)">[^<]*So long/.exec(page)?.[1],
    held: rect("held"),
    drifting: rect("drifting"),
    window: rect("window"),
    hasBar: page.includes("<svg"),
    hasLimit: page.includes("<line"),
  };
}

test("the bar shows the length against the window and the limit", () => {
  const over = bar({ seconds: 10, window: 5, limit: 20 });
  assert.deepEqual(
    [over.window, over.held, over.drifting],
    [
      [0, 25],
      [0, 25],
      [25, 25],
    ],
  );
  assert.ok(over.hasLimit);
  assert.match(over.page, /window 5 s longest clip 20 s So long\./);
  assert.equal(over.level, "warning");

  const within = bar({ seconds: 4, window: 8 });
  assert.deepEqual([within.window, within.held, within.drifting], [[0, 100], [0, 50], undefined]);
  assert.equal(within.level, "hint");

  const refused = bar({ seconds: 30, window: 5, limit: 10 });
  assert.match(refused.page, /Longer than the model makes\. So long\./);
  assert.equal(refused.level, "error");
  assert.doesNotMatch(bar({ seconds: 30 }).page, /window|longest/);
});

test("lengths that are no lengths draw no bar", () => {
  for (const seconds of [0, -3, NaN, Infinity]) assert.equal(bar({ seconds }).hasBar, false);
  assert.equal(bar({ seconds: -3, window: 5 }).hasBar, true);
});

test("findings can be pressed, in their order, and fixed where they can be fixed", () => {
  const page = render({
    findings: [FINDING, { ...FINDING, code: "P101", severity: "warning", fixable: false, advice: "" }],
  });
  assert.match(page, /<li class="finding error">\s*<button class="message" data-do="reveal" data-index="0"/);
  assert.match(page, /<li class="finding warning">\s*<button class="message" data-do="reveal" data-index="1"/);
  assert.deepEqual(page.match(/data-do="fix" data-index="\d"/g), ['data-do="fix" data-index="0"']);
  assert.match(page, /<a href="https:\/\/promptlint\.github\.io\/rules\/A104\/"/);
});

test("words in backticks are code", () => {
  const page = render({
    findings: [{ ...FINDING, message: "There is no `<p20>`, but `p02`", advice: "An odd ` stays." }],
  });
  assert.ok(page.includes("There is no <code>&lt;p20&gt;</code>, but <code>p02</code>"));
  assert.ok(page.includes("An odd ` stays."));
});

test("many findings are cut, and the rest is in Problems", () => {
  const page = render({ findings: Array.from({ length: FINDINGS_LIMIT + 7 }, () => FINDING) });
  assert.equal(page.match(/<li /g)?.length, FINDINGS_LIMIT);
  assert.match(page, /data-do="showProblems">7 more in Problems/);
});

test("a shot with nothing in it is shown, too", () => {
  const page = text(render({ name: null, model: null, duration: null, reference: null, prompt: null, findings: [] }));
  assert.match(page, /\(no id\)/);
  assert.match(page, /No model is named/);
  assert.match(page, /Nothing to complain about/);
  assert.match(text(render({ findings: [], complete: false })), /Still looking….*None so far/);
  assert.match(text(render({ prompt: { range: RANGE, parts: [] } })), /It is empty/);
});

test("a reference that cannot be used says why", () => {
  const page = render({
    reference: { name: "refs/gone.png", uri: null, picture: null, facts: [], problem: "There is no such file." },
  });
  assert.match(text(page), /refs\/gone\.png\s*There is no such file\./);
  assert.doesNotMatch(page, /openReference|<img|<dl/);
});

test("states without a shot say what to do", () => {
  assert.match(renderPanel({ kind: "noShot" }), /Put the cursor into a shot/);
  assert.match(renderPanel({ kind: "noSpec" }), /data-do="newSpec"/);
  assert.match(renderPanel({ kind: "starting" }), /is starting/);
  assert.match(
    renderPanel({ kind: "failed", message: "promptlint is not installed." }),
    /promptlint is not installed\.[^]*data-do="restart"[^]*data-do="showLogs"/,
  );
});
