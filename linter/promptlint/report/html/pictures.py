"""The pictures of a shot, and the boxes of what was found in them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.reference.model import ReferenceFacts
from promptlint.finding import Finding
from promptlint.geometry import Box
from promptlint.report.picture_facts import picture_rows
from promptlint.report.picture_marks import marks_of
from promptlint.spec.pictures import CLIP_ROLES, Mention, mentions_of

_ROLES: Final = {
    "start": "start frame",
    "end": "end frame",
    "reference": "reference",
    "extend": "clip to extend",
    "motion": "motion reference",
}


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small copy, which is on the page once. Sizes are in pixels of the picture itself, as it is shown."""

    anchor: str
    uri: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Outline:
    """A box over a picture; ``kind`` is that of a mark, or the severity of the finding whose element ``target`` is."""

    kind: str
    box: Box
    label: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture in a shot.

    Attributes:
        role: what it is for.
        path: path, URL or shot id as written.
        thumbnail: None where nothing can be shown.
        outlines: what was found in it.
        rows: what is known of it, as label and words.
        note: why there is no picture; empty where there is one.
    """

    role: str
    path: str
    thumbnail: Thumbnail | None = None
    outlines: tuple[Outline, ...] = ()
    rows: tuple[tuple[str, str], ...] = ()
    note: str = ""


def figures_of(facts: ShotFacts, findings: Sequence[tuple[str, Finding]]) -> tuple[Figure, ...]:
    """The pictures of a shot, each once for every use.

    Args:
        facts: what is known of the shot.
        findings: the findings in it, each with the id of its element.
    """
    known = {id(mention.reference): about for mention, about in facts.pictures}
    mentions = mentions_of(facts.shot)
    return tuple(_figure(mention, known.get(id(mention.reference)), findings) for mention in mentions)


def _figure(mention: Mention, about: ReferenceFacts | None, findings: Sequence[tuple[str, Finding]]) -> Figure:
    reference = mention.reference
    role, path = _ROLES[mention.role], reference.text
    if reference.kind == "shot":
        return Figure(role, path, note=f"The {reference.frame or 'last'} frame of {path}: there once it is made.")
    if mention.role in CLIP_ROLES:
        return Figure(role, path, note="A clip: not shown here.")
    if reference.kind == "url":
        return Figure(role, path, note="On a server: not fetched.")
    if about is None:
        return Figure(role, path, note="A description: there is no picture yet.")
    rows = tuple(picture_rows(about))
    copy = about.copy
    if copy is None:
        trouble = about.unreadable.trouble.replace("-", " ") if about.unreadable is not None else "not readable"
        return Figure(role, path, rows=rows, note=f"The picture cannot be shown: {trouble}.")
    thumbnail = Thumbnail(f"p{about.sha256}", copy.uri, copy.width, copy.height)
    outlines = [Outline(mark.kind, mark.box, mark.label) for mark in marks_of(about)]
    for anchor, finding in findings:
        for evidence in finding.evidence:
            if evidence.picture == path and evidence.box is not None:
                outlines.append(Outline(finding.severity.label, evidence.box, evidence.message, anchor))
    shown = (outline for outline in outlines if outline.box.within(thumbnail.width, thumbnail.height).area)
    return Figure(role, path, thumbnail, tuple(shown), rows)
