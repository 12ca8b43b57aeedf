"""Small copies of references with what was found drawn over them."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final

from promptlint.facts.reference.model import ReferenceFacts, Stage
from promptlint.facts.references import ReferenceFactsSource
from promptlint.finding import Finding
from promptlint.geometry import Box
from promptlint.report.thumbnails import Thumbnail, Thumbnails
from promptlint.text import SourceFile

ALL_STAGES: Final = frozenset(Stage)
_Boxes = tuple[tuple[Box, str, str], ...]
_copies: Final[dict[str, Thumbnail]] = {}
_MOST_COPIES: Final = 100


def thumbnail_of(references: ReferenceFactsSource, file: SourceFile, text: str) -> Thumbnail | None:
    """A small copy of the picture that a spec names; None where there is none. Runs where facts are computed."""
    known = references.of(file, text, frozenset({Stage.HEADER}))
    copy = _copies.get(known.sha256)
    if copy is None and known.header is not None:
        made = Thumbnails()
        made.prepare(references, [(file, text)])
        copy = made.of(known.sha256)
        if copy is not None:
            while len(_copies) >= _MOST_COPIES:
                del _copies[next(iter(_copies))]
            _copies[known.sha256] = copy
    return copy


def marked(copy: Thumbnail, known: ReferenceFacts, findings: Iterable[Finding] = (), path: str = "") -> str:
    """The copy as a ``data:`` URI with boxes around what was found.

    Args:
        copy: the small copy.
        known: what was found in the picture.
        findings: findings whose regions in it are drawn, too.
        path: the picture as the spec names it.
    """
    from promptlint.report.outlines import KIND_COLOURS, SEVERITY_COLOURS
    from promptlint.report.picture_marks import marks_of

    boxes = [(mark.box, KIND_COLOURS[mark.kind], mark.label) for mark in marks_of(known)]
    for finding in findings:
        boxes += [
            (evidence.box, SEVERITY_COLOURS[finding.severity], finding.code)
            for evidence in finding.evidence
            if evidence.picture == path and evidence.box is not None
        ]
    inside = [box for box in boxes if box[0].within(copy.width, copy.height).area]
    return _drawn(copy, tuple(inside)) if inside else copy.uri


@lru_cache(maxsize=32)
def _drawn(copy: Thumbnail, boxes: _Boxes) -> str:
    from PIL import Image

    from promptlint.report.outlines import draw_outlines

    with Image.open(BytesIO(copy.jpeg)) as image:
        shown = image.convert("RGB")
    draw_outlines(shown, boxes, shown.width / copy.width, size=11, line=2)
    stream = BytesIO()
    shown.save(stream, "JPEG", quality=75, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(stream.getvalue()).decode('ascii')}"


def trouble_of(known: ReferenceFacts) -> str | None:
    """Why a picture cannot be shown, in a sentence; None where nothing went wrong."""
    if known.unreadable is None:
        return None
    detail = f" ({known.unreadable.detail})" if known.unreadable.detail else ""
    words: dict[str, str] = {
        "missing": "There is no such file.",
        "outside": "It lies outside the project, where nothing is opened.",
        "directory": "It is a folder.",
        "lfs-pointer": "It is a Git LFS pointer: fetch it with `git lfs pull`.",
    }
    trouble = known.unreadable.trouble
    return words.get(trouble, f"It cannot be shown: {trouble.replace('-', ' ')}{detail}.")


def findings_on(findings: Sequence[Finding], path: str) -> list[Finding]:
    """The findings that point at a picture."""
    return [one for one in findings if any(evidence.picture == path for evidence in one.evidence)]
