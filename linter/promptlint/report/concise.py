"""One line a finding: ``file:line:column: CODE name message``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.report.style import Style
from promptlint.report.text import place
from promptlint.report.totals import summary
from promptlint.report.visible import visible

if TYPE_CHECKING:
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult


def render(result: RunResult, options: ReportOptions) -> str:
    """The report."""
    style = Style(options.colour)
    lines = [
        f"{place(finding.file, finding.span.start)}: {style.of(finding.severity, finding.code)} "
        f"{finding.name} {visible(finding.text)}\n"
        for finding in result.findings
    ]
    if options.summary:
        lines.append(summary(result) + "\n")
    return "".join(lines)
