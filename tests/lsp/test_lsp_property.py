"""Whatever an editor does, the server lives, and in the end it says what the command line says of the same texts."""

from __future__ import annotations

import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import numpy  # noqa: F401  Hypothesis looks into it, which fails while another thread imports it
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from lsp_in_process import InProcess
from PIL import Image

from promptlint.config import ConfigError, ConfigFinder
from promptlint.finding import Finding, Severity, Tag
from promptlint.registry import installed
from promptlint.run import RunRequest, run

Json = Any

EXAMPLES = int(os.environ.get("PROMPTLINT_EXAMPLES", "12"))
REQUEST_FAILED = -32803
FEATURES = (
    "textDocument/hover",
    "textDocument/completion",
    "textDocument/codeAction",
    "textDocument/inlayHint",
    "textDocument/documentSymbol",
    "textDocument/definition",
    "textDocument/references",
    "textDocument/rename",
    "textDocument/prepareRename",
    "textDocument/documentLink",
    "textDocument/foldingRange",
    "textDocument/semanticTokens/full",
    "textDocument/semanticTokens/range",
    "workspace/symbol",
    "promptlint/shot",
)
SPECS = ("a.shot.yaml", "b.shot.yaml", "base.shot.yaml", "two/c.shot.yaml", "two/d.shots.json", "loose.yaml")
OTHERS = ("look.yaml", "notes.yaml")
NAMES = SPECS + OTHERS
PICTURES = ("refs/p.png", "refs/q.png", "two/refs/p.png")
CONFIGS = (
    'select = ["S", "A", "D"]\n',
    'select = ["all"]\n',
    'select = ["all"]\nconfidence = "possible"\nrequire-suppression-reasons = true\n',
    'select = ["S", "A", "P"]\nignore = ["A101"]\n[severity]\nP112 = "error"\n',
    'include = ["*.yaml"]\nexclude = ["b.*"]\n',
    '[per-file-ignores]\n"a.*" = ["A", "S"]\n',
    'select = ["nonsense"]\n',
    "this is = no TOML [\n",
)
SHOTS = (
    "  - {id: s1, model: kling-2.6, duration: 7s, prompt: She smiles and walks to the door., image: refs/p.png}\n",
    "  - id: s2\n    model: gen4_turbo\n    duration: 10\n    prompt: >-\n      The camera pans left\n"
    "      while she 🚀 dances wildly.\n    image: {from: s1, frame: last}\n",
    "  - id: s3\n    prompt: 'No people. Static camera; slow push-in.'\n    image: refs/q.png\n    duration: 12s\n",
    "  - {id: s1, prompt: 漢字 she waves., characters: [mara], duration: 5, image: refs/none.png}\n",
    "  - id: s4  # promptlint: disable=A101 -- on purpose\n    duration: 7s\n    model: kling-2.6\n    promt: x\n",
    "  # promptlint: disable-next-line=S003\n  - {id: s5, model: no-such-model, motion: {camera: sideways}}\n",
)
HEADS = (
    "shots:\n",
    "version: 1\ndefaults: {model: kling-2.6, duration: 7s}\nshots:\n",
    "extends: base.shot.yaml\nshots:\n",
    "extends: look.yaml\nshots:\n",
    "extends: ../look.yaml\nshots:\n",
    "# shotspec\r\ncharacters: {mara: {hair: red, look: 'a woman of 30 in a green coat'}}\r\nshots:\r\n",
    "defaults:\n  model: wan-2.2\n  usage: hero\n",
)
SCRAPS = (
    "7s",
    "9",
    ",",
    "\n",
    "\r\n",
    "\r",
    "\u2028",
    "\x85",
    "🚀",
    "漢é",
    "\t",
    "'",
    '"',
    ": ",
    "# promptlint: disable=all\n",
    " # promptlint: disable=D306",
    "    seed: 5\n",
    " She turns around and runs.",
    "---\n",
    "{",
    "&a ",
    "*a",
    "\ufeff",
    "\0",
    "",
)
texts = st.builds(
    lambda head, shots: head + "".join(shots), st.sampled_from(HEADS), st.lists(st.sampled_from(SHOTS), max_size=3)
)
inserted = st.one_of(st.sampled_from(SCRAPS), st.sampled_from(SHOTS), st.text(max_size=5).filter(str.isprintable))
places = st.floats(0, 1)
names = st.sampled_from(NAMES)


def units(text: str, encoding: str) -> int:
    size = {"utf-8": 1, "utf-16-le": 2, "utf-32-le": 4}
    codec = encoding if encoding == "utf-8" else f"{encoding}-le"
    return len(text.encode(codec)) // size[codec]


def position(text: str, offset: int, encoding: str) -> Json:
    """The position of an offset, counted anew from the start of the text."""
    lines = re.split(r"\r\n|\n|\r", text[:offset])
    return {"line": len(lines) - 1, "character": units(lines[-1], encoding)}


def range_of(text: str, start: int, end: int, encoding: str) -> Json:
    return {"start": position(text, start, encoding), "end": position(text, end, encoding)}


def diagnostic(finding: Finding, encoding: str) -> Json:
    """A finding as the protocol has it."""
    rule = installed().rules[finding.code]
    wanted: Json = {
        "range": range_of(finding.file.source.text, *finding.span, encoding),
        "message": finding.text,
        "severity": {Severity.ERROR: 1, Severity.WARNING: 2, Severity.INFO: 3}[finding.severity],
        "code": finding.code,
        "codeDescription": {"href": rule.url},
        "source": "promptlint",
    }
    if finding.tag is not None:
        wanted["tags"] = [{Tag.UNNECESSARY: 1, Tag.DEPRECATED: 2}[finding.tag]]
    related = []
    for evidence in finding.evidence:
        if evidence.location is not None:
            file = evidence.location.file
            place = range_of(file.source.text, *evidence.location.span, encoding)
            related.append({"location": {"uri": file.path.as_uri(), "range": place}, "message": evidence.message})
        elif evidence.picture is not None:
            uri = (finding.file.path.parent / evidence.picture).as_uri()
            related.append(
                {"location": {"uri": uri, "range": range_of("", 0, 0, encoding)}, "message": evidence.message}
            )
    if related:
        wanted["relatedInformation"] = related
    return wanted


class Editor(RuleBasedStateMachine):
    """An editor that does what it likes with the files of two projects, one inside the other."""

    pull = False
    encoding = "utf-16"

    def __init__(self) -> None:
        super().__init__()
        self.root = Path(tempfile.mkdtemp()).resolve()
        (self.root / "promptlint.toml").write_text(CONFIGS[1])
        (self.root / "two" / "refs").mkdir(parents=True)
        (self.root / "two" / "promptlint.toml").write_text(CONFIGS[0])
        (self.root / "refs").mkdir()
        self.open: dict[str, str] = {}
        self.versions: dict[str, int] = {}
        self.version = 0
        self.explicit = False
        (self.root / "strict.toml").write_text('select = ["all"]\nrequire-suppression-reasons = true\n')
        for name in NAMES:
            (self.root / name).write_text("# empty\n", encoding="utf-8")

    @initialize()
    def begin(self) -> None:
        self.editor = InProcess(self.root, pull=self.pull, encoding=self.encoding)

    def uri(self, name: str) -> str:
        return (self.root / name).as_uri()

    def next_version(self, name: str) -> Json:
        self.version += 1
        self.versions[name] = self.version
        return {"uri": self.uri(name), "version": self.version}

    def changed_on_disk(self, *names: str) -> None:
        changes = [{"uri": self.uri(name), "type": 2} for name in names]
        self.editor.notify("workspace/didChangeWatchedFiles", {"changes": changes})

    # --- what an editor does ---

    @rule(name=names, text=texts)
    def opens(self, name: str, text: str) -> None:
        if name in self.open:
            self.closes(name)
        item = {**self.next_version(name), "languageId": "yaml", "text": text}
        self.open[name] = text
        self.editor.notify("textDocument/didOpen", {"textDocument": item})

    @precondition(lambda self: self.open)
    @rule(data=st.data(), edits=st.lists(st.tuples(places, st.integers(0, 12), inserted), min_size=1, max_size=3))
    def changes(self, data: st.DataObject, edits: list[tuple[float, int, str]]) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        text = self.open[name]
        events = []
        for where, removed, new in edits:
            start = between_line_ends(text, int(where * len(text)))
            end = between_line_ends(text, min(start + removed, len(text)))
            events.append({"range": range_of(text, start, end, self.encoding), "text": new})
            text = text[:start] + new + text[end:]
        self.open[name] = text
        changes = {"textDocument": self.next_version(name), "contentChanges": events}
        self.editor.notify("textDocument/didChange", changes)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), text=texts)
    def replaces(self, data: st.DataObject, text: str) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        self.open[name] = text
        changes = {"textDocument": self.next_version(name), "contentChanges": [{"text": text}]}
        self.editor.notify("textDocument/didChange", changes)

    @precondition(lambda self: self.open)
    @rule(data=st.data())
    def saves(self, data: st.DataObject) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        (self.root / name).write_bytes(self.open[name].encode())
        self.editor.notify("textDocument/didSave", {"textDocument": {"uri": self.uri(name)}})
        self.changed_on_disk(name)

    @rule(name=names)
    def closes(self, name: str) -> None:
        self.open.pop(name, None)
        self.versions.pop(name, None)
        self.editor.notify("textDocument/didClose", {"textDocument": {"uri": self.uri(name)}})

    @rule(name=names, text=texts)
    def writes_on_disk(self, name: str, text: str) -> None:
        (self.root / name).write_text(text, encoding="utf-8", newline="")
        self.changed_on_disk(name)

    @rule(name=st.sampled_from(PICTURES), colour=st.sampled_from(["red", "grey", None]))
    def replaces_picture(self, name: str, colour: str | None) -> None:
        if colour is None:
            (self.root / name).unlink(missing_ok=True)
        else:
            Image.new("RGB", (640, 360), colour).save(self.root / name)
        self.changed_on_disk(name)

    @rule(name=st.sampled_from(["promptlint.toml", "two/promptlint.toml"]), config=st.sampled_from([*CONFIGS, None]))
    def configures(self, name: str, config: str | None) -> None:
        if config is None:
            (self.root / name).unlink(missing_ok=True)
        else:
            (self.root / name).write_text(config)
        self.changed_on_disk(name)

    @rule(explicit=st.booleans())
    def sets(self, explicit: bool) -> None:
        self.explicit = explicit
        self.editor.settings = {"configuration": "strict.toml"} if explicit else None
        self.editor.notify("workspace/didChangeConfiguration", {"settings": None})

    @rule(name=names, cancelled=st.booleans())
    def asks(self, name: str, cancelled: bool) -> None:
        asked = self.editor.ask("textDocument/diagnostic", {"textDocument": {"uri": self.uri(name)}})
        if cancelled:
            self.editor.notify("$/cancelRequest", {"id": asked})
        response = self.editor.response(asked)
        assert "result" in response or (cancelled and response["error"]["code"] == -32800)

    @precondition(lambda self: self.open)
    @rule(data=st.data(), method=st.sampled_from(FEATURES), at=places)
    def uses(self, data: st.DataObject, method: str, at: float) -> None:
        name = data.draw(st.sampled_from(sorted(self.open)))
        text = self.open[name]
        start = between_line_ends(text, int(at * len(text)))
        end = between_line_ends(text, min(start + 9, len(text)))
        params = {
            "textDocument": {"uri": self.uri(name)},
            "position": position(text, start, self.encoding),
            "range": range_of(text, start, end, self.encoding),
            "context": {"diagnostics": [], "includeDeclaration": True, "triggerKind": 1},
            "newName": "renamed",
            "query": "s",
        }
        response = self.editor.request(method, params)
        assert "result" in response or response["error"]["code"] == REQUEST_FAILED, (method, response)

    @rule(cancelled=st.booleans())
    def asks_for_all(self, cancelled: bool) -> None:
        asked = self.editor.ask("workspace/diagnostic", {"previousResultIds": []})
        if cancelled:
            self.editor.notify("$/cancelRequest", {"id": asked})
        response = self.editor.response(asked)
        assert "result" in response or (cancelled and response["error"]["code"] == -32800)

    # --- what must hold ---

    @invariant()
    def texts_are_the_same(self) -> None:
        if not hasattr(self, "editor"):
            return
        for name, text in self.open.items():
            document = self.editor.server.protocol.documents.get(self.uri(name))
            assert document is not None
            assert document.version == self.versions[name]
            assert ("\ufeff" if document.source.bom else "") + document.source.text == text

    @rule()
    def settles(self) -> None:
        self.editor.settle()
        wanted = {name: [diagnostic(one, self.encoding) for one in found] for name, found in self.expected()}
        for name in NAMES:
            version, shown = self.shown(name)
            if name not in self.open or name not in wanted:
                assert shown == [], name
                continue
            for one in shown:
                del one["data"]
            missing = [one for one in wanted[name] if one not in shown]
            added = [one for one in shown if one not in wanted[name]]
            assert (name, missing, added) == (name, [], [])
            assert shown == wanted[name]
            assert self.pull or version == self.versions[name]

    def shown(self, name: str) -> tuple[int | None, Json]:
        if not self.pull:
            version, shown = self.editor.shown.get(self.uri(name), (None, []))
            return version, [dict(one) for one in shown]
        assert not self.editor.shown
        if name not in self.open:
            return None, []
        params = {"textDocument": {"uri": self.uri(name)}}
        report = self.editor.request("textDocument/diagnostic", params)["result"]
        return None, report["items"]

    def expected(self) -> Iterator[tuple[str, list[Finding]]]:
        """What the command line says of each open spec, where its configuration can be used."""
        contents = {self.root / name: text.encode() for name, text in self.open.items()}
        configs = ConfigFinder(explicit=self.root / "strict.toml" if self.explicit else None, folders=[self.root])
        request = RunRequest(configs, date.today(), force_exclude=True, project=True, contents=contents)
        projects: dict[Path, list[Path]] = {}
        for path in contents:
            try:
                if self.is_spec(path, configs):
                    projects.setdefault(configs.root_for(path.parent), []).append(path)
            except ConfigError:
                continue
        for root, specs in projects.items():
            with chdir(root):
                found = run(specs, request).findings
            for path in specs:
                yield path.relative_to(self.root).as_posix(), [one for one in found if one.file.path == path]

    def is_spec(self, path: Path, configs: ConfigFinder) -> bool:
        ours = configs.settings_for(path.parent)
        head = self.open[path.relative_to(self.root).as_posix()].removeprefix("\ufeff")[:2000]
        by_name = path.suffix == ".yaml" if "*.yaml" in ours.include else ".shot" in path.name
        excluded = "b.*" in ours.exclude and path.name.startswith("b.")
        return not excluded and (by_name or re.search(r"^#.*\bshotspec\b", head, re.MULTILINE) is not None)

    def teardown(self) -> None:
        if hasattr(self, "editor"):
            self.settles()
            self.editor.leave()
        shutil.rmtree(self.root)


def between_line_ends(text: str, offset: int) -> int:
    """An offset that is not within ``\\r\\n``, where the protocol has no position."""
    return offset - 1 if text[offset - 1 : offset + 1] == "\r\n" else offset


@pytest.mark.parametrize(("pull", "encoding"), [(False, "utf-16"), (True, "utf-8"), (False, "utf-32")])
def test_the_editor_shows_what_the_command_line_says(pull: bool, encoding: str) -> None:
    machine = type("Editor", (Editor,), {"pull": pull, "encoding": encoding})
    healthy = [HealthCheck.too_slow, HealthCheck.filter_too_much]
    limits = settings(
        max_examples=EXAMPLES,
        stateful_step_count=20,
        suppress_health_check=healthy,
        phases=(Phase.explicit, Phase.reuse, Phase.generate),
    )
    run_state_machine_as_test(machine, settings=limits)
