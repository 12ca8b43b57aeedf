"""GitHub workflow commands, which show findings as annotations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from promptlint.finding import Severity
from promptlint.report.visible import visible_lines

if TYPE_CHECKING:
    from promptlint.finding import Finding
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult

_COMMANDS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(result: RunResult, options: ReportOptions) -> str:
    """One workflow command a finding."""
    return "".join(_command(finding) + "\n" for finding in result.findings)


def _command(finding: Finding) -> str:
    start = finding.file.source.position(finding.span.start)
    end = finding.file.source.position(finding.span.end)
    properties = {"file": finding.file.name, "line": start.line, "endLine": end.line}
    if start.line == end.line:
        properties |= {"col": start.column, "endColumn": end.column}
    properties["title"] = f"{finding.code} {finding.name}"
    listed = ",".join(f"{key}={_property(str(value))}" for key, value in properties.items())
    return f"::{_COMMANDS[finding.severity]} {listed}::{_data(finding.text)}"


def _data(text: str) -> str:
    return visible_lines(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
