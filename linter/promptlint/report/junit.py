"""JUnit XML: a suite for each file with findings, a failed case for each finding."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from promptlint.report.visible import visible, visible_lines

if TYPE_CHECKING:
    from promptlint.finding import Finding
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult


def render(result: RunResult, options: ReportOptions) -> str:
    """The report; a run without findings is one passed case."""
    lines = ['<?xml version="1.0" encoding="utf-8"?>']
    total = len(result.findings)
    lines.append(f'<testsuites name="promptlint" tests="{max(total, 1)}" failures="{total}" errors="0">')
    if not total:
        lines.append('<testsuite name="promptlint" tests="1" failures="0" errors="0">')
        lines.append('<testcase name="no problems" classname="promptlint" />')
        lines.append("</testsuite>")
    for name, group in groupby(result.findings, key=lambda finding: finding.file.name):
        findings = list(group)
        number = len(findings)
        lines.append(f'<testsuite name={_attribute(name)} tests="{number}" failures="{number}" errors="0">')
        for finding in findings:
            lines += _case(finding)
        lines.append("</testsuite>")
    lines.append("</testsuites>")
    text = "\n".join(lines) + "\n"
    return text.encode("ascii", "xmlcharrefreplace").decode("ascii")


def _case(finding: Finding) -> list[str]:
    line, column = finding.file.source.position(finding.span.start)
    name = f"{finding.code} {finding.name} ({line}:{column})"
    return [
        f"<testcase name={_attribute(name)} classname={_attribute(finding.file.name)} "
        f'file={_attribute(finding.file.name)} line="{line}">',
        f'<failure type="{finding.severity.label}" message={_attribute(finding.message)}>'
        f"{_text(f'{finding.file.name}:{line}:{column}: {finding.text}')}</failure>",
        "</testcase>",
    ]


def _attribute(text: str) -> str:
    return quoteattr(_allowed(visible(text)))


def _text(text: str) -> str:
    return escape(_allowed(visible_lines(text)))


def _allowed(text: str) -> str:
    """Without the two code points that XML forbids besides control characters and surrogates."""
    return text.replace("\ufffe", "\\ufffe").replace("\uffff", "\\uffff")
