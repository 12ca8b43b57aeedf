"""Shortening a clip: to what length, and the edit."""

from __future__ import annotations

import math

from promptlint.document import Scalar
from promptlint.edits import replace_amount
from promptlint.facts import ShotFacts
from promptlint.facts.length import longest_within
from promptlint.finding import Fix
from promptlint.profiles import Profile
from promptlint.profiles.answers import allowed_durations
from promptlint.profiles.guidance import Window
from promptlint.profiles.quantities import number_text
from promptlint.spec.model import Shot


def cap_fix(shot: Shot, facts: ShotFacts, window: Window, seconds: float | None) -> Fix | None:
    """Shorten the clip to what fits in a window, in the unit and style in which its length is written.

    None where the length is shared with other shots, or where the model offers nothing that fits.
    """
    field, profile = shot.duration, facts.profile
    if field is None or profile is None or not isinstance(field.node, Scalar) or not _stands_in(shot):
        return None
    if field.value.unit == "frames":
        frames = _frames_within(profile, facts, window, seconds)
        if frames is None or frames >= field.value.amount:
            return None
        edit, shown = replace_amount(field.node, str(frames)), f"{frames} frames"
    else:
        if seconds is None or facts.seconds is None:
            return None
        capped = longest_within(allowed_durations(profile, facts.context), seconds, below=window.below)
        if capped is None or capped >= facts.seconds:
            return None
        edit, shown = replace_amount(field.node, number_text(capped)), f"{number_text(capped)} s"
    return Fix(f"shorten the clip to {shown}", (edit,), safe=False)


def _stands_in(shot: Shot) -> bool:
    """Whether the length is written in the shot itself, and not in defaults, an anchor or another file."""
    field = shot.duration
    if field is None or field.inherited or field.file is not shot.file:
        return False
    key, value, node = field.key, field.node, shot.node
    return node.start <= key.start and value.end <= node.end and key.end <= value.start


def _frames_within(profile: Profile, facts: ShotFacts, window: Window, seconds: float | None) -> int | None:
    offered = allowed_durations(profile, facts.context)
    frames = window.frames_at(facts.fps)
    if offered is not None and (offered.values or frames is None) and facts.fps and seconds is not None:
        capped = longest_within(offered, seconds, below=window.below)
        frames = math.floor(capped * facts.fps + 1e-6) if capped is not None else None
    elif frames is not None and window.below:
        frames -= 1
    counts = profile.frames.value
    if frames is not None and counts is not None and counts.step:
        frames = counts.offset + (frames - counts.offset) // counts.step * counts.step
    return frames if frames is not None and frames > 0 else None
