"""A107: a setting that the model does not take, or a value out of its range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import fitting, frame_rates, has_task
from promptlint.profiles.guidance import Control
from promptlint.profiles.quantities import number_text
from promptlint.rule import Example, shot_rule
from promptlint.spec.fields import FIELD_BY_KEY
from promptlint.spec.model import Field, Location, Shot
from promptlint_rules.model._basis import certainty, conditional, control_entries, one_of, source

_FIELDS: Final = (
    ("motion.strength", "strength"),
    ("motion.camera", "camera"),
    ("motion.orientation", "orientation"),
    ("guidance", "guidance"),
)
"""Fields of a shot and the role of the control that they set."""


@shot_rule(
    code="A107",
    name="control-unsupported",
    severity=Severity.ERROR,
    fields=("model",),
    summary="The model does not take this setting, or not this value.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: kling-1.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            cfg_scale: 7
            """,
            marks=("7",),
            title="Kling's cfg_scale goes from 0 to 1",
        ),
        Example(
            """
            id: s01
            model: stabilityai/stable-video-diffusion-img2vid-xt
            image: refs/mara.png
            motion_bucket_id: 2000
            """,
            marks=("2000",),
        ),
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4, orientation: camera}
            """,
            marks=("camera",),
        ),
        Example(
            """
            id: s01
            model: luma-ray-3.2
            image: refs/mara.png
            end_image: refs/mara-window.png
            prompt: She turns her head slowly towards the window.
            controls: {loop: true}
            """,
            marks=("loop",),
            title="A provider's own parameter that excludes something else in the shot",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: kling-1.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            cfg_scale: 0.5
            """
        ),
        Example(
            """
            id: s01
            model: kling-2.6-motion-control
            image: refs/mara.png
            prompt: She dances in the studio.
            motion: {reference: refs/dance.mp4, orientation: video}
            """
        ),
        Example(
            """
            id: s01
            model: seedance-1-0-pro-250528
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            motion: {strength: subtle, camera: static}
            controls: {camera_fixed: true}
            """
        ),
    ),
)
def control_unsupported(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The settings of a shot are compared with those of its model: motion strength, camera control, guidance,
    orientation, frame rate, seed, and the provider's own parameters under `controls:`. A setting that all sources say
    the model does not take is reported at its key, a value out of range at the value, and a setting that the provider
    requires where it is missing.

    Words such as `subtle` or `static` are not compared: they may well be part of the prompt. A setting of which no
    source speaks is not reported.

    ## Why it matters

    The provider refuses the request, or ignores the setting, and the clip moves more than it was meant to.

    ## What to do

    Use a value in the range, or say the movement in the prompt where the model has no field for it.
    """
    profile = facts.profile
    if profile is None:
        return
    for name, role in _FIELDS:
        field = shot.fields.get(name)
        control = _control_of(profile, role) if field is not None else None
        if field is not None and control is not None:
            yield from _setting(field, control, shot, facts, profile)
    for _, field in control_entries(shot):
        control = profile.control(field.name)
        if control is not None:
            yield from _setting(field, control, shot, facts, profile)
    yield from _orientation_without_motion(shot, profile)
    yield from _missing(shot, profile)
    yield from _frame_rate(shot, facts, profile)
    yield from _seed(shot, profile)


def _control_of(profile: Profile, role: str) -> Control | None:
    return next((control for control in profile.controls if control.role == role), None)


def _setting(field: Field[Any], control: Control, shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    if field.value is None or control.type == "prompt_only":
        return
    basis = (control.fact, *(other.fact for other in control.also))
    cited, confidence = source(profile, *basis), certainty(profile, *basis)
    own_name = field.key.value.casefold() == control.name.casefold()
    if control.surely_unsupported:
        if own_name or not isinstance(field.value, str):
            yield Problem(
                field.key_location,
                f"{profile.name} does not take `{field.key.value}`: the provider refuses it or ignores it. {cited}",
                "Remove it, and say the movement in the prompt."
                if control.role in ("camera", "strength", "brush")
                else "Remove it.",
                confidence=confidence,
            )
        return
    expected = _expected(field.value, control, own_name, profile)
    if expected:
        yield Problem(
            field.location,
            f"`{field.key.value}` of {profile.name} takes {expected}, not {_shown(field.value, control)}; the provider "
            f"refuses the request. {cited}",
            f"Keep it within {expected}." if " to " in expected else f"Use {expected}.",
            confidence=confidence,
        )
        return
    if own_name and field.value is not False:
        clash = _clash(control, shot, facts)
        if clash:
            yield Problem(
                field.key_location,
                f"`{field.key.value}` of {profile.name} works only {clash}, and this shot differs. {cited}",
                "Remove it, or change what it excludes.",
                confidence=confidence,
            )


def _expected(value: Any, control: Control, own_name: bool, profile: Profile) -> str:
    """What the control takes instead of this value; empty where the value may pass."""
    if control.type == "boolean":
        fits = isinstance(value, bool) or str(value).casefold() in ("true", "false", "on", "off", "yes", "no")
        return "" if fits or not own_name else "true or false"
    if isinstance(value, bool):
        return ""
    if isinstance(value, int | float):
        refused = control.takes(float(value)) is False and not _advised(value, control, profile)
        return _range(control, whole=not float(value).is_integer()) if refused else ""
    if isinstance(value, str):
        strict = own_name or control.role == "orientation"
        return one_of(control.values) if strict and control.takes(value) is False else ""
    if isinstance(value, list):
        most = control.extra.get("max_count")
        return f"at most {most} entries" if most is not None and len(value) > most else ""
    if isinstance(value, Mapping) and _off_axis(value, control):
        return f"{_range(control)} on each axis"
    return ""


def _advised(value: float, control: Control, profile: Profile) -> bool:
    """Whether a source recommends a value that the listed range leaves out, such as 0.3 beside whole numbers."""
    return control.role == "strength" and any(
        advice.target == "strength"
        and advice.low is not None
        and advice.high is not None
        and advice.low <= value <= advice.high
        for advice in profile.motion_advice
    )


def _off_axis(value: Mapping[str, Any], control: Control) -> str:
    """The first number in a mapping that is out of range, with its key; empty where there is none."""
    for key, part in value.items():
        if isinstance(part, Mapping):
            inner = _off_axis(part, control)
            if inner:
                return inner
        elif isinstance(part, int | float) and not isinstance(part, bool) and control.takes(float(part)) is False:
            return f"{key} {part:g}"
    return ""


def _range(control: Control, *, whole: bool = False) -> str:
    lows = [part.low for part in (control, *control.also) if part.low is not None]
    highs = [part.high for part in (control, *control.also) if part.high is not None]
    of = "whole numbers from " if whole and control.type == "integer" else ""
    if lows and highs:
        return f"{of}{number_text(min(lows))} to {number_text(max(highs))}"
    if highs:
        return f"{of or 'numbers '}up to {number_text(max(highs))}"
    return f"{of}{number_text(min(lows))} or more" if lows else one_of(control.values)


def _shown(value: Any, control: Control) -> str:
    if isinstance(value, Mapping):
        return _off_axis(value, control)
    if isinstance(value, list):
        return f"{len(value)}"
    return f"{value:g}" if isinstance(value, float) else f"{value}"


def _clash(control: Control, shot: Shot, facts: ShotFacts) -> str:
    """Under which circumstances the control works, where the shot's are surely others."""
    reported = {broken.key for broken in conditional(facts)}
    if control.requires and control.requires.holds(facts.context) is False:
        return "" if reported & set(control.requires.terms) else control.requires.describe()
    for name in control.excludes:
        spec = FIELD_BY_KEY.get(name)
        if (spec is not None and spec.name in shot.fields) or name in facts.context.controls:
            return f"without `{name}`"
    return ""


def _orientation_without_motion(shot: Shot, profile: Profile) -> Iterator[Problem]:
    field = shot.motion.orientation
    if field is None or shot.motion.reference is not None or _control_of(profile, "orientation") is not None:
        return
    if has_task(profile, "motion_reference_video") is False and profile.video is None:
        yield Problem(
            field.key_location,
            f"{profile.name} copies no motion from a video, so there is no orientation to choose. "
            f"{source(profile, profile.tasks)}",
            "Remove it, or use a motion control model.",
            confidence=certainty(profile, profile.tasks),
        )


def _missing(shot: Shot, profile: Profile) -> Iterator[Problem]:
    given = {key.value.casefold() for key, _ in control_entries(shot)}
    for control in profile.controls:
        if control.extra.get("required") is not True or control.name.casefold() in given:
            continue
        if any(role == control.role and name in shot.fields for name, role in _FIELDS):
            continue
        own = "motion.orientation" if control.role == "orientation" else f"controls.{control.name}"
        yield Problem(
            _where_missing(shot),
            f"{profile.name} requires `{control.name}` ({one_of(control.values)}), and this shot does not set it. "
            f"{source(profile, control.fact)}",
            f"Set `{own}`.",
            confidence=certainty(profile, control.fact),
        )


def _where_missing(shot: Shot) -> Location:
    reference = shot.motion.reference
    if reference is not None and not reference.inherited:
        return reference.key_location
    return shot.model.location if shot.model is not None and not shot.model.inherited else shot.head


def _frame_rate(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    field = shot.fps
    if field is None:
        return
    parts = [part for value in profile.fps.values for part in fitting(value, facts.context)]
    settable = any(part.low is not None or len(part.offered) > 1 for part in parts)
    allowed = frame_rates(profile, facts.context)
    if settable and allowed is not None and field.value not in allowed:
        yield Problem(
            field.location,
            f"{profile.name} does not offer {field.value:g} frames per second: expected {allowed.describe('fps')}. "
            f"{source(profile, profile.fps)}",
            f"Use {number_text(allowed.nearest(field.value))}, and convert the clip afterwards.",
            confidence=certainty(profile, profile.fps),
        )


def _seed(shot: Shot, profile: Profile) -> Iterator[Problem]:
    field = shot.seed
    claims = list(profile.seed.values)
    if field is None or not claims:
        return
    if not any(claim.supported for claim in claims):
        yield Problem(
            field.key_location,
            f"{profile.name} takes no seed: the same shot comes out differently every time. "
            f"{source(profile, profile.seed)}",
            "Remove it, and keep the clip that you like.",
            severity=Severity.WARNING,
            confidence=certainty(profile, profile.seed),
        )
        return
    spans = [(claim.low, claim.high) for claim in claims if claim.supported]
    bounds = [(low, high) for low, high in spans if low is not None and high is not None]
    if len(bounds) == len(spans) and field.value != -1 and not any(low <= field.value <= high for low, high in bounds):
        low, high = min(low for low, _ in bounds), max(high for _, high in bounds)
        yield Problem(
            field.location,
            f"{profile.name} takes seeds from {low} to {high}, not {field.value:.0f}. {source(profile, profile.seed)}",
            "Use a seed in that range.",
            confidence=certainty(profile, profile.seed),
        )
