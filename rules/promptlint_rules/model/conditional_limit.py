"""A113: a limit that holds only under circumstances, such as 10 s but not at 1080p."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptlint.facts import ShotFacts
from promptlint.finding import Evidence, Fix, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import BrokenLimit, allowed_durations
from promptlint.profiles.quantities import Allowed
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Location, Shot
from promptlint_rules.model._basis import certainty, conditional, field_of, follows_motion_video, one_of, source
from promptlint_rules.model._lengths import length_text, nearest_length

_INPUTS = {
    "first_frame": ("a first frame", "no first frame"),
    "end_frame": ("an end frame", "no end frame"),
    "references": ("reference images", "no reference images"),
    "audio": ("sound", "no sound"),
    "extend": ("a clip to continue", "no clip to continue"),
    "hdr": ("HDR", "no HDR"),
}


@shot_rule(
    code="A113",
    name="conditional-limit",
    severity=Severity.ERROR,
    fields=("model",),
    summary="Two settings that the model offers, but not together.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 10
            resolution: 1080p
            """,
            marks=("10",),
            fixed=("duration: 6",),
            title="Hailuo 2.3 makes 10 s, but not at 1080p",
        ),
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            prompt: The woman walks through the market.
            references: [refs/mara.png]
            duration: 4s
            """,
            marks=("4s",),
            fixed=("duration: 8s",),
            title="With reference images, Veo 3.1 makes 8 s only",
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            mode: std
            image: refs/mara.png
            end_image: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            """,
            marks=("std",),
            title="Kling takes an end frame in pro mode only",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            duration: 10
            resolution: 768p
            """
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            mode: pro
            image: refs/mara.png
            end_image: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            """
        ),
    ),
)
def conditional_limit(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Settings that a model offers one by one, and not together: a length at a resolution, an end frame in a mode,
    references beside a first frame. A limit that any source disputes is not reported.

    ## Why it matters

    Such a request looks right, field by field, and is refused all the same.

    ## What to do

    Give up one of the two. Where the length is at fault, the fix sets the nearest that goes with the rest.
    """
    profile = facts.profile
    if profile is None:
        return
    for broken in conditional(facts):
        if broken.key == "duration_s" and (_by_orientation(broken) or follows_motion_video(profile)):
            continue
        at, evidence = _places(shot, broken)
        yield Problem(
            at,
            f"{profile.name}: {broken.limit.says}. This shot has {_found(broken, facts)}, and the provider refuses it. "
            f"{source(profile, broken.limit.claim)}",
            _advice(broken, evidence),
            evidence,
            fix=_fix(broken, facts, profile),
            confidence=certainty(profile, broken.limit.claim),
        )


def _by_orientation(broken: BrokenLimit) -> bool:
    return "orientation" in broken.limit.when.terms


def _places(shot: Shot, broken: BrokenLimit) -> tuple[Location, tuple[Evidence, ...]]:
    """Where the finding stands, and where the circumstance does that it collides with."""
    other = next((field for key in broken.limit.when.terms if (field := field_of(shot, key))), None)
    field = field_of(shot, broken.key)
    if field is None:
        at = other.key_location if other is not None else shot.head
        return at, ()
    unwanted = isinstance(broken.found, bool)
    at = field.key_location if unwanted and broken.key != "audio" else field.location
    if other is None or other is field:
        return at, ()
    return at, (Evidence("does not go with this", other.location),)


def _found(broken: BrokenLimit, facts: ShotFacts) -> str:
    found: Any = broken.found
    if broken.key in _INPUTS and isinstance(found, bool):
        return _INPUTS[broken.key][0 if found else 1]
    if broken.key == "duration_s":
        return length_text(facts)
    if broken.key in ("mode", "id", "task"):
        return f"the {broken.key} {str(found).replace('_', ' ')}"
    return str(found)


def _advice(broken: BrokenLimit, evidence: tuple[Evidence, ...]) -> str:
    allowed = broken.allowed
    if isinstance(allowed, Allowed):
        wish = f"Use {allowed.describe()}"
    elif broken.key in _INPUTS:
        wish = f"Give {_INPUTS[broken.key][0 if allowed[0] else 1]}"
    else:
        wish = f"Use {one_of(allowed)}"
    return f"{wish}, or change the other setting." if evidence else f"{wish}."


def _fix(broken: BrokenLimit, facts: ShotFacts, profile: Profile) -> Fix | None:
    if broken.key != "duration_s":
        return None
    allowed = allowed_durations(profile, facts.context)
    return nearest_length(facts, allowed) if allowed is not None else None
