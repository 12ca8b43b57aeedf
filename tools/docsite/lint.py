"""Lint a rule's example as its reader would, and show what the program says."""

from __future__ import annotations

from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from promptlint.config import ConfigFinder, Overrides
from promptlint.report import ReportOptions, render
from promptlint.rule import Example, Rule
from promptlint.run import RunRequest, RunResult, run
from promptlint.testing import SYNTAX_RULE, TODAY

DOCS_DATE: Final = TODAY
"""The day on which the examples are linted, so that a retirement date does not change the pages."""


def report(rule: Rule, example: Example) -> str:
    """The text report on an example, with the findings of this rule only."""
    select = None if "select" in example.config else (rule.code, SYNTAX_RULE)
    with TemporaryDirectory() as folder, chdir(folder):
        write(example, Path(folder))
        request = RunRequest(ConfigFinder(Overrides(preset="strict", select=select)), DOCS_DATE, use_cache=False)
        result = run([Path(folder)], request)
        own = [finding for finding in result.findings if finding.code == rule.code]
        return render("text", RunResult(own, result.files, result.shots), ReportOptions(summary=False)).rstrip() + "\n"


def write(example: Example, folder: Path) -> None:
    """Write the example's files."""
    files = [(example.name, example.spec), ("promptlint.toml", example.config), *example.files]
    for name, text in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
