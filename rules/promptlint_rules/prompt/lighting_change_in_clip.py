"""P107."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Action
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS
from promptlint_rules.prompt._reading import Reading, Spanned, has_image, is_negated, read

CHANGES: Final = frozenset(
    {
        "change", "shift", "transition", "turn", "fade", "dim", "brighten", "darken", "intensify", "deepen", "become",
        "go",
    }
)  # fmt: skip
"""Verbs by which light becomes another light; flickering, sweeping and glinting light stays the same."""
SUN: Final = frozenset({"set", "rise"})
_LOCAL: Final = re.compile(
    r"shadow|reflection|beam|ray|highlight|glint|glow|flare|traffic|signal|red light|green light|headlight|lamp|screen",
    re.IGNORECASE,
)
_MOVES_OVER: Final = re.compile(r"^\s*(?:\w+ly\s+)?(?:across|over|along|around|through|with|as)\b", re.IGNORECASE)
_SUBTLE: Final = re.compile(r"subtl|slight|gentl|faint", re.IGNORECASE)
_FROM_TO: Final = re.compile(r"^\W*(?:\w+ly\s+)?(?:from|to|into)\b", re.IGNORECASE)


@shot_rule(
    code="P107",
    name="lighting-change-in-clip",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The light changes during the clip.",
    sources=(HOW_IT_WORKS,),
    bad=(
        Example(
            """
            id: s01
            image: refs/pier.png
            prompt: The woman walks along the pier while the light shifts from golden to blue.
            """,
            marks=("light shifts",),
        ),
        Example(
            """
            id: s02
            image: refs/street.png
            prompt: Cars drive by. Day turns to night.
            """,
            marks=("Day turns to night",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            image: refs/pier.png
            prompt: The woman walks along the pier in golden evening light. Candlelight flickers in a window.
            """,
        ),
        Example("id: s02\nimage: refs/street.png\nprompt: Timelapse, clouds race past. Day turns to night.\n"),
        Example(
            "id: s03\nmodel: veo-3.1\nprompt: The light shifts from golden to blue over the pier.\n",
            title="Without an image nothing fixes the light",
        ),
    ),
)
def lighting_change_in_clip(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports light that becomes another light while the clip runs ("the light shifts from warm to cool", "day turns
    to night"), where a start image is given. Flickering candles, passing shadows and lamps do not count, nor does a
    timelapse.

    ## Why it matters

    The picture fixes one light. To change it the model has to draw every surface anew, skin first, and colours and
    features drift with the light.

    ## What to do

    Keep the light of the picture. For another light make a second shot from a picture that has it, or give an end
    frame.
    """
    reading = read(shot, facts)
    if reading is None or not has_image(shot) or shot.end_image is not None:
        return
    said = reading.said
    if said.mentioned("timelapse_words") or said.scene_changes:
        return
    for label in said.mentioned("time_change_phrases"):
        if not is_negated(label, reading):
            yield _problem(reading, label, label.start)
            return
    for action in said.actions:
        if not action.negated and _changes_light(action, reading):
            start = reading.text.rfind(action.actor, 0, action.start) if action.actor else -1
            noun = start + action.actor.rfind(" ") + 1 if start >= 0 and action.actor else action.start
            yield _problem(reading, action, noun)
            return


def _changes_light(action: Action, reading: Reading) -> bool:
    if action.actor_kind != "light" or action.certainty == "possible":
        return False
    actor, around = action.actor or "", reading.text[max(0, action.start - 12) : action.end + 14]
    if action.verb in SUN:
        return re.search(r"\bsun\b", actor, re.IGNORECASE) is not None
    after = reading.after(action)
    if action.verb not in CHANGES or _LOCAL.search(actor) or _MOVES_OVER.match(after):
        return False
    if action.verb in ("go", "turn") and re.match(r"^\W*(?:on|off)\b", after):
        return True
    return bool(_FROM_TO.match(after)) or not _SUBTLE.search(around)


def _problem(reading: Reading, change: Spanned, start: int) -> Problem:
    words = " ".join(reading.text[start : change.end].split())
    return Problem(
        reading.part(start, change.end),
        f"`{words}` changes the light during the clip, and the image fixes it: colours and faces drift along.",
        "Keep the light of the picture, and make a second shot from a picture in the other light (or give that picture "
        "as `end_image`).",
    )
