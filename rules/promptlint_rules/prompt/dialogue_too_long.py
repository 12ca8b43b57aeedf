"""P121."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles.answers import offers_sound
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import read, says, with_vendor

WORDS_A_SECOND: Final = 2.5
"""Unhurried English; the figure is ours, not a vendor's."""


@shot_rule(
    code="P121",
    name="dialogue-too-long",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="More spoken words than fit in the clip.",
    sources=(VENDORS,),
    bad=(
        Example(
            """
            id: s01
            model: veo-3.1
            duration: 4s
            prompt: >-
              She looks up and says: "I have been waiting here for you since the morning, and now the boat is gone."
            """,
            marks=("I have been waiting here for you since the morning, and now the boat is gone.",),
        ),
        Example(
            """
            id: s02
            model: sora-2
            duration: 4
            prompt: >-
              He says: "Do you know how far it is to the lighthouse?" She answers: "Further than you think, my friend."
            """,
            marks=('Do you know how far it is to the lighthouse?" She answers: "Further than you think, my friend.',),
        ),
    ),
    good=(
        Example("id: s01\nmodel: veo-3.1\nduration: 8s\nprompt: 'She looks up and says: \"The last boat is gone.\"'\n"),
        Example(
            "id: s02\nmodel: veo-3.1\nprompt: 'She says: \"The last boat is gone.\"'\n", title="No length is given"
        ),
    ),
)
def dialogue_too_long(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Counts the spoken words, and compares them with the length of the clip at 2.5 words a second. Models that make
    no sound count as well, because the lips move.

    ## Why it matters

    Words that do not fit are cut off or gabbled, and lips that move too fast are where faces break first.

    ## What to do

    Shorten the line, make the clip longer, or give the second half of the line to a second shot.
    """
    reading = read(shot, facts)
    if reading is None or facts.seconds is None or not reading.said.dialogue:
        return
    lines = reading.said.dialogue
    words = sum(line.words for line in lines)
    room = facts.seconds * WORDS_A_SECOND
    if words <= room:
        return
    needed = math.ceil(words / WORDS_A_SECOND)
    silent = facts.profile is not None and offers_sound(facts.profile) is False
    yield Problem(
        reading.part(lines[0].start, lines[-1].end),
        f"{words} spoken words take about {needed} s, and the clip lasts {number_text(facts.seconds)} s"
        f"{f' (and {facts.profile.name} makes no sound)' if silent and facts.profile else ''}.",
        with_vendor(
            f"Cut the line to {int(room)} words, or give the rest to a second shot.",
            says(facts, "speech_must_fit_duration") or says(facts, "dialogue_block"),
        ),
    )
