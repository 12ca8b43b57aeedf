"""P115."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Label
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, SAME_CHARACTER, VENDORS
from promptlint_rules.prompt._reading import Reading, quote, read, says, seen_labels, shows_subject, with_vendor

AMBIGUOUS: Final = frozenset(
    {
        "ring", "rings", "watch", "watches", "glasses", "pattern", "patterns", "caption", "captions", "label", "labels",
        "piercing", "text", "pendant", "pendants",
    }
)  # fmt: skip
"""Words that often mean something else: a boxing ring, to watch, wine glasses."""
LETTERS: Final = frozenset(
    {
        "text", "lettering", "caption", "subtitle", "logo", "label", "signage", "inscription", "brand",
    }
)  # fmt: skip


@shot_rule(
    code="P115",
    name="fragile-detail",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="Fine detail such as lettering or jewellery is asked to survive motion.",
    sources=(HOW_IT_WORKS, SAME_CHARACTER, VENDORS),
    bad=(
        Example(
            """
            id: s01
            image: refs/can.png
            prompt: The can with the logo rotates on the table.
            """,
            marks=("logo",),
        ),
        Example(
            """
            id: s02
            image: refs/mara-front.png
            prompt: The woman with the tattoo and the necklace dances through the room.
            """,
            marks=("tattoo",),
        ),
    ),
    good=(
        Example("id: s01\nimage: refs/can.png\nprompt: The can rotates on the table. No text, no logos.\n"),
        Example("id: s02\nimage: refs/mara-front.png\nprompt: The woman dances through the room. Her friends watch.\n"),
        Example("id: s03\nprompt: A woman with a tattoo dances through the room.\n", title="Without a reference"),
    ),
)
def fragile_detail(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports lettering, logos, jewellery, tattoos and embroidery in the prompt of a clip that starts from a picture,
    where something moves. Words with other meanings as well (watch, ring, glasses, text) are only possible.

    ## Why it matters

    Fine detail is drawn anew in every frame. Letters turn into other letters, an earring changes sides, a tattoo
    flows.

    ## What to do

    Keep the part with the detail still and move the camera or something else. Put logos and text on in the edit.
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot) or reading.said.motion != "clear":
        return
    details = [label for label in seen_labels(reading, "fragile_in_motion") if not _acts(label, reading)]
    sure = [label for label in details if label.text.lower() not in AMBIGUOUS]
    found = sure or details
    if not found:
        return
    first = found[0]
    letters = first.text.lower().split()[0].rstrip("s") in LETTERS
    advice = (
        f"Leave `{first.text}` out of the moving part, and add it in the edit."
        if letters
        else f"Keep the part with `{first.text}` still or out of the frame, and let something else move."
    )
    yield Problem(
        reading.at(first),
        f"{quote(label.text for label in found)} will not survive the motion: fine detail is drawn anew in each frame.",
        with_vendor(advice, says(facts, "no_text_or_numbers_in_frame")),
        confidence=None if sure else Confidence.POSSIBLE,
    )


def _acts(label: Label, reading: Reading) -> bool:
    """Whether the word is a verb here."""
    return any(a.start <= label.start < a.end for a in reading.said.actions)
