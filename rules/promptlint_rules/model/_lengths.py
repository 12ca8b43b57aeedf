"""Clip lengths in words, and the edit that sets the nearest length that is offered."""

from __future__ import annotations

import math
from typing import Final

from promptlint.document import Scalar
from promptlint.edits import replace_amount
from promptlint.facts import ShotFacts
from promptlint.finding import Fix
from promptlint.profiles.quantities import Allowed, number_text
from promptlint.spec.model import Shot

_FACTOR: Final = 2.0
"""A clip that becomes more than twice as long, or less than half, is another clip."""


def length_text(facts: ShotFacts) -> str:
    """The length of the shot: ``7 s``, or ``168 frames (7 s at 24 fps)``."""
    field, seconds = facts.shot.duration, facts.seconds
    assert field is not None
    if field.value.unit != "frames":
        return f"{number_text(field.value.amount)} s"
    frames = f"{number_text(field.value.amount)} frames"
    return frames if seconds is None or not facts.fps else f"{frames} ({number_text(seconds)} s at {facts.fps:g} fps)"


def nearest_seconds(allowed: Allowed, seconds: float) -> float:
    """The nearest allowed length with at most two decimals."""
    nearest = allowed.nearest(seconds)
    rounded = float(number_text(nearest))
    return rounded if rounded in allowed else math.floor(nearest * 100) / 100


def nearest_length(facts: ShotFacts, allowed: Allowed) -> Fix | None:
    """Set the nearest allowed length, in the way in which the length is written."""
    field, seconds = facts.shot.duration, facts.seconds
    if field is None or seconds is None or not allowed:
        return None
    nearest = nearest_seconds(allowed, seconds)
    if field.value.unit == "frames":
        return to_amount(facts.shot, round(nearest * (facts.fps or 0)), nearest / seconds, "frames")
    return to_amount(facts.shot, nearest, nearest / seconds, "s")


def to_amount(shot: Shot, amount: float, factor: float, unit: str) -> Fix | None:
    """Replace the number of the duration.

    Safe, because the length as written cannot be generated at all; unless the clip becomes another one, or other shots
    share the value. None where value and model come from different places: another shot may pair them otherwise.
    """
    field, model = shot.duration, shot.model
    if field is None or model is None or not isinstance(field.node, Scalar):
        return None
    if field.inherited and (field.file is not model.file or field.path[:-1] != model.path[:-1]):
        return None
    if amount <= 0:
        return None
    text = number_text(amount)
    own = shot.node.start <= field.node.start < shot.node.end and not field.inherited
    shared = shot.node.anchor is not None or field.node.anchor is not None
    return Fix(
        f"Set the duration to {text} {unit}",
        (replace_amount(field.node, text),),
        safe=own and not shared and 1 / _FACTOR <= factor <= _FACTOR,
    )
