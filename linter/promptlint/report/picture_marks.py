"""What is drawn over a picture: the boxes of what was found in it, each with its kind and a few words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple, TypeAlias

from promptlint.facts.reference.model import ReferenceFacts
from promptlint.geometry import Box

MarkKind: TypeAlias = Literal["subject", "region", "thing", "face", "letters"]

LEAST_SCORE: Final = 0.6
"""Things that the detector is less sure of count for the rules as hints, and would only puzzle a person."""


class Mark(NamedTuple):
    """A box in pixels of the picture as shown."""

    kind: MarkKind
    box: Box
    label: str


def marks_of(known: ReferenceFacts) -> Iterator[Mark]:
    """Every box, the large ones first."""
    subject = known.subject
    if subject is not None and subject.subject is not None:
        yield Mark("subject", subject.subject.box, f"subject {subject.subject.share:.0%}")
    for region in subject.regions if subject is not None else ():
        if region.name in ("hair", "garment"):
            yield Mark("region", region.box, region.name)
    for thing in known.objects.objects if known.objects is not None else ():
        if thing.score >= LEAST_SCORE:
            yield Mark("thing", thing.box, f"{thing.name} {thing.score:.0%}")
    for face in known.faces or ():
        yield Mark("face", face.box, f"{face.pose} face {face.height_share:.0%}")
    for text in known.text or ():
        yield Mark("letters", text.box, text.text[:30])
