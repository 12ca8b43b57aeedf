import json
import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from demo import CLEAN, LONG

from promptlint.__main__ import main


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.shot.yaml").write_text(LONG)
    (tmp_path / "b.shot.yaml").write_text(CLEAN.replace("id: a", "id: b"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_shots_of_a_folder_with_their_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "a.shot.yaml"
    assert "9 / ? s" in lines[1]
    assert lines[1].rstrip().endswith("1W")
    assert "2 shots of 2 files, 14 s together. 1 warning." in lines


def test_one_file_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "b.shot.yaml", "--output-format", "json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [shot["file"] for shot in report["shots"]] == ["b.shot.yaml"]


def test_a_drawing_in_a_file(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", "--output-format", "svg", "--output-file", "t.svg"]) == 0
    assert capsys.readouterr().out == ""
    assert ElementTree.parse(film / "t.svg").getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    "arguments", [["missing.yaml"], ["--output-file", "no/such/t.svg"], ["--output-file", "."], ["--color", "maybe"]]
)
def test_wrong_usage(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["timeline", *arguments]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(("encoding", "bar"), [("ascii", "="), ("utf-8", "█")])
def test_bars_are_drawn_with_what_the_terminal_shows(encoding: str, bar: str, film: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": encoding, "COLUMNS": "80"}
    done = subprocess.run(
        [sys.executable, "-m", "promptlint", "timeline", "."],
        cwd=film,
        env=environment,
        capture_output=True,
        check=True,
    )
    assert bar * 5 in done.stdout.decode(encoding)
