"""What a run does not do: seen by what its process has imported, as nothing is decoded without numpy."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from film import write_film

from promptlint.registry import installed
from promptlint.rule import Need

PICTURES_ONLY = (
    "--select",
    ",".join(rule.code for rule in installed() if rule.needs and Need.PROMPT not in rule.needs),
)
HEAVY = ("PIL", "numpy", "onnxruntime", "spacy")
SCRIPT = f"""
import sys
from promptlint.__main__ import main

if __name__ == "__main__":
    code = main(sys.argv[1:])
    print("heavy:", *(name for name in {HEAVY} if name in sys.modules))
    sys.exit(code)
"""


def heavy(folder: Path, *options: str) -> list[str]:
    """The heavy packages that a run in a new process imports."""
    script = folder / "script.py"
    script.write_text(SCRIPT)
    done = subprocess.run(
        [sys.executable, str(script), "--fail-on", "never", "--output-file", os.devnull, *options, str(folder)],
        env={
            **os.environ,
            "PYTHONPATH": os.pathsep.join(filter(None, sys.path)),
            "PROMPTLINT_CACHE_DIR": str(folder / "cache"),
        },
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.split("heavy:")[1].split()


@pytest.fixture
def film(tmp_path: Path) -> Path:
    write_film(tmp_path)
    return tmp_path


def test_without_picture_rules_no_picture_is_opened(film: Path) -> None:
    assert heavy(film, "--select", "S,A,D", "--ignore", "A106") == []


def test_rules_on_headers_decode_nothing(film: Path) -> None:
    assert heavy(film, "--select", "R401,R402,R416") == ["PIL"]


def test_a_second_run_looks_at_no_picture(film: Path) -> None:
    assert heavy(film, *PICTURES_ONLY, "--executor", "serial") == ["PIL", "numpy", "onnxruntime"]
    assert heavy(film, *PICTURES_ONLY) == []
    spec = film / "a.shot.yaml"
    spec.write_text(spec.read_text() + "# changed\n")
    assert heavy(film, *PICTURES_ONLY) == []


def test_where_others_look_this_process_loads_nothing_to_look_with(film: Path) -> None:
    assert heavy(film, *PICTURES_ONLY, "--executor", "processes", "--jobs", "1") == []
