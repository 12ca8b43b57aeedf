"""The pictures of a shot: small copies, each on the page once, and the boxes of what was found in them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final, TypedDict, TypeGuard

from promptlint.facts import ShotFacts, Surroundings
from promptlint.facts.reference.locate import read_picture
from promptlint.facts.reference.model import HeaderFacts, ReferenceFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import content_key
from promptlint.finding import Finding
from promptlint.geometry import Box
from promptlint.picture_limits import Limits
from promptlint.report.picture_facts import picture_rows
from promptlint.report.picture_marks import marks_of
from promptlint.spec.model import SpecFile
from promptlint.spec.pictures import CLIP_ROLES, Mention, mentions_of

LONGEST: Final = 320
"""Pixels of the longer side of a small copy: sharp on a page at the width that it has there."""
QUALITY: Final = 70
_KIND: Final = "thumbnail"
_VERSION: Final = f"1:{LONGEST}:{QUALITY}"
_BATCH: Final = 25
_ROLES: Final = {
    "start": "start frame",
    "end": "end frame",
    "reference": "reference",
    "extend": "clip to extend",
    "motion": "motion reference",
}


class _Copy(TypedDict):
    jpeg: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Thumbnail:
    """A small copy. Sizes are in pixels of the picture itself, as it is shown."""

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


class Thumbnails:
    """Small copies of pictures, from the store, else made and kept there."""

    def __init__(self) -> None:
        self._by_sha: dict[str, Thumbnail] = {}

    @property
    def all(self) -> tuple[Thumbnail, ...]:
        """Every copy so far."""
        return tuple(self._by_sha.values())

    def of(self, sha: str) -> Thumbnail | None:
        """The copy of a picture; None where it cannot be decoded, or was not prepared."""
        return self._by_sha.get(sha)

    def prepare(self, surroundings: Surroundings, files: Iterable[SpecFile]) -> None:
        """Make the copies of all pictures that the shots of some files name."""
        wanted = dict(self._wanted(surroundings.references, files))
        store, made = surroundings.references.store, dict[bytes, object]()
        keys = {sha: content_key(_VERSION, bytes.fromhex(sha)) for sha in wanted}
        stored = store.get(_KIND, keys.values())
        for sha, (path, header) in wanted.items():
            copy = stored.get(keys[sha])
            if not _is_copy(copy):
                copy = made[keys[sha]] = _copy(path, header, surroundings.references.limits)
            if copy["jpeg"]:
                uri = f"data:image/jpeg;base64,{copy['jpeg']}"
                self._by_sha[sha] = Thumbnail(f"p{len(self._by_sha)}", uri, copy["width"], copy["height"])
            if len(made) >= _BATCH:
                store.put(_KIND, made)
                made = {}
        store.put(_KIND, made)

    def _wanted(
        self, references: ReferenceFactsSource, files: Iterable[SpecFile]
    ) -> Iterator[tuple[str, tuple[Path, HeaderFacts]]]:
        """The pictures that have no copy yet, by hash."""
        mentions = [mention for file in files for shot in file.shots for mention in mentions_of(shot)]
        named = {(m.location.file, m.reference.text): None for m in mentions if _is_picture(m)}
        located = {place: references.locate(*place) for place in named}
        references.prepare((path for path in located.values() if isinstance(path, Path)), frozenset({Stage.HEADER}))
        for place, path in located.items():
            known = references.of(*place)
            if isinstance(path, Path) and known.header is not None and known.sha256 not in self._by_sha:
                yield known.sha256, (path, known.header)


def figures_of(facts: ShotFacts, thumbnails: Thumbnails, findings: Sequence[tuple[str, Finding]]) -> tuple[Figure, ...]:
    """The pictures of a shot, each once for every use.

    Args:
        facts: what is known of the shot.
        thumbnails: the copies of its pictures.
        findings: the findings in it, each with the id of its element.
    """
    known = {id(mention.reference): about for mention, about in facts.pictures}
    mentions = mentions_of(facts.shot)
    return tuple(_figure(mention, known.get(id(mention.reference)), thumbnails, findings) for mention in mentions)


def _figure(
    mention: Mention, about: ReferenceFacts | None, thumbnails: Thumbnails, findings: Sequence[tuple[str, Finding]]
) -> Figure:
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
    thumbnail = thumbnails.of(about.sha256)
    if thumbnail is None:
        trouble = about.unreadable.trouble.replace("-", " ") if about.unreadable is not None else "not readable"
        return Figure(role, path, rows=rows, note=f"The picture cannot be shown: {trouble}.")
    outlines = [Outline(mark.kind, mark.box, mark.label) for mark in marks_of(about)]
    for anchor, finding in findings:
        for evidence in finding.evidence:
            if evidence.picture == path and evidence.box is not None:
                outlines.append(Outline(finding.severity.label, evidence.box, evidence.message, anchor))
    shown = (outline for outline in outlines if outline.box.within(thumbnail.width, thumbnail.height).area)
    return Figure(role, path, thumbnail, tuple(shown), rows)


def _is_picture(mention: Mention) -> bool:
    return mention.reference.kind == "path" and mention.role not in CLIP_ROLES


def _is_copy(stored: object) -> TypeGuard[_Copy]:
    match stored:
        case {"jpeg": str(), "width": int(), "height": int()}:
            return True
    return False


def _copy(path: Path, header: HeaderFacts, limits: Limits) -> _Copy:
    """A small copy as it is stored; without one where the picture cannot be decoded."""
    from PIL import Image

    from promptlint.facts.reference.decode import DamagedError, Decoded

    data = read_picture(path, limits)
    if isinstance(data, Unreadable):
        return {"jpeg": "", "width": 0, "height": 0}
    try:
        decoded = Decoded.decode(data, header)
    except DamagedError:
        return {"jpeg": "", "width": 0, "height": 0}
    stream = BytesIO()
    Image.fromarray(decoded.rgb(LONGEST)).save(stream, "JPEG", quality=QUALITY, optimize=True)
    jpeg = b64encode(stream.getvalue()).decode("ascii")
    return {"jpeg": jpeg, "width": decoded.width, "height": decoded.height}
