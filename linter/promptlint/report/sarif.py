"""SARIF 2.1.0, which code-scanning services read."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from promptlint import __version__
from promptlint.finding import Confidence, Severity
from promptlint.phrases.rules import rule_of
from promptlint.registry import installed
from promptlint.report.fingerprint import with_fingerprints
from promptlint.report.visible import visible_lines

if TYPE_CHECKING:
    from promptlint.finding import Evidence, Finding, Fix
    from promptlint.report.options import ReportOptions
    from promptlint.rule import Rule
    from promptlint.run import RunResult
    from promptlint.text import SourceFile, Span

SCHEMA_URL: Final = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
HOME_URL: Final = "https://promptlint.github.io/"
_LEVELS: Final = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}
_PRECISIONS: Final = {
    Confidence.CERTAIN: "very-high",
    Confidence.LIKELY: "high",
    Confidence.POSSIBLE: "medium",
}


def render(result: RunResult, options: ReportOptions) -> str:
    """The report: one run with the rules that found something."""
    codes = sorted({finding.code for finding in result.findings})
    index = {code: number for number, code in enumerate(codes)}
    known = {phrase.code: rule_of(phrase) for phrase in result.phrases} | installed().rules
    rules = [_rule(known[code]) if code in known else {"id": code} for code in codes]
    driver = {"name": "promptlint", "version": __version__, "informationUri": HOME_URL, "rules": rules}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"ROOT": {"description": {"text": "The folder in which promptlint ran."}}},
        "results": [_result(finding, print_, index) for finding, print_ in with_fingerprints(result.findings)],
    }
    return json.dumps({"$schema": SCHEMA_URL, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    described: dict[str, Any] = {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.summary},
        "help": {"text": rule.summary, "markdown": rule.documentation or rule.summary},
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"tags": [rule.family], "precision": _PRECISIONS[rule.confidence]},
    }
    return described | {"helpUri": rule.url} if rule.url else described


def _result(finding: Finding, fingerprint: str, index: dict[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": _message(finding.text),
        "locations": [{"physicalLocation": _place(finding.file, finding.span)}],
        "partialFingerprints": {"promptlint/v1": fingerprint},
        "properties": {"confidence": finding.confidence.label, "shot": finding.shot, "path": list(finding.path)},
    }
    if finding.evidence:
        result["relatedLocations"] = [
            _related(number, evidence, finding) for number, evidence in enumerate(finding.evidence, 1)
        ]
    fixes = dict.fromkeys(fix for fix in (finding.fix, *finding.alternatives) if fix)
    if fixes:
        result["fixes"] = [_fix(finding.file, fix) for fix in fixes]
    return result


def _related(number: int, evidence: Evidence, finding: Finding) -> dict[str, Any]:
    related: dict[str, Any] = {"id": number, "message": _message(evidence.message)}
    if evidence.location is not None:
        related["physicalLocation"] = _place(evidence.location.file, evidence.location.span)
    elif evidence.picture is not None:
        related["physicalLocation"] = {"artifactLocation": _artifact(evidence.picture)}
        if evidence.box:
            related["properties"] = {"box": evidence.box._asdict()}
    else:
        related["physicalLocation"] = _place(finding.file, finding.span)
    return related


def _fix(file: SourceFile, fix: Fix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(file, edit.span), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    return {
        "description": _message(fix.title),
        "artifactChanges": [{"artifactLocation": _artifact(file.name), "replacements": replacements}],
        "properties": {"safe": fix.safe},
    }


def _place(file: SourceFile, span: Span) -> dict[str, Any]:
    return {"artifactLocation": _artifact(file.name), "region": _region(file, span)}


def _region(file: SourceFile, span: Span) -> dict[str, int]:
    start = file.source.position(span.start)
    end = file.source.position(span.end)
    return {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}


def _artifact(name: str) -> dict[str, str]:
    uri = quote(name.encode("utf-8", "surrogatepass"))
    if name.startswith("/"):
        return {"uri": f"file://{uri}"}
    if name[1:3] == ":/":
        return {"uri": f"file:///{quote(name, safe='/:')}"}
    return {"uri": uri, "uriBaseId": "ROOT"}


def _message(text: str) -> dict[str, str]:
    return {"text": visible_lines(text)}
