"""Means of holding a subject through a long clip: which a shot uses, and which its model offers."""

from __future__ import annotations

from dataclasses import replace

from promptlint.facts import ShotFacts
from promptlint.profiles import Profile
from promptlint.profiles.answers import broken_limits, has_task, takes_end_frame
from promptlint.spec.model import Shot


def uses_controls(shot: Shot, facts: ShotFacts) -> bool:
    """Whether the shot has an end frame, further references, a lock or a motion reference."""
    motion = shot.motion
    if any((shot.end_image, shot.references, motion.lock, motion.reference, motion.brush)):
        return True
    holding = {c.name for c in facts.profile.controls if c.role in ("lock", "brush")} if facts.profile else set()
    return bool(holding & facts.context.controls) or "keyframes" in facts.context.controls


def offers_end_frame(profile: Profile, facts: ShotFacts) -> str | None:
    """How an end frame is called for in this shot: ``an end frame``, with what it needs besides; None if not "
    "offered."""
    if not takes_end_frame(profile):
        return None
    with_end = replace(facts.context, end_frame=True, task="first_last_frame")
    needed = [broken.limit.says for broken in broken_limits(profile, with_end)]
    return f"an end frame ({'; '.join(dict.fromkeys(needed))})" if needed else "an end frame"


def offered_controls(shot: Shot, facts: ShotFacts) -> list[str]:
    """What the model offers for this shot, in words."""
    profile = facts.profile
    if profile is None:
        return []
    offered = [word for word in (offers_end_frame(profile, facts),) if word]
    elements = profile.image.elements_max_with_first_frame.values if shot.image else profile.image.elements_max.values
    if any(count > 0 for count in elements) or (shot.image is None and has_task(profile, "reference_to_video")):
        offered.append("further references")
    if any(
        control.role in ("lock", "brush")
        and not control.surely_unsupported
        and control.effective
        and control.requires.holds(facts.context) is not False
        for control in profile.controls
    ):
        offered.append("a subject lock")
    if has_task(profile, "motion_reference_video"):
        offered.append("a motion reference")
    return offered
