"""Whether a shot is too long for what holds its subject; rules that say the same of a shot ask here who speaks."""

from __future__ import annotations

from promptlint.facts import ShotFacts
from promptlint.facts.length import excess, follows_input, is_long
from promptlint.spec.model import Shot
from promptlint_rules.duration._controls import offered_controls, uses_controls
from promptlint_rules.motion._change import large_change, overlong_motion


def lacks_controls(shot: Shot, facts: ShotFacts) -> list[str]:
    """What the model offers to hold the subject of a long clip that uses none of it.

    Empty where the clip is short, or where a more exact finding is made of it.
    """
    profile = facts.profile
    if profile is None or shot.duration is None or shot.image is None or shot.extend is not None:
        return []
    if not is_long(facts) or follows_input(profile) or uses_controls(shot, facts):
        return []
    if excess(shot, facts) is not None:
        return []
    if overlong_motion(shot, facts) is not None or large_change(shot, facts) is not None:
        return []
    return offered_controls(shot, facts)
