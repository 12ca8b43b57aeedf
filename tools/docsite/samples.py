"""Samples of what the program prints, made by running it."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from docsite.lint import DOCS_DATE
from docsite.markdown import code, inline, one_line, table
from promptlint.config import ConfigFinder
from promptlint.report import ReportOptions, render
from promptlint.run import RunRequest, RunResult, run

ROOT: Final = Path(__file__).resolve().parent.parent.parent
DEMO: Final = Path("examples/product-spot/shots/spot-20s.yaml")
DEMO_CODES: Final = ("S008", "A104", "A101")


def parts() -> dict[str, str]:
    """The generated regions by name."""
    return {
        "demo": code(f"$ promptlint {DEMO}\n{_demo()}", "text"),
        "first-finding": f"`promptlint first.shot.yaml` prints:\n\n{code(_first_finding(), 'text')}",
        "action-inputs": _action_inputs(),
    }


def _demo() -> str:
    """One finding of each of a few rules, and the true summary."""
    with chdir(ROOT):
        result = _lint(DEMO)
        chosen = {finding.code: finding for finding in reversed(result.findings) if finding.code in DEMO_CODES}
        findings = [finding for finding in result.findings if finding is chosen.get(finding.code)]
        shown = render("text", RunResult(findings, result.files, result.shots), ReportOptions(summary=False))
        summary = render("text", result, ReportOptions()).rstrip().rpartition("\n")[2]
    more = len(result.findings) - len(findings)
    return f"{shown}... {more} more ...\n\n{summary}"


def _first_finding() -> str:
    page = (ROOT / "docs" / "quick-start.md").read_text("utf-8")
    block = re.search(r"Save this as `(\S+?)`:\n\n```yaml\n(.*?)```", page, re.DOTALL)
    assert block is not None
    with TemporaryDirectory() as folder, chdir(folder):
        Path(block[1]).write_text(block[2], encoding="utf-8")
        return render("text", _lint(Path(block[1])), ReportOptions())


def _lint(path: Path) -> RunResult:
    return run([path], RunRequest(ConfigFinder(), DOCS_DATE, use_cache=False))


def _action_inputs() -> str:
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    rows = [
        (f"`{name}`", one_line(value["description"]), inline([value["default"]] if value["default"] else []))
        for name, value in action["inputs"].items()
    ]
    return table(("Input", "Meaning", "Default"), rows)
