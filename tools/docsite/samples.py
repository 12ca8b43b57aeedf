"""Samples of what the program prints, made by running it."""

from __future__ import annotations

import re
from contextlib import chdir
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any, Final

import yaml

from docsite.lint import DOCS_DATE
from docsite.markdown import code, inline, one_line, table
from promptlint.config import ConfigFinder, Overrides
from promptlint.report import ReportOptions, render
from promptlint.run import RunRequest, RunResult, run

ROOT: Final = Path(__file__).resolve().parent.parent.parent
DEMO: Final = Path("examples/product-spot/shots/spot-20s.yaml")
DEMO_CODES: Final = ("S008", "A104", "A101")
PLUGIN: Final = ROOT / "examples" / "plugin"
PLUGIN_FILES: Final = (
    ("pyproject", "pyproject.toml", "toml"),
    ("rule", "northlight_rules/house/look_into_lens.py", "python"),
    ("tests", "tests/test_house_rules.py", "python"),
)


def parts() -> dict[str, str]:
    """The generated regions by name."""
    return {
        "demo": code(f"$ promptlint {DEMO}\n{_demo()}", "text"),
        "first-finding": f"`promptlint first.shot.yaml` prints:\n\n{code(_first_finding(), 'text')}",
        "phrase-findings": code(_phrase_findings(), "text"),
        **{f"plugin-{name}": code((PLUGIN / path).read_text("utf-8"), kind) for name, path, kind in PLUGIN_FILES},
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
        Path("refs").mkdir()
        copyfile(ROOT / "examples" / "character-drama" / "refs" / "mara-front.png", Path("refs") / "mara-front.png")
        return render("text", _lint(Path(block[1])), ReportOptions())


def _phrase_findings() -> str:
    page = (ROOT / "docs" / "configuration.md").read_text("utf-8").partition("## Words of your own")[2]
    blocks = dict(reversed(re.findall(r"```(toml|yaml)\n(.*?)```", page, re.DOTALL)))
    with TemporaryDirectory() as folder, chdir(folder):
        Path("promptlint.toml").write_text(blocks["toml"], encoding="utf-8")
        Path("s01.shot.yaml").write_text(blocks["yaml"], encoding="utf-8")
        return render("text", _lint(Path("s01.shot.yaml"), select=("STU",)), ReportOptions())


def _lint(path: Path, select: tuple[str, ...] | None = None) -> RunResult:
    return run([path], RunRequest(ConfigFinder(Overrides(select=select)), DOCS_DATE, use_cache=False))


def _action_inputs() -> str:
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    rows = [
        (f"`{name}`", one_line(value["description"]), inline([value["default"]] if value["default"] else []))
        for name, value in action["inputs"].items()
    ]
    return table(("Input", "Meaning", "Default"), rows)
