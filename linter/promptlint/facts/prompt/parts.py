"""A prompt cut into its parts, for everything that shows them: marks, semantic tokens, coloured text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from promptlint.facts.prompt.model import PromptFacts


class PartKind(StrEnum):
    """What a stretch of a prompt is about."""

    SUBJECT = "subject"
    MOTION = "motion"
    CAMERA = "camera"
    APPEARANCE = "appearance"
    NEGATION = "negation"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the prompt in code points, end exclusive."""

    kind: PartKind
    start: int
    end: int


def parts_of(facts: PromptFacts) -> list[Part]:
    """The parts in order, without overlaps: movement counts before looks, and a negating word before both."""
    length = max((span.end for span in facts.fragments), default=0)
    kinds: list[PartKind | None] = [None] * length

    def mark(kind: PartKind, start: int, end: int) -> None:
        kinds[start:end] = [kind] * (min(end, length) - start)

    for subject in facts.subjects:
        mark(PartKind.SUBJECT, subject.start, subject.end)
    for attribute in facts.attributes:
        mark(PartKind.APPEARANCE, attribute.start, attribute.end)
    for look in (*facts.lighting, *facts.style):
        mark(PartKind.APPEARANCE, look.start, look.end)
    for action in facts.actions:
        mark(PartKind.MOTION, action.start, action.end)
    for move in facts.camera:
        mark(PartKind.CAMERA, move.start, move.end)
    for negation in facts.negations:
        mark(PartKind.NEGATION, negation.start, negation.start + len(negation.negator))
    parts: list[Part] = []
    for offset, kind in enumerate(kinds):
        if kind is None:
            continue
        if parts and parts[-1].kind is kind and parts[-1].end == offset:
            parts[-1] = Part(kind, parts[-1].start, offset + 1)
        else:
            parts.append(Part(kind, offset, offset + 1))
    return parts
