"""P105."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import CameraMove
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import Reading, asked_moves, in_brackets, quote, read, says, with_vendor

MANY: Final = 3
_OPPOSITES: Final = {
    frozenset(pair) for pair in (("left", "right"), ("up", "down"), ("in", "out"), ("clockwise", "counterclockwise"))
}
_IN_TURN: Final = re.compile(
    r"\b(?:then|before|after|afterwards|finally|followed|next|until|later|ends?|back|again|while)\b|[→\n]|\d+\s?s\b",
    re.IGNORECASE,
)
_RIG: Final = re.compile(r"\s*(?:rig|tracks?)\b", re.IGNORECASE)
_TWO_WAYS: Final = re.compile(r"\b(left and right|up and down|in and out|back and forth)\b", re.IGNORECASE)


@shot_rule(
    code="P105",
    name="camera-moves-conflict",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The camera is sent in opposite directions, or on several moves at once.",
    sources=(VENDORS,),
    bad=(
        Example(
            """
            id: s01
            prompt: She reads the letter. The camera pans left, camera pans right.
            """,
            marks=("pans right",),
            title="Opposite directions",
        ),
        Example(
            """
            id: s02
            model: kling-2.6
            prompt: The lighthouse at dusk, slow dolly-in, camera tilts up.
            """,
            marks=("tilts up",),
            title="Two moves, where the vendor advises one",
        ),
        Example(
            """
            id: s03
            prompt: Slow dolly-in on the vase, orbit around the table, the camera cranes up.
            """,
            marks=("cranes up",),
            title="Three moves",
        ),
    ),
    good=(
        Example("id: s01\nmodel: kling-2.6\nprompt: She reads the letter. Slow dolly-in on her hands.\n"),
        Example(
            """
            id: s02
            model: hailuo-2.3
            prompt: "[Pan left, Pedestal up] The lighthouse at dusk, waves break on the rocks."
            """,
            title="Commands that the model joins",
        ),
        Example(
            """
            id: s03
            prompt: The camera tilts down to her hands, then tilts back up to her face.
            """,
            title="One after the other",
        ),
    ),
)
def camera_moves_conflict(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports moves of the camera that go in opposite directions without a word that puts them one after the other
    ("pans left, pans right"), and three or more different moves in one prompt; for models whose vendor advises one
    move, two.

    A still or handheld camera, a change of focus and following the subject do not count. Commands in one pair of
    brackets are joined by Hailuo and are left to A111. A still camera that moves all the same is P109.

    ## Why it matters

    A clip has seconds. Moves at the same time are averaged into a drift that nobody asked for, the view changes too
    much for the picture to hold, and what comes into view is invented.

    ## What to do

    Keep the move that matters most and tie it to the subject. Make another shot of the other.
    """
    reading = read(shot, facts)
    if reading is None or reading.said.scene_changes:
        return
    moves = [m for m in asked_moves(reading.said) if not in_brackets(m, reading) and not _RIG.match(reading.after(m))]
    conflict = next((pair for pair in _pairs(moves) if _oppose(*pair, reading)), None)
    if conflict is not None:
        one, other = conflict
        yield Problem(
            reading.at(other),
            f"The camera cannot do both: `{one.text}` and `{other.text}`.",
            f"Keep one, such as `{one.text}`, or write which comes first (`{one.text}, then {other.text}`).",
            (Evidence(f"`{one.text}` is asked for here", reading.at(one)),),
        )
        return
    distinct: dict[str, CameraMove] = {}
    for move in moves:
        if move.move != "follow":
            distinct.setdefault(move.move, move)
    vendor = says(facts, "one_camera_move")
    if len(distinct) < 2:
        return
    kept, *others = distinct.values()
    in_turn = _IN_TURN.search(reading.text[kept.end : others[-1].start]) is not None
    unsure = len(distinct) < MANY and (not vendor or in_turn)
    target = f" {kept.target}" if kept.target and kept.target not in kept.text else ""
    yield Problem(
        reading.at(others[-1]),
        f"{len(distinct)} camera moves in one clip: {quote((m.text for m in distinct.values()), 5)}.",
        with_vendor(
            f"Keep one (`{kept.text}`{', tied to' + target if target else ', tied to the subject'}) "
            "and make another shot of the rest.",
            vendor,
        ),
        tuple(Evidence(f"`{move.text}`", reading.at(move)) for move in (kept, *others[:-1])),
        confidence=Confidence.POSSIBLE if unsure else None,
    )


def _pairs(moves: list[CameraMove]) -> Iterator[tuple[CameraMove, CameraMove]]:
    for number, one in enumerate(moves):
        for other in moves[number + 1 :]:
            yield one, other


def _oppose(one: CameraMove, other: CameraMove, reading: Reading) -> bool:
    """Whether two moves undo each other at the same time; a dolly against a zoom is the vertigo effect."""
    if one.move != other.move or frozenset((one.direction, other.direction)) not in _OPPOSITES:
        return False
    between = reading.text[one.end : other.start]
    return not _IN_TURN.search(between) and not _TWO_WAYS.search(between)
