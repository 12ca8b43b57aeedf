"""P109."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import CameraMove
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import HOW_IT_WORKS, VENDORS
from promptlint_rules.prompt._reading import Reading, asked_moves, is_static, read, says, stands_still, with_vendor

_IN_TURN: Final = re.compile(
    r"\b(?:then|before|after|afterwards|finally|until|till|later|ends?|ending|starts?|starting|begins?"
    r"|beginning|once|when"
    r"|comes? to|brief|moment|beat|first|at last|eventually|suddenly|unless|except|other than|only)\b|→|\d\s?s\b",
    re.IGNORECASE,
)


@shot_rule(
    code="P109",
    name="contradicts-itself",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The prompt asks for two things that exclude each other.",
    sources=(VENDORS, HOW_IT_WORKS),
    bad=(
        Example(
            """
            id: s01
            prompt: Static camera. She reads the letter, the camera pans left.
            """,
            marks=("pans left",),
        ),
        Example(
            """
            id: s02
            prompt: Slow dolly-in on the vase, no camera movement.
            """,
            marks=("no camera movement",),
        ),
        Example(
            """
            id: s03
            model: seedance-1.0-pro
            prompt: The camera orbits around the vase.
            motion: {camera: fixed}
            """,
            marks=("orbits around",),
            title="The setting says the opposite",
        ),
        Example(
            """
            id: s04
            prompt: She waits. Slow dolly-in on her face, fast dolly-in.
            """,
            marks=("dolly-in",),
            title="Slow and fast",
        ),
    ),
    good=(
        Example("id: s01\nprompt: Static camera. She reads the letter and a cat walks past.\n"),
        Example("id: s02\nprompt: The camera holds still, then pans left to the door.\n"),
        Example("id: s03\nprompt: The camera holds steady with a slight push-in on the vase. No zoom.\n"),
    ),
)
def contradicts_itself(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a camera that stands still and moves ("static camera" with a pan, "no camera movement" with a dolly-in),
    a move that is ruled out and asked for, and one move that is slow and fast. The camera setting of the shot counts
    as well.

    Nothing is reported where a word puts the one after the other ("holds still, then pans left"). Opposite directions
    are P105.

    ## Why it matters

    The model cannot do both. It follows one of them by chance, or half of each, and the next take is another one.

    ## What to do

    Delete the one that you do not mean.
    """
    reading = read(shot, facts)
    if reading is None or reading.said.scene_changes:
        return
    moves = asked_moves(reading.said)
    pair = _still_and_moving(reading, moves) or _ruled_out(reading, moves) or _slow_and_fast(reading, moves)
    if pair is not None:
        one, other = pair
        yield Problem(
            reading.at(other),
            f"`{_shown(one)}` and `{_shown(other)}` exclude each other.",
            f"Keep one of them: delete `{_shown(other)}`, or delete `{_shown(one)}`.",
            (Evidence(f"`{_shown(one)}` is asked for here", reading.at(one)),),
        )
        return
    camera = shot.motion.camera
    if camera is not None and isinstance(camera.value, str) and is_static(camera.value) and moves:
        yield Problem(
            reading.at(moves[0]),
            f"The prompt asks for `{_shown(moves[0])}`, and the camera is set to `{camera.value}`.",
            with_vendor(
                f"Delete `{_shown(moves[0])}`, or change `{camera.key.value}`.",
                says(facts, "no_contradiction_with_parameter"),
            ),
            (Evidence("the camera is set here", camera.location),),
        )


def _shown(move: CameraMove) -> str:
    speed = f"{move.speed} " if move.speed and move.speed not in move.text.lower() else ""
    return speed + " ".join(move.text.split())


def _still_and_moving(reading: Reading, moves: list[CameraMove]) -> tuple[CameraMove, CameraMove] | None:
    """A camera that stands still, and a move of it; the later one is second."""
    for still in filter(stands_still, reading.said.camera):
        for move in moves:
            if move.move == "zoom" and "no camera" not in still.text.lower():
                continue
            if move.move != "dolly-zoom" and _at_once(still, move, reading):
                return (still, move) if still.start < move.start else (move, still)
    return None


def _ruled_out(reading: Reading, moves: list[CameraMove]) -> tuple[CameraMove, CameraMove] | None:
    """A move that is asked for and ruled out; ruling out a fast one leaves the slow one."""
    for negated in reading.said.camera:
        for move in moves:
            if not negated.negated or negated.move != move.move or (negated.speed and negated.speed != move.speed):
                continue
            if negated.direction in (None, move.direction) and _at_once(negated, move, reading):
                return (negated, move) if negated.start < move.start else (move, negated)
    return None


def _slow_and_fast(reading: Reading, moves: list[CameraMove]) -> tuple[CameraMove, CameraMove] | None:
    """One move at two speeds."""
    for number, one in enumerate(moves):
        for other in moves[number + 1 :]:
            same = (one.move, one.direction) == (other.move, other.direction)
            if same and {one.speed, other.speed} == {"slow", "fast"} and _at_once(one, other, reading):
                return one, other
    return None


def _at_once(one: CameraMove, other: CameraMove, reading: Reading) -> bool:
    """Whether no word puts the one after the other."""
    first, last = min(one.start, other.start), max(one.end, other.end)
    sentence = max(reading.text.rfind(mark, 0, first) for mark in ".;\n") + 1
    return _IN_TURN.search(reading.text[sentence:last]) is None
