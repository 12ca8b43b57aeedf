"""P119."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import SAME_FACE, VENDORS
from promptlint_rules.prompt._reading import cited, has_image, read, says, with_vendor

WITH_IMAGE: Final = 100
WITHOUT_IMAGE: Final = 200
"""Words; ours, where the vendor gives no number."""
_WORD: Final = re.compile(r"\S+")

_LONG: Final = (
    "The woman in the cream blouse slowly turns her head toward the window while the curtain behind her moves "
    "in the wind, dust floats in the light, a clock on the wall ticks, the cat on the chair stretches and "
    "yawns, the kettle on the stove begins to steam, a bird lands on the sill outside, the leaves of the "
    "plant tremble, the radio glows, the light on the table moves, a car passes in the street, its reflection "
    "runs over the ceiling, the candle on the shelf flickers, and the camera slowly moves closer to her face "
    "until her eyes and her hair fill most of the frame and the room behind her is soft."
)


@shot_rule(
    code="P119",
    name="prompt-overloaded",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="More words than the model attends to.",
    sources=(SAME_FACE, VENDORS),
    bad=(
        Example(
            f"id: s01\nimage: refs/mara-front.png\nprompt: {_LONG}\n",
            marks=("eyes and her hair fill most of the frame and the room behind her is soft.",),
        ),
        Example(
            """
            id: s02
            model: runway-gen4
            image: refs/mara-front.png
            prompt: >-
              The woman slowly turns her head toward the window while the curtain moves in the wind, dust floats in the
              light, the kettle begins to steam, a bird lands outside and the radio glows
            """,
            marks=("and the radio glows",),
            title="A number of the vendor's",
        ),
    ),
    good=(
        Example("id: s01\nimage: refs/mara-front.png\nprompt: The woman slowly turns her head. The curtain sways.\n"),
        Example(f"id: s02\nmodel: veo-3.1\nprompt: {_LONG}\n", title="Without an image the text has more to say"),
    ),
)
def prompt_overloaded(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Counts the words of the prompt: more than the vendor advises, or, where the vendor gives no number, more than
    100 with a start image and 200 without one. The words behind the limit are marked.

    ## Why it matters

    Attention is shared among all words. In a long text each gets less, what stands at the end is dropped, and the
    face, which nothing mentions any more, drifts.

    ## What to do

    Keep one action, one camera move and one thing that moves around them. Put the most important first.
    """
    reading = read(shot, facts)
    if reading is None:
        return
    advice = facts.profile.advice_for("word_limit") if facts.profile is not None else None
    limit = WITH_IMAGE if has_image(shot) else WITHOUT_IMAGE
    source = ""
    if advice is not None and isinstance(own := advice.extra.get("max_words"), int):
        limit, source = own, cited(facts, advice.claim)
    words = list(_WORD.finditer(reading.text))
    if len(words) <= limit:
        return
    yield Problem(
        reading.part(words[limit].start(), words[-1].end()),
        f"{len(words)} words are more than the model attends to: {limit} are advised{source}.",
        with_vendor(
            "Keep one action, one camera move and one thing that moves around them.", says(facts, "keep_prompt_simple")
        ),
    )
