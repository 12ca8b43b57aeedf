"""P106."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.prompt import Subject
from promptlint.finding import Confidence, Problem, Severity
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import MOTION_CONTROL, VENDORS
from promptlint_rules.prompt._reading import asked_moves, in_brackets, main_subject, read, says, with_vendor

_NAMES_TARGET: Final = re.compile(
    r"^[\s,]*(?:very |more |only )?(?:slowly|gently|slightly|smoothly|gradually|quickly|steadily|closer|close|tight)?"
    r"\s*(?:in |down |closer )?"
    r"(?:on|onto|to|toward|towards|at|into|until|through|over|past|across|along|around|from|with)\b"
    r"|^[\s,]*(?:\w+ly)?[\s,]*(?:to )?(?:reveal|revealing|following|focusing|framing|showing|capturing)\b",
    re.IGNORECASE,
)


@shot_rule(
    code="P106",
    name="camera-move-without-target",
    severity=Severity.INFO,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="The camera zooms in, and the prompt does not say on what.",
    sources=(MOTION_CONTROL, VENDORS),
    bad=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: The woman lifts her eyes from the book, camera zooms in.
            """,
            marks=("zooms in",),
        ),
        Example(
            """
            id: s02
            image: refs/kettle.png
            prompt: Steam rises from the kettle. Slow zoom in.
            """,
            marks=("zoom in",),
        ),
    ),
    good=(
        Example(
            """
            id: s01
            image: refs/mara-front.png
            prompt: The woman lifts her eyes from the book, camera zooms in on the woman's eyes.
            """,
        ),
        Example(
            """
            id: s02
            image: refs/mug.png
            prompt: Steam rises gently from the mug. Slow dolly-in.
            """,
            title="A dolly goes straight ahead",
        ),
        Example("id: s03\nimage: refs/street.png\nprompt: The cars drive by, camera zooms out.\n"),
    ),
)
def camera_move_without_target(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports a zoom in that names nothing to zoom in on. An orbit without a target goes around the middle of the
    picture, and is a possible finding only; a dolly-in goes straight ahead and needs no target.

    ## Why it matters

    A zoom ends on a part of the picture. Where the prompt does not say which, the model picks one, often with the
    subject at the edge, and has to invent detail that the reference does not show.

    ## What to do

    Name the target in the words of the picture: "zooms in on the woman's eyes".
    """
    reading = read(shot, facts)
    if reading is None or reading.said.scene_changes:
        return
    seen: set[str] = set()
    for move in asked_moves(reading.said):
        if move.target is not None or move.move in seen or in_brackets(move, reading):
            continue
        zoom = move.move == "zoom" and move.direction == "in"
        if not zoom and move.move != "orbit":
            continue
        if _NAMES_TARGET.match(reading.after(move)):
            continue
        seen.add(move.move)
        words = " ".join(move.text.split())
        link = (
            "" if move.move == "orbit" and words.endswith("around") else ("around " if move.move == "orbit" else "on ")
        )
        yield Problem(
            reading.at(move),
            f"`{words}` does not say what the camera moves {'around' if move.move == 'orbit' else 'in on'}.",
            with_vendor(
                f'Name the target, such as "{words} {link}{_target(main_subject(reading))}".',
                says(facts, "one_camera_move"),
            ),
            confidence=None if zoom else Confidence.POSSIBLE,
        )


def _target(subject: Subject | None) -> str:
    """A detail to end on."""
    if subject is None:
        return "the subject in the middle"
    noun = subject.text.split()[-1].lower()
    if subject.kind in ("person", "animal") and subject.count == 1:
        return f"the {noun}'s eyes"
    return f"the {noun}"
