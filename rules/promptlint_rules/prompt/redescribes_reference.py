"""P102."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.declared import blocks_in
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.prompt._reading import has_image, looks, quote, read, says, with_vendor

LEAST_LOOKS: Final = 4
LEAST_SHARE: Final = 0.5
_WORD: Final = re.compile(r"\w[\w'’-]*")
_SMALL: Final = frozenset(
    {
        "a", "an", "the", "with", "and", "of", "in", "on", "at", "to", "her", "his", "its", "their", "is", "are", "has",
        "wearing",
    }
)  # fmt: skip


@shot_rule(
    code="P102",
    name="redescribes-reference",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="Most words of the prompt repeat what the image already fixes.",
    sources=(HOW_IT_WORKS, VENDORS),
    bad=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: >-
              A young woman with long auburn hair, green eyes, pale skin and a cream silk blouse smiles
            """,
            marks=("young woman with long auburn hair, green eyes, pale skin and a cream silk blouse",),
        ),
        Example(
            """
            id: s02
            model: wan-2.6-i2v
            image: refs/car.png
            prompt: A red sports car with black wheels, tinted windows and a white roof drives off, wet black asphalt
            """,
            marks=("red sports car with black wheels, tinted windows and a white roof drives off, wet black asphalt",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara-front.png
            prompt: The woman in the cream blouse smiles and slowly looks out of the window
            """,
            title="One feature that tells whom is meant",
        ),
        Example(
            """
            id: s02
            model: wan-2.7-t2v
            prompt: A young woman with long auburn hair, green eyes, pale skin and a cream silk blouse smiles
            """,
            title="Without an image",
        ),
        Example(
            """
            characters:
              mara:
                description: young woman with long auburn hair, green eyes, pale skin and a cream silk blouse
            shots:
              - id: s01
                model: kling-2.6
                image: refs/mara-front.png
                characters: [mara]
                prompt: A young woman with long auburn hair, green eyes, pale skin and a cream silk blouse smiles
            """,
            title="The character's locked block is repeated on purpose",
        ),
    ),
)
def redescribes_reference(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a prompt beside a start image in which at least half of the words say how things look: hair, eyes, skin,
    garments, colours and materials. Names of things that act, the setting and the light do not count.

    A character's `description` from the bible may be repeated as it stands.

    ## Why it matters

    Words about looks compete with the picture. Where they agree they take weight from the movement; where they differ
    by a shade the model follows the words, and the subject drifts.

    ## What to do

    Keep at most one feature that tells whom is meant, and spend the words on the movement.
    """
    reading = read(shot, facts)
    if reading is None or not has_image(shot) or reading.said.motion != "clear":
        return
    locked = [(start, end) for start, end, _ in blocks_in(reading.text, shot.file)]
    attributes = [
        a
        for a in reading.said.attributes
        if not a.negated and a.kind != "light" and not any(first <= a.start < last for first, last in locked)
    ]
    if len(attributes) < LEAST_LOOKS:
        return
    covered = [span for a in attributes for span in ((a.start, a.end), (a.noun_start, a.noun_end))]
    words = [m for m in _WORD.finditer(reading.text) if m[0].lower() not in _SMALL]
    about_looks = [m for m in words if any(first <= m.start() < last for first, last in covered)]
    if len(about_looks) < LEAST_SHARE * len(words):
        return
    start, end = min(first for first, _ in covered), max(last for _, last in covered)
    told = quote(looks(attributes, reading.text))
    yield Problem(
        reading.part(start, end),
        f"{len(about_looks)} of {len(words)} words repeat what the image already shows: {told}.",
        with_vendor(
            "Name the subject in a word or two and say what it does and how fast.",
            says(facts, "describe_motion_not_appearance"),
        ),
    )
