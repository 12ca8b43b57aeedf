"""Counts: the summary line, findings per rule, and time per rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from promptlint.finding import Severity

if TYPE_CHECKING:
    from promptlint.finding import Finding
    from promptlint.run import RunResult
    from promptlint.timings import Timings


def by_severity(findings: list[Finding]) -> dict[Severity, int]:
    """The number of findings of each severity, the worst first."""
    counts = Counter(finding.severity for finding in findings)
    return {severity: counts[severity] for severity in sorted(Severity, reverse=True)}


def counted(number: int, noun: str) -> str:
    """A number with its noun: ``1 error``, ``2 errors``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def summary(result: RunResult) -> str:
    """One line: what was found, in how much."""
    found = [counted(number, severity.label) for severity, number in by_severity(result.findings).items() if number]
    where = f"{counted(result.shots, 'shot')} of {counted(result.files, 'file')}"
    if not found:
        return f"No problems in {where}."
    listed = found[0] if len(found) == 1 else f"{', '.join(found[:-1])} and {found[-1]}"
    return f"Found {listed} in {where}."


def statistics(findings: list[Finding]) -> str:
    """Findings per rule as a table, the most frequent first."""
    counts = Counter((finding.code, finding.name) for finding in findings)
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    return "".join(f"{number:>7,}  {code:<6} {name}\n" for (code, name), number in rows)


def timing(timings: Timings) -> str:
    """Time per rule in milliseconds as a table, the slowest first."""
    rows = sorted(timings.seconds.items(), key=lambda row: (-row[1], row[0]))
    total = sum(timings.seconds.values())
    lines = [f"{seconds * 1000:>10,.1f} ms  {code}\n" for code, seconds in rows]
    return "".join([*lines, f"{total * 1000:>10,.1f} ms  all rules\n"])
