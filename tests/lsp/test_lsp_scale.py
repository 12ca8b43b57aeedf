"""Large files and long days: nothing is kept that is no longer needed."""

from __future__ import annotations

import gc
import sys
from pathlib import Path
from random import Random

import pytest
from lsp_client import running
from lsp_editor import Editor
from lsp_in_process import InProcess
from lsp_specs import CONFIG

from promptlint.document import Document
from promptlint.spec.model import SpecFile

GROWTH_LIMIT_MB = 20.0
MEMORY_LIMIT_MB = 800.0
"""With a file of 5,000 shots; without care it would be 30 more for each edit."""
EDITS = 1_500


def film(shots: int) -> str:
    """Shots that are all different."""
    return "defaults: {model: kling-2.6}\nshots:\n" + "".join(
        f"  - id: s{number}\n    prompt: She takes step {number} and looks at tree {number}.\n"
        f"    duration: {5 if number % 3 else 7}s\n    image: {{from: s{number - 1}, frame: last}}\n"
        for number in range(shots)
    )


def memory(process: int) -> float:
    """MB that a process holds."""
    status = Path(f"/proc/{process}/status").read_text()
    (line,) = [line for line in status.splitlines() if line.startswith("VmRSS:")]
    return int(line.split()[1]) / 1024


def test_earlier_versions_are_let_go(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text('select = ["all"]\n')
    uri = (tmp_path / "a.shot.yaml").as_uri()
    lines = film(60).splitlines(keepends=True)
    editor = InProcess(tmp_path)
    try:
        item = {"uri": uri, "languageId": "yaml", "version": 1, "text": "".join(lines)}
        editor.notify("textDocument/didOpen", {"textDocument": item})
        editor.settle()
        for number in range(60):
            end = {"line": 3 + 4 * number, "character": 12}
            change = {"range": {"start": end, "end": end}, "text": "Now "}
            identifier = {"uri": uri, "version": number + 2}
            editor.notify("textDocument/didChange", {"textDocument": identifier, "contentChanges": [change]})
            editor.request("textDocument/diagnostic", {"textDocument": {"uri": uri}})
        editor.settle()
        gc.unfreeze()
        gc.collect()
        kept = [one for one in gc.get_objects() if isinstance(one, SpecFile) and one.path.parent == tmp_path]
        assert len(kept) <= 4
        futures = editor.server.protocol._request_futures
        assert len(futures) <= 4
    finally:
        editor.leave()


def test_what_is_no_spec_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(text: str) -> Document:
        raise AssertionError(f"{text[:20]} was parsed")

    monkeypatch.setattr("promptlint.loader.compose", never)
    editor = InProcess(tmp_path)
    try:
        text = "services:\n" + "".join(f"  web{number}: {{image: nginx}}\n" for number in range(5_000))
        for version, name in enumerate(("deploy.yaml", "values.yml", "package.json", "notes.md")):
            uri = (tmp_path / name).as_uri()
            item = {"uri": uri, "languageId": "yaml", "version": version, "text": text}
            editor.notify("textDocument/didOpen", {"textDocument": item})
            change = {"textDocument": {"uri": uri, "version": 9}, "contentChanges": [{"text": text + "# \n"}]}
            editor.notify("textDocument/didChange", change)
        editor.settle()
        assert not editor.shown
        assert not [message for message in editor.messages if message["method"] == "promptlint/linted"]
    finally:
        editor.leave()


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is told by /proc")
def test_memory_is_stable_over_many_edits(tmp_path: Path) -> None:
    (tmp_path / "promptlint.toml").write_text('select = ["S", "A", "D", "P"]\n')
    text = film(12).replace("tree", "lighthouse")  # prompts that no other test has had parsed
    with running(tmp_path) as client:
        client.initialize()
        uri = client.open(tmp_path / "a.shot.yaml", text)
        client.wait(lambda: any(p["complete"] for p in client.of("promptlint/linted")), "the parser is loaded")
        random = Random(5)
        before = 0.0
        for version in range(2, EDITS + 2):
            if version == EDITS // 3:
                before = memory(client.process.pid)
            line = 3 + 4 * random.randrange(12)
            at = {"line": line, "character": 12}
            end = at if version % 2 else {"line": line, "character": 13}
            client.change(uri, version, {"range": {"start": at, "end": end}, "text": random.choice("abc ")})
            if version % 50 == 0:
                client.wait(lambda version=version: any(p["version"] == version for p in client.published(uri)))
                client.messages.clear()
        growth = memory(client.process.pid) - before
        assert growth < GROWTH_LIMIT_MB
        assert client.leave() == 0


def test_a_file_of_5_000_shots(push: Editor) -> None:
    client = push.client
    push.write("promptlint.toml", CONFIG)
    text = film(5_000)
    uri = push.open("large.shot.yaml", text)
    client.wait(lambda: client.codes(uri).count("A101") == 1_667, "all findings")
    line = 4 + 4 * 2_500
    place = {"start": {"line": line, "character": 14}, "end": {"line": line, "character": 15}}
    client.change(uri, 2, {"range": place, "text": "9"})
    client.wait(lambda: client.published(uri)[-1]["version"] == 2 and client.codes(uri).count("A101") in (1_667, 1_668))
    for version in range(3, 15):
        client.change(uri, version, {"range": place, "text": str(version % 10)})
        client.wait(lambda version=version: client.published(uri)[-1]["version"] == version)
    if sys.platform.startswith("linux"):
        assert memory(client.process.pid) < MEMORY_LIMIT_MB
    position = {"line": line, "character": 14}
    assert client.request("textDocument/hover", {"textDocument": {"uri": uri}, "position": position})
    assert client.pull(uri)["items"]
