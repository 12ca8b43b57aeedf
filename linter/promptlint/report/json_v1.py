"""The JSON report, version 1: a contract. Keys are added in a new version only.

Lines and columns count from 1, offsets from 0; columns and offsets are code points.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from promptlint import __version__
from promptlint.report.totals import by_severity
from promptlint.rule import DOCS_URL

if TYPE_CHECKING:
    from promptlint.finding import Evidence, Finding, Fix
    from promptlint.report.options import ReportOptions
    from promptlint.run import RunResult
    from promptlint.text import SourceText, Span


def render(result: RunResult, options: ReportOptions) -> str:
    """The report, one finding a line."""
    head = json.dumps({"version": 1, "tool": {"name": "promptlint", "version": __version__}})
    findings = ",\n".join(json.dumps(finding_object(finding)) for finding in result.findings)
    counts = {f"{severity.label}s": number for severity, number in by_severity(result.findings).items()}
    tail = json.dumps({"files": result.files, "shots": result.shots, **counts})
    listed = f"[\n{findings}\n]" if findings else "[]"
    return f'{head[:-1]}, "findings": {listed}, "summary": {tail}}}\n'


def finding_object(finding: Finding) -> dict[str, Any]:
    """One finding as the contract has it."""
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.label,
        "confidence": finding.confidence.label,
        "message": finding.text,
        "file": finding.file.name,
        "shot": finding.shot,
        "path": list(finding.path),
        "range": range_object(finding.file.source, finding.span),
        "evidence": [_evidence_object(finding, evidence) for evidence in finding.evidence],
        "fix": _fix_object(finding.file.source, finding.fix) if finding.fix else None,
        "alternatives": [_fix_object(finding.file.source, fix) for fix in finding.alternatives],
        "url": f"{DOCS_URL}{finding.name}/",
    }


def range_object(source: SourceText, span: Span) -> dict[str, Any]:
    """A span as start and end."""
    return {"start": _position_object(source, span.start), "end": _position_object(source, span.end)}


def _position_object(source: SourceText, offset: int) -> dict[str, int]:
    line, column = source.position(offset)
    return {"line": line, "column": column, "offset": offset}


def _evidence_object(finding: Finding, evidence: Evidence) -> dict[str, Any]:
    shown: dict[str, Any] = {"message": evidence.message}
    if evidence.location is not None:
        shown["file"] = evidence.location.file.name
        shown["range"] = range_object(evidence.location.file.source, evidence.location.span)
    elif evidence.picture is not None:
        shown["file"] = evidence.picture
        shown["box"] = evidence.box._asdict() if evidence.box else None
    else:
        shown["file"] = finding.file.name
        shown["range"] = range_object(finding.file.source, finding.span)
    return shown


def _fix_object(source: SourceText, fix: Fix) -> dict[str, Any]:
    edits = [{"range": range_object(source, edit.span), "text": edit.text} for edit in fix.edits]
    return {"title": fix.title, "safe": fix.safe, "edits": edits}
