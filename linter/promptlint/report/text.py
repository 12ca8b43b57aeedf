"""The report for people: each finding with its source excerpt, advice and evidence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from promptlint.report.excerpt import excerpt
from promptlint.report.style import Style
from promptlint.report.totals import summary
from promptlint.report.visible import visible

if TYPE_CHECKING:
    from promptlint.finding import Evidence, Finding
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult
    from promptlint.text import SourceFile


def render(result: RunResult, options: ReportOptions) -> str:
    """The report."""
    style = Style(options.colour)
    parts = ["\n".join(_finding(finding, style)) + "\n\n" for finding in result.findings]
    if options.summary:
        parts.append(summary(result) + "\n")
    return "".join(parts)


def _finding(finding: Finding, style: Style) -> Iterator[str]:
    label = style.of(finding.severity, f"{finding.severity.label}[{finding.code}]")
    unsure = "" if finding.confidence.label == "certain" else f" ({finding.confidence.label})"
    yield f"{label} {style.bold(finding.name)}{unsure}: {style.bold(visible(finding.message))}"
    gutter = max(len(str(line)) for line in _line_numbers(finding))
    shot = f", shot {visible(finding.shot)}" if finding.shot else ""
    blank = style.frame(" " * gutter + " |")
    yield f"{style.frame(' ' * gutter + '-->')} {place(finding.file, finding.span.start)}{shot}"
    source = finding.file.source
    if source.text:
        yield blank
        yield from excerpt(source, finding.span, "^", lambda marks: style.of(finding.severity, marks), style, gutter)
    for evidence in finding.evidence:
        yield from _evidence(finding, evidence, style, gutter)
    equals = style.frame(" " * gutter + " =")
    if finding.advice:
        yield blank
        yield f"{equals} {style.bold('help')}: {visible(finding.advice)}"
    if finding.fix:
        kind = "safe fix" if finding.fix.safe else "fix to look at"
        yield f"{equals} {style.bold(kind)}: {visible(finding.fix.title)}"
    for fix in finding.alternatives:
        yield f"{equals} {style.bold('or' if finding.fix else 'possible fix')}: {visible(fix.title)}"


def _evidence(finding: Finding, evidence: Evidence, style: Style, gutter: int) -> Iterator[str]:
    location = evidence.location
    if location is None:
        box = evidence.box
        region = f", pixels {box.x},{box.y} to {box.x + box.width},{box.y + box.height}" if box else ""
        where = f"{visible(evidence.picture)}{region}: " if evidence.picture else ""
        yield f"{style.frame(' ' * gutter + ' =')} {style.bold('see')}: {where}{visible(evidence.message)}"
        return
    yield f"{style.frame(' ' * gutter + ':::')} {place(location.file, location.span.start)}"
    yield style.frame(" " * gutter + " |")
    lines = list(excerpt(location.file.source, location.span, "-", style.frame, style, gutter))
    lines[-1] += f" {style.frame(visible(evidence.message))}"
    yield from lines


def _line_numbers(finding: Finding) -> Iterator[int]:
    yield finding.file.source.line_of(max(finding.span.start, finding.span.end - 1))
    for evidence in finding.evidence:
        if evidence.location:
            span = evidence.location.span
            yield evidence.location.file.source.line_of(max(span.start, span.end - 1))


def place(file: SourceFile, offset: int) -> str:
    """``file:line:column`` of an offset."""
    line, column = file.source.position(offset)
    return f"{visible(file.name)}:{line}:{column}"
