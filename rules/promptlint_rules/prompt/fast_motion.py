"""P116."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Action
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import DRIFT, MOTION_CONTROL
from promptlint_rules.prompt._reading import Reading, Spanned, asked_moves, is_negated, read, shows_subject

LARGE: Final = frozenset(
    {
        "spin", "twirl", "whirl", "rotate", "turn", "run", "sprint", "rush", "dash", "race", "charge", "gallop", "leap",
        "jump", "dance", "fly", "dive", "drive", "ride", "chase", "swing", "fight", "kick", "punch", "fall", "tumble",
        "flip", "roll", "whip", "swirl", "burst", "lunge", "dodge", "shake", "move", "sway", "wave", "throw", "hurl",
        "smash", "crash", "accelerate", "speed", "climb", "swim", "skate", "ski", "surf", "slide",
    }
)  # fmt: skip
"""Movements of a whole body or thing; a quick note or glance keeps the subject in place."""
REACH: Final = 24
"""Characters between a movement and the word that makes it fast."""
_FAST: Final = re.compile(
    r"\b(?:fast|rapid(?:ly)?|swift(?:ly)?|quick(?:ly)?|explosive(?:ly)?|violent(?:ly)?|frantic(?:ally)?"
    r"|furious(?:ly)?|wild(?:ly)?|"
    r"breakneck|frenetic|high-speed|lightning-fast|full speed|top speed)\b",
    re.IGNORECASE,
)
_ANYHOW: Final = re.compile(
    r"\b(?:explosive(?:ly)?|violent(?:ly)?|frantic(?:ally)?|breakneck|lightning-fast)\b", re.IGNORECASE
)


@shot_rule(
    code="P116",
    name="fast-motion",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="Motion that is too fast for the subject to be held.",
    sources=(DRIFT, MOTION_CONTROL),
    bad=(
        Example(
            "id: s01\nimage: refs/mara-front.png\nprompt: The dancer spins fast on the stage.\n", marks=("spins fast",)
        ),
        Example("id: s02\nimage: refs/street.png\nprompt: The cars stop. Whip pan to the left.\n", marks=("Whip pan",)),
        Example("id: s03\nimage: refs/mara-front.png\nprompt: She waits, explosive jump.\n", marks=("explosive jump",)),
    ),
    good=(
        Example("id: s01\nimage: refs/mara-front.png\nprompt: The dancer turns slowly on the stage.\n"),
        Example(
            "id: s02\nimage: refs/mara-front.png\nprompt: She quickly writes a note. No whip pan.\n",
            title="A small movement",
        ),
        Example("id: s03\nmodel: veo-3.1\nprompt: The dancer spins fast on the stage.\n", title="Without a reference"),
    ),
)
def fast_motion(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports fast movements of whole bodies and things ("spins fast", "explosive jump") and fast moves of the camera
    ("whip pan", "crash zoom", "fast push-in"), where a reference has to be kept. Small quick movements do not count.

    ## Why it matters

    Between two frames of a fast movement the subject lies in another place, blurred. The model has nothing to copy
    from and draws the subject anew, a little different each time.

    ## What to do

    Slow it down ("turns slowly") and speed the clip up in the edit, or show the fast part from afar as b-roll.
    """
    reading = read(shot, facts)
    if reading is None or not shows_subject(shot) or shot.motion.reference is not None:
        return
    said = reading.said
    found = [
        (m.start, m.end)
        for m in said.mentioned("fast_moves")
        if not is_negated(m, reading) and "cut" not in m.text.lower()
    ]
    for move in asked_moves(said):
        fast = _fast_words(move, reading)
        if move.move == "whip-pan":
            found.append((move.start, move.end))
        elif move.speed == "fast" and fast is not None:
            found.append(fast)
    for action in said.actions:
        place = _fast(action, reading)
        if place is not None:
            found.append(place)
    reported: list[tuple[int, int]] = []
    for start, end in sorted(found):
        if any(first < end and start < last for first, last in reported):
            continue
        reported.append((start, end))
        words = " ".join(reading.text[start:end].split())
        yield Problem(
            reading.part(start, end),
            f"`{words}` is too fast to hold the subject: each frame is drawn from a blur.",
            f"Slow it down (`{_slower(words)}`) and speed the clip up in the edit.",
        )


def _fast_words(place: Spanned, reading: Reading) -> tuple[int, int] | None:
    """A movement with the word that makes it fast; None where there is none beside it."""
    first = max(0, place.start - REACH)
    for match in _FAST.finditer(reading.text, first, place.end + REACH):
        start, end = min(place.start, match.start()), max(place.end, match.end())
        if not re.search(r"[.;,!?\n]", reading.text[start:end]):
            return start, end
    return None


def _fast(action: Action, reading: Reading) -> tuple[int, int] | None:
    """Where a fast movement stands; None where it is not fast, or small."""
    if action.negated or action.speed != "fast" or action.actor_kind != "subject":
        return None
    place = _fast_words(action, reading)
    if place is None:
        return None
    around = reading.text[place[0] : action.start] + reading.text[action.end : place[1]]
    beside = len(around.split()) == 1
    explosive = beside and _ANYHOW.search(reading.text, *place) is not None
    if action.certainty == "possible" and not explosive:
        return None
    return place if explosive or action.verb in LARGE else None


def _slower(words: str) -> str:
    slow = _FAST.sub(lambda m: "slowly" if m[0].lower().endswith("ly") or m.end() == len(words) else "slow", words)
    if slow != words:
        return slow
    plain = re.sub(r"\b(?:whips?|swish|crash|snap)[\s-]+", "", words, flags=re.IGNORECASE)
    return f"slow {plain.lower()}" if re.search(r"pan|zoom", plain, re.IGNORECASE) else "slow pan"
