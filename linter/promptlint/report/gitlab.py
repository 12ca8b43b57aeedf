"""GitLab's Code Quality report."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from promptlint.finding import Severity
from promptlint.report.fingerprint import with_fingerprints
from promptlint.report.visible import visible_lines

if TYPE_CHECKING:
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult

_SEVERITIES: Final = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(result: RunResult, options: ReportOptions) -> str:
    """The report."""
    issues = []
    for finding, fingerprint in with_fingerprints(result.findings):
        start = finding.file.source.position(finding.span.start)
        end = finding.file.source.position(finding.span.end)
        issues.append(
            {
                "description": f"{finding.code} {finding.name}: {visible_lines(finding.text)}",
                "check_name": finding.name,
                "fingerprint": fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": finding.file.name,
                    "positions": {"begin": start._asdict(), "end": end._asdict()},
                },
            }
        )
    return json.dumps(issues, indent=1) + "\n"
