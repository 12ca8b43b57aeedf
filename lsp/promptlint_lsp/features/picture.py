"""Small copies of references with what was found drawn over them."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable
from functools import lru_cache
from io import BytesIO
from typing import Final

from promptlint.facts.reference.model import ReferenceFacts, SmallCopy
from promptlint.finding import Finding
from promptlint.geometry import Box

_Boxes = tuple[tuple[Box, str, str], ...]
_TROUBLES: Final[dict[str, str]] = {
    "missing": "There is no such file.",
    "outside": "It lies outside the project, where nothing is opened.",
    "directory": "It is a folder.",
    "lfs-pointer": "It is a Git LFS pointer: fetch it with `git lfs pull`.",
}


def picture_of(
    known: ReferenceFacts, findings: Iterable[Finding] = (), path: str = "", height: int | None = None
) -> str | None:
    """A small copy as a ``data:`` URI with boxes around what was found; None where there is no copy.

    Args:
        known: what is known of the picture.
        findings: findings whose regions in it are drawn, too.
        path: the picture as the spec names it.
        height: pixels that it is high at most; the boxes then have no labels.
    """
    from promptlint.report.outlines import KIND_COLOURS, SEVERITY_COLOURS
    from promptlint.report.picture_marks import marks_of

    copy = known.copy
    if copy is None:
        return None
    boxes = [(mark.box, KIND_COLOURS[mark.kind], mark.label) for mark in marks_of(known)]
    for finding in findings:
        boxes += [
            (evidence.box, SEVERITY_COLOURS[finding.severity], finding.code)
            for evidence in finding.evidence
            if evidence.picture == path and evidence.box is not None
        ]
    inside = [box for box in boxes if box[0].within(copy.width, copy.height).area]
    if height is not None:
        return _drawn(copy, tuple((box, colour, "") for box, colour, _ in inside), height)
    return _drawn(copy, tuple(inside)) if inside else copy.uri


@lru_cache(maxsize=32)
def _drawn(copy: SmallCopy, boxes: _Boxes, height: int | None = None) -> str:
    from PIL import Image

    from promptlint.report.outlines import draw_outlines

    with Image.open(BytesIO(b64decode(copy.base64))) as image:
        shown = image.convert("RGB")
    if height is not None:
        shown.thumbnail((shown.width, height))
    draw_outlines(shown, boxes, shown.width / copy.width, size=11, line=2)
    stream = BytesIO()
    shown.save(stream, "JPEG", quality=75, optimize=True)
    return f"data:image/jpeg;base64,{b64encode(stream.getvalue()).decode('ascii')}"


def trouble_of(known: ReferenceFacts) -> str | None:
    """Why a picture cannot be shown, in a sentence; None where nothing went wrong."""
    if known.unreadable is None:
        return None
    trouble, detail = known.unreadable.trouble, known.unreadable.detail
    more = f" ({detail})" if detail else ""
    return _TROUBLES.get(trouble, f"It cannot be shown: {trouble.replace('-', ' ')}{more}.")
