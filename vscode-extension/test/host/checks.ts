import * as assert from "node:assert/strict";
import * as vscode from "vscode";
import { codeOf, finding, found, gone, open, rangeOf, revert, until, uriOf, write } from "./film";

const HARBOUR = "shots/harbour.yaml";
const PIER = "shots/pier.yaml";
const BIBLE = "shots/bible.yaml";

const run = vscode.commands.executeCommand;

/** What the extension and its server do through the `vscode` API, each by a name of its own. */
export const checks: Record<string, () => Promise<void>> = {
  "findings have code, place, severity, link, tags and related places": async () => {
    const film = await open(HARBOUR);
    const hair = await finding(film, "C201");
    assert.equal(film.getText(hair.range), "blonde");
    assert.equal(hair.range.start.character, 34);
    assert.equal(hair.severity, vscode.DiagnosticSeverity.Warning);
    assert.equal(hair.source, "promptlint");
    assert.match(hair.message, /The prompt says `blonde hair`/);
    assert.ok(
      typeof hair.code === "object" && hair.code.target.path.includes("hair-colour"),
      JSON.stringify(hair.code),
    );

    const [bible] = hair.relatedInformation ?? [];
    assert.ok(bible);
    const text = await vscode.workspace.openTextDocument(bible.location.uri);
    assert.equal(text.getText(bible.location.range), "dark auburn");

    const retired = await finding(film, "S008");
    assert.equal(film.getText(retired.range), "gen3a_turbo");
    assert.deepEqual(retired.tags, [vscode.DiagnosticTag.Deprecated]);
    const all = vscode.languages
      .getDiagnostics(film.uri)
      .map((one) => [codeOf(one), film.getText(one.range)].join(" "));
    assert.deepEqual(all, [...new Set(all)], "each finding once");
  },

  "a suppression without use is faded": async () => {
    await write(
      "shots/faded.yaml",
      "version: 1\nshots:\n  - id: f01  # promptlint: disable=D301\n    model: kling-2.6\n",
    );
    const unused = await finding(await open("shots/faded.yaml"), "S010");
    assert.deepEqual(unused.tags, [vscode.DiagnosticTag.Unnecessary]);
  },

  "a spec may be JSON, or a line of JSON for each shot": async () => {
    const shot = { id: "j01", model: "kling-2.6", duration: 4, prompt: "She turns her head." };
    await write("shots/one.shot.json", JSON.stringify({ version: 1, shots: [shot] }));
    await write("shots/many.shots.jsonl", `${JSON.stringify(shot)}\n`);
    for (const name of ["shots/one.shot.json", "shots/many.shots.jsonl"]) {
      const film = await open(name);
      assert.equal(film.getText((await finding(film, "A101")).range), "4", name);
    }
    for (const name of ["shots/one.shot.json", "shots/many.shots.jsonl"]) await vscode.workspace.fs.delete(uriOf(name));
  },

  "a YAML file that is no spec has no findings": async () => {
    await write("compose.yaml", "services:\n  web:\n    image: nginx\n");
    const other = await open("compose.yaml");
    await finding(await open(HARBOUR), "C201");
    assert.deepEqual(vscode.languages.getDiagnostics(other.uri), []);
  },

  "a quick fix mends one finding": async () => {
    const film = await open(HARBOUR);
    const { range } = await finding(film, "A101");
    const actions = await run<vscode.CodeAction[]>("vscode.executeCodeActionProvider", film.uri, range, "quickfix", 20);
    const fix = actions.find(({ title }) => title.startsWith("Set the duration to 5 s"));
    assert.ok(fix?.edit, JSON.stringify(actions.map(({ title }) => title)));
    assert.ok(
      actions.some(({ title }) => /suppress|disable/i.test(title)),
      "an action that suppresses",
    );
    await vscode.workspace.applyEdit(fix.edit);
    assert.match(film.getText(), /id: h02[^]*?duration: 5s\n/);
    await gone(film, "A101");
    await revert(film);
    await finding(film, "A101");
  },

  "all safe fixes are one source action": async () => {
    const film = await open(HARBOUR);
    await finding(film, "C201");
    const all = new vscode.Range(0, 0, film.lineCount, 0);
    const kind = "source.fixAll.promptlint";
    const [action] = await run<vscode.CodeAction[]>("vscode.executeCodeActionProvider", film.uri, all, kind, 20);
    assert.ok(action?.edit);
    await vscode.workspace.applyEdit(action.edit);
    assert.match(film.getText(), /her dark auburn hair\.[^]*duration: 5s[^]* {4}negative_prompt: blur/);
    await revert(film);
  },

  "hovers tell of models, lengths, pictures, words and keys": async () => {
    const film = await open(HARBOUR);
    await finding(film, "C201");
    const over = async (text: string, after = "") => {
      const { start } = rangeOf(film, text, after);
      const hovers = await run<vscode.Hover[]>("vscode.executeHoverProvider", film.uri, start.translate(0, 1));
      return hovers
        .flatMap(({ contents }) => contents as vscode.MarkdownString[])
        .map(({ value }) => value)
        .join("\n");
    };
    assert.match(await over("gen3a_turbo"), /Runway Gen-3 Alpha Turbo[^]*retired/);
    assert.match(await over("10", "duration: "), /10 s/);
    const picture = await over("../refs/mara-front.png");
    assert.match(picture, /1024[^]*1280/);
    assert.match(picture, /data:image\/(png|jpeg|webp);base64,/);
    assert.match(await over("lifts"), /movement of a subject/);
    assert.match(await over("frame: last"), /frame/);
  },

  "models, keys and shots are completed": async () => {
    const film = await open(HARBOUR);
    const at = async (text: string, after = "") => {
      const { end } = rangeOf(film, text, after);
      const list = await run<vscode.CompletionList>("vscode.executeCompletionItemProvider", film.uri, end);
      return list.items.map(({ label }) => (typeof label === "string" ? label : label.label));
    };
    const models = await at("model: gen3a");
    assert.ok(models.includes("runway-gen4-turbo") && models.includes("kling-2.6"), models.join());
    assert.ok((await at("{from: h0", "h03")).includes("h01"));
    assert.ok((await at("characters: [", "h03")).includes("mara"));
    assert.ok((await at("strength: ", "h03")).includes("subtle"));
  },

  "a character is renamed in every file": async () => {
    const film = await open(HARBOUR);
    const { start } = rangeOf(film, "mara");
    const edit = await run<vscode.WorkspaceEdit>("vscode.executeDocumentRenameProvider", film.uri, start, "nora");
    const changed = edit.entries().map(([uri, edits]) => [uri.path.split("/").at(-1), edits.length]);
    assert.deepEqual(
      new Map(changed as [string, number][]),
      new Map([
        ["bible.yaml", 1],
        ["harbour.yaml", 3],
        ["pier.yaml", 1],
      ]),
    );
    await vscode.workspace.applyEdit(edit);
    assert.match((await open(BIBLE)).getText(), /^ {2}nora:\n {4}image: \.\.\/refs\/mara-front\.png$/m);
    assert.match((await open(PIER)).getText(), /characters: \[nora\]/);
    for (const name of [BIBLE, PIER, HARBOUR]) await revert(await open(name));
  },

  "definitions and uses of shots and characters are found": async () => {
    const film = await open(HARBOUR);
    const definition = async (text: string, after = "") => {
      const { start } = rangeOf(film, text, after);
      const [place] = await run<(vscode.Location | vscode.LocationLink)[]>(
        "vscode.executeDefinitionProvider",
        film.uri,
        start,
      );
      assert.ok(place, `a definition of ${text}`);
      return "uri" in place
        ? ([place.uri, place.range] as const)
        : ([place.targetUri, place.targetSelectionRange ?? place.targetRange] as const);
    };
    const [bible, character] = await definition("mara");
    assert.ok(bible.path.endsWith(BIBLE));
    assert.equal(character.start.line, 6);
    const [same, shot] = await definition("h01", "{from: ");
    assert.equal(same.path, film.uri.path);
    assert.equal(shot.start.line, 4);
    const uses = await run<vscode.Location[]>("vscode.executeReferenceProvider", film.uri, rangeOf(film, "mara").start);
    assert.equal(uses.filter(({ uri }) => uri.path.endsWith(PIER)).length, 1);
  },

  "pictures are links": async () => {
    const film = await open(HARBOUR);
    const links = await run<vscode.DocumentLink[]>("vscode.executeLinkProvider", film.uri, 10);
    const picture = links.find(({ range }) => film.getText(range) === "../refs/mara-front.png");
    assert.equal(picture?.target?.path, uriOf("refs/mara-front.png").path);
  },

  "words of a prompt are coloured by what they say": async () => {
    const film = await open(HARBOUR);
    await finding(film, "C201");
    const legend = await run<vscode.SemanticTokensLegend>("vscode.provideDocumentSemanticTokensLegend", film.uri);
    const words = await until("coloured words", async () => {
      const tokens = await run<vscode.SemanticTokens>("vscode.provideDocumentSemanticTokens", film.uri);
      return tokens.data.length ? decode(film, tokens, legend) : undefined;
    });
    assert.equal(words.get("lifts"), "function", JSON.stringify([...words]));
    assert.equal(words.get("Static camera"), "enumMember", JSON.stringify([...words]));
    assert.equal(words.get("blonde"), "property", JSON.stringify([...words]));
    assert.equal(words.get("The same woman"), "class", JSON.stringify([...words]));
  },

  "lengths are told in frames": async () => {
    const film = await open(HARBOUR);
    const all = new vscode.Range(0, 0, film.lineCount, 0);
    const hints = await run<vscode.InlayHint[]>("vscode.executeInlayHintProvider", film.uri, all);
    const { end } = rangeOf(film, "duration: 5");
    const hint = hints.find(({ position }) => position.isEqual(end));
    assert.ok(hint, JSON.stringify(hints));
    const label = typeof hint.label === "string" ? hint.label : hint.label.map(({ value }) => value).join("");
    assert.match(label, /120 frames/);
  },

  "shots and characters are symbols, and fold": async () => {
    const film = await open(HARBOUR);
    const symbols = await run<vscode.DocumentSymbol[]>("vscode.executeDocumentSymbolProvider", film.uri);
    const names = symbols.flatMap(({ name, children }) => [name, ...children.map((child) => child.name)]);
    for (const id of ["h01", "h02", "h03"])
      assert.ok(
        names.some((name) => name.includes(id)),
        names.join(),
      );
    const everywhere = await run<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", "p01");
    assert.ok(everywhere.some(({ location }) => location.uri.path.endsWith(PIER)));
    const folds = await run<vscode.FoldingRange[]>("vscode.executeFoldingRangeProvider", film.uri);
    assert.ok(folds.some(({ start }) => start === 4));
  },

  "the commands of the server answer": async () => {
    const film = await open(HARBOUR);
    const counts = await run<Record<string, number>>("promptlint.lintWorkspace");
    assert.ok(counts["files"]! >= 3 && counts["errors"]! >= 5, JSON.stringify(counts));
    const { edits } = await run<{ edits: number }>("promptlint.fixAll", film.uri.toString());
    assert.ok(edits >= 3);
    assert.match(film.getText(), /dark auburn hair/);
    await revert(film);
    const about = await run<Record<string, unknown>>("promptlint.debugInformation");
    assert.ok(
      Object.values(about)
        .flat()
        .every((one) => typeof one === "string"),
      JSON.stringify(about),
    );
    const { path } = await run<{ path: string }>("promptlint.report", film.uri.toString());
    const report = await vscode.workspace.fs.readFile(vscode.Uri.file(path));
    assert.match(new TextDecoder().decode(report), /<html[^]*harbour\.yaml/);
  },

  "a shot that is too long becomes a chain": async () => {
    const film = await open(HARBOUR);
    const position = rangeOf(film, "duration: 10").start;
    const { message } = await run<{ message: string | null }>("promptlint.chain", film.uri.toString(), position);
    assert.ok(film.isDirty || message, "an edit or a reason");
    if (film.isDirty) assert.ok(film.getText().match(/- id: h01/g)!.length > 1, film.getText());
    await revert(film);
  },

  "a configuration file that the settings name is obeyed": async () => {
    const film = await open(HARBOUR);
    await finding(film, "C201");
    await write("quiet.toml", 'ignore = ["C201"]\n');
    const settings = vscode.workspace.getConfiguration("promptlint", film.uri);
    await settings.update("configuration", "quiet.toml", vscode.ConfigurationTarget.Workspace);
    await gone(film, "C201");
    await settings.update("configuration", undefined, vscode.ConfigurationTarget.Workspace);
    await finding(film, "C201");
  },

  "what changes on the disk is looked at again": async () => {
    const film = await open(HARBOUR);
    await finding(film, "C201");
    const bible = (await open(BIBLE)).getText();
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await write(BIBLE, bible.replace("dark auburn", "blonde"));
    await gone(film, "C201");
    await write(BIBLE, bible);
    await finding(film, "C201");

    await vscode.workspace.fs.rename(uriOf("refs/mara-front.png"), uriOf("refs/away.png"));
    const missing = await finding(film, "R401");
    assert.equal(film.getText(missing.range), "../refs/mara-front.png");
    await vscode.workspace.fs.rename(uriOf("refs/away.png"), uriOf("refs/mara-front.png"));
    await gone(film, "R401");
  },

  "a closed file keeps no findings of unsaved text": async () => {
    const film = await open(PIER);
    await finding(film, "A101");
    const edit = new vscode.WorkspaceEdit();
    edit.replace(film.uri, rangeOf(film, "motion"), "motoin");
    await vscode.workspace.applyEdit(edit);
    const wrong = await until("a finding about the key", () =>
      vscode.languages.getDiagnostics(film.uri).find(({ range }) => film.getText(range) === "motoin"),
    );
    await revert(film);
    await vscode.commands.executeCommand("workbench.action.closeActiveEditor");
    await until("it to go", () => !found(film, codeOf(wrong)));
  },
};

function decode(document: vscode.TextDocument, tokens: vscode.SemanticTokens, legend: vscode.SemanticTokensLegend) {
  const words = new Map<string, string | undefined>();
  let line = 0;
  let character = 0;
  for (let at = 0; at < tokens.data.length; at += 5) {
    const [lines, characters, length, type] = tokens.data.subarray(at, at + 4) as unknown as [
      number,
      number,
      number,
      number,
    ];
    character = lines ? characters : character + characters;
    line += lines;
    words.set(document.getText(new vscode.Range(line, character, line, character + length)), legend.tokenTypes[type]);
  }
  return words;
}
