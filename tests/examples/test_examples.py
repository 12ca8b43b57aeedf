"""The findings on the example projects are as expected; ``PROMPTLINT_UPDATE=1`` renews what is expected."""

from __future__ import annotations

import json
import os
from contextlib import chdir
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from promptlint.config import ConfigFinder, Overrides
from promptlint.finding import Finding
from promptlint.run import RunRequest, RunResult, run

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
EXPECTED = Path(__file__).resolve().parent / "expected"
PROJECTS = sorted(path.parent.name for path in EXAMPLES.glob("*/promptlint.toml"))
TODAY = date(2026, 11, 20)
FAMILIES = ("S", "A", "P", "D", "M")
MAX_PICTURE_BYTES = 300_000


def lint(project: str) -> RunResult:
    with chdir(EXAMPLES / project):
        return run([Path()], RunRequest(ConfigFinder(Overrides(select=FAMILIES)), TODAY, use_cache=False))


def described(finding: Finding) -> dict[str, Any]:
    source = finding.file.source
    line, column = source.position(finding.span.start)
    words = source.text[finding.span.start : finding.span.end]
    return {
        "rule": f"{finding.code} {finding.name}",
        "severity": finding.severity.label,
        "at": f"{finding.file.name}:{line}:{column}",
        "words": words if len(words) <= 80 else f"{words[:60]}...{words[-15:]}",
        "shot": finding.shot,
        "text": finding.text,
        "fix": finding.fix.title if finding.fix else None,
    }


@pytest.mark.parametrize("project", PROJECTS)
def test_findings_are_as_expected(project: str) -> None:
    found = [described(finding) for finding in lint(project).findings]
    path = EXPECTED / f"{project}.json"
    if os.environ.get("PROMPTLINT_UPDATE"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(found, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    assert found == json.loads(path.read_text("utf-8"))


@pytest.mark.parametrize("project", PROJECTS)
def test_every_spec_is_read(project: str) -> None:
    result = lint(project)
    written = [path for path in (EXAMPLES / project / "shots").iterdir() if path.suffix in (".yaml", ".json")]
    assert result.files == len(written)
    assert not result.skipped
    assert not result.unreadable
    assert result.shots >= 7


def test_three_projects_show_all_families() -> None:
    assert len(PROJECTS) == 3
    codes = {finding.code for project in PROJECTS for finding in lint(project).findings}
    assert {code[0] for code in codes} == set(FAMILIES)
    assert len(codes) >= 15


@pytest.mark.parametrize("project", PROJECTS)
def test_most_shots_are_clean(project: str) -> None:
    """People write good shots, too; a linter that complains about every one of them is wrong."""
    result = lint(project)
    troubled = {(finding.file.name, finding.shot) for finding in result.findings if finding.severity.label != "info"}
    assert len(troubled) < result.shots


@pytest.mark.parametrize("project", PROJECTS)
def test_pictures_exist_and_are_small(project: str) -> None:
    pictures = list((EXAMPLES / project / "refs").iterdir())
    assert pictures
    assert all(picture.stat().st_size <= MAX_PICTURE_BYTES for picture in pictures)
    used = set()
    for path in (EXAMPLES / project / "shots").iterdir():
        text = path.read_text("utf-8")
        used |= {picture.name for picture in pictures if f"../refs/{picture.name}" in text}
    assert used == {picture.name for picture in pictures}
