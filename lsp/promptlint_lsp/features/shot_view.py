"""The shot under the cursor as plain data, for the side panel of an editor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt.parts import Part, parts_of
from promptlint.facts.reference.model import Stage
from promptlint.finding import Finding
from promptlint.report.html.words import runs_of
from promptlint.report.picture_facts import picture_rows
from promptlint.report.timeline_words import held_words
from promptlint.spec.model import Field, Shot
from promptlint.spec.pictures import CLIP_ROLES, Mention, mentions_of
from promptlint.timeline import deal_out, row_of
from promptlint_lsp.documents import uri_of
from promptlint_lsp.features.model_note import longest_clip
from promptlint_lsp.features.picture import picture_of, trouble_of
from promptlint_lsp.view import View

_SHOWN: Final = frozenset({Stage.HEADER, Stage.COPY})
_FIRST: Final = ("start", "extend", "reference", "end", "motion")


def shot_view(view: View, offset: int) -> dict[str, Any] | None:
    """The shot at an offset; None where there is none. Runs where facts are computed.

    Only what is known already is told of prompts and pictures; nothing is looked at for it but a small copy.
    """
    shot = view.shot_at(offset)
    if shot is None:
        return None
    facts = view.project.facts_of(shot)
    shots = view.file.shots
    findings = deal_out(shots, view.findings)[0][shots.index(shot)]
    return {
        "uri": view.uri,
        "version": view.version,
        "range": _range(view, shot.node.start, shot.node.end),
        "name": shot.name,
        "usage": shot.intended_usage,
        "model": _model(facts),
        "duration": _duration(shot, facts),
        "reference": _reference(view, shot, findings),
        "prompt": _prompt(view, shot, findings),
        "findings": [_finding(view, one) for one in sorted(findings, key=lambda one: (-one.severity, one.span))],
        "complete": view.complete,
    }


def _range(view: View, start: int, end: int) -> dict[str, Any]:
    positions = [view.positions.position(at) for at in (start, end)]
    first, last = ({"line": at.line, "character": at.character} for at in positions)
    return {"start": first, "end": last}


def _model(facts: ShotFacts) -> dict[str, str] | None:
    if facts.shot.model is None:
        return None
    match = facts.match
    if match is None:
        return {"name": facts.shot.model.value, "title": facts.shot.model.value, "status": "unknown"}
    claim = match.profile.status_of(match.alias)
    status = claim.value if claim is not None else None
    words = f"{status.state.replace('_', ' ')} {status.date or ''}".strip() if status is not None else "unknown"
    return {"name": match.profile.id, "title": match.profile.name, "status": words}


def _duration(shot: Shot, facts: ShotFacts) -> dict[str, Any] | None:
    row = row_of(shot, facts)
    if row.seconds is None:
        return None
    return {
        "text": held_words(row),
        "seconds": row.seconds,
        "frames": row.frames,
        "fps": facts.fps,
        "window": row.held_seconds or None,
        "limit": longest_clip(facts.profile, facts.context),
    }


def _reference(view: View, shot: Shot, findings: Sequence[Finding]) -> dict[str, Any] | None:
    mentions = sorted(mentions_of(shot), key=lambda mention: _FIRST.index(mention.role))
    if not mentions:
        return None
    mention = mentions[0]
    name = mention.reference.text
    told: dict[str, Any] = {"name": name, "uri": None, "picture": None, "facts": [], "problem": None}
    note = _why_no_picture(mention)
    if note is not None:
        return told | {"problem": note}
    references = view.project.surroundings.references
    file = mention.location.file
    known = references.of(file, name, _SHOWN) if view.complete else references.of(file, name)
    path = references.locate(file, name)
    if isinstance(path, Path):
        told["uri"] = uri_of(path)
    return told | {
        "picture": picture_of(known, findings, name),
        "facts": [{"label": label, "value": words} for label, words in picture_rows(known) if label != "not readable"],
        "problem": trouble_of(known),
    }


def _why_no_picture(mention: Mention) -> str | None:
    reference = mention.reference
    if reference.kind == "shot":
        return f"The {reference.frame or 'last'} frame of {reference.text}: there once it is made."
    if mention.role in CLIP_ROLES:
        return "A clip: not shown here."
    if reference.kind == "url":
        return "On a server: not fetched."
    return None if reference.kind == "path" else "There is no picture yet."


def _prompt(view: View, shot: Shot, findings: Sequence[Finding]) -> dict[str, Any] | None:
    field: Field[str] | None = shot.prompt
    if field is None:
        return None
    facts = view.project.surroundings.prompts.known(field.value)
    parts: Sequence[Part] = parts_of(facts) if facts is not None else ()
    own = field.file is view.file
    place = _range(view, *field.location.span) if own else _range(view, shot.node.start, shot.node.start)
    return {"range": place, "parts": list(_parts(field, parts, findings))}


def _parts(field: Field[str], parts: Sequence[Part], findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    for run in runs_of(field, parts, findings):
        severity = run.findings[0].severity.label if run.findings else None
        for piece in run.pieces:
            yield {"text": piece.text, "kind": piece.kind or None, "severity": severity}


def _finding(view: View, finding: Finding) -> dict[str, Any]:
    rule = view.project.registry.rules.get(finding.code)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.label,
        "message": finding.message,
        "advice": finding.advice,
        "range": _range(view, *finding.span),
        "href": rule.url if rule is not None and rule.url.startswith(("https://", "http://")) else None,
        "fixable": finding.fix is not None,
    }
