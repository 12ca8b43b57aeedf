"""Fixing a whole file in the editor and on the command line gives the same text."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from desk import ENCODINGS, Desk, offered
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec_texts import Written, json_specs, yaml_specs

from promptlint.__main__ import main
from promptlint_lsp.features.action_kinds import FIX_ALL
from promptlint_lsp.features.tasks import Task, carry_out


def by_editor(desk: Desk, name: str, text: str) -> dict[str, str]:
    view = desk.open(name, text)
    changes = carry_out(Task("fix-all"), view)
    assert bool(changes) <= any(one.kind == FIX_ALL for one in offered(view, view.file.source.text[:1]))
    return desk.applied(changes)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(yaml_specs(), json_specs()), st.sampled_from(sorted(ENCODINGS)))
def test_same_as_the_command_line(spec: Written, encoding: str) -> None:
    with TemporaryDirectory(prefix="promptlint-") as folder:
        desk = Desk(Path(folder).resolve(), encoding=encoding)
        path = desk.write(spec.name, spec.text)
        text = spec.text.removeprefix("\ufeff")
        new = by_editor(desk, spec.name, spec.text)
        main(["check", "--fix", "--quiet", str(path)])
        assert path.read_bytes().decode().removeprefix("\ufeff") == new.get(spec.name, text)


def test_files_that_are_extended_are_fixed_as_well(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    base = desk.write("base.shot.yaml", "defaults: {aspect_ratio: 16:9}  # 🎬\nshots: []\n")
    text = "extends: base.shot.yaml\nshots:\n  - {id: s1, prompt: She smiles. 8k., model: pika-1.5}\n"
    path = desk.write("a.shot.yaml", text)
    new = by_editor(desk, "a.shot.yaml", text)
    assert sorted(new) == ["a.shot.yaml", "base.shot.yaml"]
    main(["check", "--fix", "--quiet", str(path)])
    assert new == {"a.shot.yaml": path.read_text("utf-8"), "base.shot.yaml": base.read_text("utf-8")}


def test_texts_that_are_not_saved_count(desk: Desk) -> None:
    desk.write("base.shot.yaml", "defaults: {model: sora-2}\nshots: []\n")
    desk.open("base.shot.yaml", "defaults: {model: pika-1.5, aspect_ratio: 16:9}\nshots: []\n")
    new = by_editor(desk, "a.shot.yaml", "extends: base.shot.yaml\nshots:\n  - {id: s1, prompt: She smiles.}\n")
    assert new["base.shot.yaml"] == 'defaults: {model: pika-1.5, aspect_ratio: "16:9"}\nshots: []\n'


def test_a_base_that_may_not_be_written_is_left(desk: Desk) -> None:
    base = desk.write("base.shot.yaml", "defaults: {aspect_ratio: 16:9}\nshots: []\n")
    base.chmod(0o444)
    text = "extends: base.shot.yaml\nshots:\n  - {id: s1, prompt: She smiles. 8k., model: pika-1.5}\n"
    assert sorted(by_editor(desk, "a.shot.yaml", text)) == ["a.shot.yaml"]


def test_what_files_that_extend_it_say_of_a_file_is_fixed_there(desk: Desk) -> None:
    user = "extends: base.shot.yaml\nshots:\n  - {id: s1, prompt: She smiles. 8k., model: pika-1.5}\n"
    path = desk.write("a.shot.yaml", user)
    text = "defaults: {aspect_ratio: 16:9}\nshots: []\n"
    base = desk.write("base.shot.yaml", text)
    new = by_editor(desk, "base.shot.yaml", text)
    assert new == {"base.shot.yaml": 'defaults: {aspect_ratio: "16:9"}\nshots: []\n'}
    main(["check", "--fix", "--quiet", str(desk.root)])
    assert new["base.shot.yaml"] == base.read_text("utf-8")
    assert path.read_text("utf-8") != user


def test_known_findings_are_neither_shown_nor_fixed(desk: Desk) -> None:
    text = "shots:\n  - {id: s1, prompt: She smiles. 8k., model: pika-1.5}\n"
    path = desk.write("a.shot.yaml", text)
    main(["check", "--write-baseline", "--quiet", str(desk.root)])
    text = f"{text}  - {{id: s2, prompt: He smiles. 8k., model: pika-1.5}}\n"
    path.write_text(text, "utf-8")
    new = by_editor(desk, "a.shot.yaml", text)
    assert {one.shot for one in desk.view("a.shot.yaml").findings} == {"s2"}
    assert desk.project.lint_text(path) is not None
    main(["check", "--fix", "--quiet", str(path)])
    assert new == {"a.shot.yaml": path.read_text("utf-8")}
    assert "She smiles. 8k." in new["a.shot.yaml"] and "He smiles. 8k." not in new["a.shot.yaml"]


def test_a_baseline_that_cannot_be_used_hides_nothing(desk: Desk) -> None:
    desk.write("promptlint-baseline.json", "[")
    assert desk.open("a.shot.yaml", "shots:\n  - {id: s1, prompt: She smiles. 8k., model: pika-1.5}\n").findings
