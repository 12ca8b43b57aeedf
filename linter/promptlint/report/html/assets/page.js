
"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // Light and dark
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const theme = $("theme");
  const remembered = () => { try { return localStorage.getItem("promptlint-theme"); } catch { return null; } };
  const remember = (name) => { try { localStorage.setItem("promptlint-theme", name); } catch { /* a page without storage */ } };
  const isDark = () => (document.documentElement.dataset.theme || (dark.matches ? "dark" : "light")) === "dark";
  const showTheme = () => {
    theme.setAttribute("aria-pressed", String(isDark()));
    $("theme-words").textContent = "Dark";
  };
  const turn = () => {
    document.documentElement.dataset.theme = isDark() ? "light" : "dark";
    remember(document.documentElement.dataset.theme);
    showTheme();
  };
  const known = remembered();
  if (known === "light" || known === "dark") document.documentElement.dataset.theme = known;
  dark.addEventListener("change", showTheme);
  theme.addEventListener("click", turn);
  theme.hidden = false;
  showTheme();

  // What there is
  const shots = all(".shot").map((element) => ({
    element,
    search: element.dataset.search,
    inShot: element.id !== "elsewhere",
    findings: all(".finding", element),
    marks: all(".found", element),
    rows: [],
  }));
  const byAnchor = new Map(shots.map((shot) => [shot.element.id, shot]));
  for (const row of all("[data-shot]")) byAnchor.get(row.dataset.shot)?.rows.push(row);
  const files = all(".timeline .file").map((element) => {
    const rows = [];
    for (let next = element.nextElementSibling; next && next.classList.contains("row"); next = next.nextElementSibling) rows.push(next);
    return { element, rows };
  });

  // Filters
  const chips = all(".chip");
  const picks = all(".pick");
  const rule = $("rule");
  const text = $("text");
  const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;
  const apply = () => {
    const severities = new Set(chips.filter((chip) => chip.getAttribute("aria-pressed") === "true").map((chip) => chip.dataset.severity));
    const words = text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let foundShots = 0, foundFindings = 0, everyFinding = 0;
    for (const shot of shots) {
      const wanted = words.every((word) => shot.search.includes(word));
      const shown = new Set();
      for (const finding of shot.findings) {
        const visible = wanted && severities.has(finding.dataset.severity) && (!rule.value || finding.dataset.rule === rule.value);
        finding.hidden = !visible;
        if (visible) shown.add(finding.id);
      }
      for (const mark of shot.marks) {
        mark.classList.toggle("off", !mark.dataset.findings.split(" ").some((id) => shown.has(id)));
        for (const line of all(".tip-line", mark)) line.classList.toggle("off", !shown.has(line.dataset.of));
      }
      const isClean = shot.inShot && !shot.findings.length;
      const visible = shown.size > 0 || (isClean && wanted && !rule.value && severities.has("clean"));
      shot.element.hidden = !visible;
      for (const row of shot.rows) {
        if (row instanceof SVGElement) row.classList.toggle("off", !visible);
        else row.hidden = !visible;
      }
      foundShots += visible && shot.inShot;
      foundFindings += shown.size;
      everyFinding += shot.findings.length;
    }
    for (const file of files) file.element.hidden = file.rows.every((row) => row.hidden);
    for (const pick of picks) pick.setAttribute("aria-pressed", String(pick.dataset.rule === rule.value));
    const every = shots.filter((shot) => shot.inShot).length;
    $("status").textContent = `${counted(foundFindings, "finding")} of ${everyFinding}, in ${counted(foundShots, "shot")} of ${every}`;
    $("nothing").hidden = shots.some((shot) => !shot.element.hidden) || !shots.length;
    $("clear").disabled = chips.every((chip) => chip.getAttribute("aria-pressed") === "true") && !rule.value && !text.value;
    rove();
  };
  const toggle = (chip) => {
    chip.setAttribute("aria-pressed", String(chip.getAttribute("aria-pressed") !== "true"));
    apply();
  };
  const clear = () => {
    for (const chip of chips) chip.setAttribute("aria-pressed", "true");
    rule.value = "";
    text.value = "";
    apply();
  };
  for (const chip of chips) chip.addEventListener("click", () => toggle(chip));
  for (const pick of picks) {
    pick.disabled = false;
    pick.addEventListener("click", () => {
      rule.value = rule.value === pick.dataset.rule ? "" : pick.dataset.rule;
      apply();
      if (rule.value) $("filters").scrollIntoView();
    });
  }
  rule.addEventListener("change", apply);
  text.addEventListener("input", apply);
  $("clear").addEventListener("click", () => { clear(); text.focus(); });
  $("clear-again").addEventListener("click", () => { clear(); text.focus(); });

  // The timeline is one stop of the Tab key; arrows go from row to row
  const timeline = $("timeline");
  const links = () => all(".row:not([hidden]) a", timeline);
  let current = null;
  const stopAt = (link) => {
    if (current) current.tabIndex = -1;
    current = link;
    if (link) link.tabIndex = 0;
  };
  const rove = () => {
    if (timeline && (!current || current.parentElement.hidden)) stopAt(links()[0] || null);
  };
  if (timeline) {
    for (const link of all(".row a", timeline)) link.tabIndex = -1;
    timeline.addEventListener("focusin", (event) => { if (event.target.matches(".row a")) stopAt(event.target); });
    timeline.addEventListener("keydown", (event) => {
      const rows = links();
      const at = rows.indexOf(document.activeElement);
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: rows.length - 1 }[event.key];
      if (at < 0 || to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      rows[Math.min(Math.max(to, 0), rows.length - 1)].focus();
    });
  }

  // A finding, its words and its region light up together
  const partners = (element) => {
    const ids = element.id && element.matches(".finding") ? [element.id] : (element.dataset.findings || "").split(" ").filter(Boolean);
    const shot = element.closest(".shot");
    return shot && ids.length ? all(".finding, .found, .outline[data-findings]", shot).filter((other) =>
      other !== element && ids.some((id) => other.id === id || (other.dataset.findings || "").split(" ").includes(id))) : [];
  };
  const light = (event, on) => {
    const element = event.target.closest?.(".finding, .found, .outline[data-findings]");
    if (!element || (event.relatedTarget instanceof Node && element.contains(event.relatedTarget))) return;
    for (const partner of partners(element)) partner.classList.toggle("lit", on);
  };
  for (const [name, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
    document.addEventListener(name, (event) => light(event, on));
  }

  // Keys
  const step = (selector, by) => {
    const places = all(selector).filter((element) => !element.closest("[hidden]"));
    if (!places.length) return;
    const active = document.activeElement;
    let at = places.indexOf(active);
    if (at < 0 && active && active !== document.body) {
      const behind = places.findIndex((place) => active.compareDocumentPosition(place) & Node.DOCUMENT_POSITION_FOLLOWING);
      at = behind < 0 ? places.length - 1 : behind - (by > 0 ? 1 : 0);
    }
    const next = places[Math.min(Math.max(at + by, 0), places.length - 1)];
    next.focus({ preventScroll: true });
    next.scrollIntoView({ block: next.matches(".finding") ? "center" : "start" });
  };
  const chip = (severity) => toggle(chips.find((one) => one.dataset.severity === severity));
  const keys = {
    "/": () => { text.focus(); text.select(); },
    e: () => chip("error"),
    w: () => chip("warning"),
    i: () => chip("info"),
    c: () => chip("clean"),
    j: () => step(".finding", 1),
    k: () => step(".finding", -1),
    n: () => step("article.shot h3", 1),
    p: () => step("article.shot h3", -1),
    x: clear,
    d: turn,
  };
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof Element && event.target.matches("input[type=search], select, textarea");
    if (event.key === "Escape" && event.target === text) { text.value = ""; apply(); text.blur(); return; }
    if (typing || !$("keys").checked || event.ctrlKey || event.metaKey || event.altKey || !Object.hasOwn(keys, event.key)) return;
    event.preventDefault();
    keys[event.key]();
  });

  // A link to a place that a filter hides shows it again; the place takes the focus
  const arrive = () => {
    const target = location.hash && $(location.hash.slice(1));
    if (!target) return;
    if (target.closest("[hidden]")) clear();
    const place = target.matches("article.shot") ? target.querySelector("h3") : target;
    place.focus({ preventScroll: true });
    target.scrollIntoView({ block: target.matches(".finding") ? "center" : "start" });
  };
  addEventListener("hashchange", arrive);

  $("filters").hidden = false;
  apply();
  arrive();
})();
