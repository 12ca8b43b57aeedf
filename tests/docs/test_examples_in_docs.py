"""Every spec and configuration that the documentation shows is one that promptlint accepts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptlint.config import ConfigFinder, Overrides
from promptlint.run import RunRequest, run

ROOT = Path(__file__).resolve().parents[2]
PAGES = (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))
LINKS = "S009"
TODAY = date(2026, 11, 20)


def blocks(language: str, needle: str) -> Iterator[Any]:
    for page in PAGES:
        for number, match in enumerate(re.finditer(r"^```(\w+)\n(.*?)^```", page.read_text("utf-8"), re.DOTALL | re.M)):
            if match[1] == language and needle in match[2]:
                yield pytest.param(match[2], id=f"{page.stem}-{number}")


@pytest.mark.parametrize("text", [*blocks("yaml", "prompt: ")])
def test_spec(text: str, tmp_path: Path) -> None:
    (tmp_path / "example.shot.yaml").write_text(text)
    with chdir(tmp_path):
        finder = ConfigFinder(Overrides(select=("S",), ignore=(LINKS,)))
        result = run([Path("example.shot.yaml")], RunRequest(finder, TODAY, use_cache=False))
    assert result.files == 1
    assert result.shots
    problems = [finding for finding in result.findings if finding.code != "S010"]
    assert not [f"{finding.code} {finding.text}" for finding in problems]


@pytest.mark.parametrize("text", [*blocks("toml", "=")])
def test_configuration(text: str, tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "house-style.toml").write_text("")
    folder = tmp_path / "film"
    folder.mkdir()
    tomllib.loads(text)
    (folder / ("pyproject.toml" if "[project]" in text else "promptlint.toml")).write_text(text)
    (folder / "one.shot.yaml").write_text("id: s01\nmodel: kling-2.6\nimage: a.png\nprompt: She turns to the window.\n")
    result = run([folder], RunRequest(ConfigFinder(), TODAY, use_cache=False))
    assert result.files == 1
