"""Findings as diagnostics."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

from lsprotocol import types

from promptlint.finding import Evidence, Finding, Severity, Tag
from promptlint.rule import Rule
from promptlint_lsp.documents import Documents, column_encoding
from promptlint_lsp.positions import Positions

SOURCE: Final = "promptlint"
_SEVERITIES: Final = {
    Severity.ERROR: types.DiagnosticSeverity.Error,
    Severity.WARNING: types.DiagnosticSeverity.Warning,
    Severity.INFO: types.DiagnosticSeverity.Information,
}
_TAGS: Final = {
    Tag.DEPRECATED: types.DiagnosticTag.Deprecated,
    Tag.UNNECESSARY: types.DiagnosticTag.Unnecessary,
}


def diagnostics_of(
    findings: Iterable[Finding], rules: Mapping[str, Rule], documents: Documents
) -> list[types.Diagnostic]:
    """The findings in one file."""
    return [diagnostic_of(finding, rules, documents) for finding in findings]


def diagnostic_of(finding: Finding, rules: Mapping[str, Rule], documents: Documents) -> types.Diagnostic:
    """One finding; ``data`` tells the name of its rule."""
    rule = rules.get(finding.code)
    encoding = column_encoding(documents.encoding)
    return types.Diagnostic(
        range=Positions(finding.file.source, encoding).range(finding.span),
        message=finding.text,
        severity=_SEVERITIES[finding.severity],
        code=finding.code,
        code_description=types.CodeDescription(rule.url) if rule is not None and rule.url else None,
        source=SOURCE,
        tags=[_TAGS[finding.tag]] if finding.tag else None,
        related_information=list(_related(finding.evidence, finding.file.path, documents)) or None,
        data={"name": finding.name},
    )


def _related(
    evidence: Iterable[Evidence], path: Path, documents: Documents
) -> Iterator[types.DiagnosticRelatedInformation]:
    start = types.Position(0, 0)
    encoding = column_encoding(documents.encoding)
    for item in evidence:
        if item.location is not None:
            file = item.location.file
            place = types.Location(
                documents.uri_of(file.path), Positions(file.source, encoding).range(item.location.span)
            )
        elif item.picture is not None:
            place = types.Location(documents.uri_of(path.parent / item.picture), types.Range(start, start))
        else:
            continue
        yield types.DiagnosticRelatedInformation(place, item.message)
