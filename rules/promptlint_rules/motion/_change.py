"""Whether motion and length together, or a large camera move, ask for more than the start frame can carry."""

from __future__ import annotations

from dataclasses import dataclass

from promptlint.facts import ShotFacts, remembered
from promptlint.facts.length import Held, excess, follows_input, is_long
from promptlint.spec.model import Location, Shot
from promptlint_rules.duration._controls import offers_end_frame
from promptlint_rules.motion._strength import Given, strong_motion
from promptlint_rules.motion._words import large_moves


@dataclass(frozen=True, slots=True)
class Overlong:
    """Strong motion in a clip that is too long for it; ``figure`` is the window of the model, where it has one."""

    motion: Given
    figure: Held | None


@dataclass(frozen=True, slots=True)
class Change:
    """A camera move after which little of the start frame is left."""

    words: str
    at: Location
    end_frame: str


@remembered
def overlong_motion(shot: Shot, facts: ShotFacts) -> Overlong | None:
    """Strong motion in a clip that is longer than its model, or models in general, hold a subject."""
    if shot.duration is None or shot.motion.reference is not None:
        return None
    profile = facts.profile
    if profile is None or follows_input(profile):
        return None
    motion = strong_motion(shot, facts)
    if motion is None:
        return None
    figure = excess(shot, facts)
    return Overlong(motion, figure) if figure is not None or is_long(facts) else None


def large_change(shot: Shot, facts: ShotFacts) -> Change | None:
    """A large camera move in a long clip without end frame, where the model takes one."""
    camera, profile = shot.motion.camera, facts.profile
    if camera is None or profile is None or shot.image is None or not is_long(facts):
        return None
    if shot.end_image is not None or shot.extend is not None or shot.motion.reference is not None:
        return None
    if "keyframes" in facts.context.controls or overlong_motion(shot, facts) is not None:
        return None
    end_frame = offers_end_frame(profile, facts)
    if end_frame is None:
        return None
    return next((Change(words, at, end_frame) for words, at in large_moves(camera)), None)
