"""How strong the motion of a shot is, by the scale of its model and by what is advised for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from promptlint.document import Mapping, Scalar
from promptlint.facts import ShotFacts, remembered
from promptlint.finding import Confidence, Severity
from promptlint.profiles import Profile
from promptlint.profiles.guidance import Control, MotionAdvice
from promptlint.profiles.quantities import number_text
from promptlint.spec.model import Location, Shot
from promptlint.spec.values import read_number
from promptlint_rules.motion._words import Level, fast_words, level_of

TOP: Final = 2 / 3
"""From here on a value of a control's range counts as strong."""

_BRUSH_SCALE: Final = 10


@dataclass(frozen=True, slots=True)
class Given:
    """A strength as written."""

    value: float | str
    at: Location
    key: str

    @property
    def shown(self) -> str:
        """As a person reads it."""
        return f"`{self.value}`" if isinstance(self.value, str) else number_text(self.value)


@dataclass(frozen=True, slots=True)
class TooStrong:
    """A setting that asks for more motion than is advised.

    Attributes:
        at: where it stands.
        found: what is set, in words.
        advised: what is advised, in words.
        source: who advises it.
        advice: what to do.
    """

    at: Location
    found: str
    advised: str
    source: str
    advice: str
    severity: Severity = Severity.WARNING
    confidence: Confidence = Confidence.LIKELY


def strength_control(profile: Profile | None) -> Control | None:
    """The control that sets the strength of motion, where the model takes one and it has an effect."""
    control = profile.control("strength") if profile is not None else None
    if control is None or control.surely_unsupported or not control.effective:
        return None
    return control


@remembered
def given_strength(shot: Shot, profile: Profile | None) -> Given | None:
    """The strength that a shot sets, under the format's key or the provider's."""
    field = shot.motion.strength
    if field is not None:
        number = read_number(field.node) if isinstance(field.node, Scalar) else None
        value = number if number is not None else field.value
        return Given(value, field.location, field.key.value) if isinstance(value, (str, float)) else None
    controls, control = shot.controls, strength_control(profile)
    if controls is None or control is None or not isinstance(controls.node, Mapping):
        return None
    entry = controls.node.get(control.name)
    if entry is None or not isinstance(entry.value, Scalar):
        return None
    number = read_number(entry.value)
    at = Location(controls.file, entry.value.content_span, (*controls.path, control.name))
    return Given(number if number is not None else entry.value.value, at, control.name)


def in_top_third(value: float, control: Control) -> bool:
    """Whether a number lies in the top third of the range that most sources give."""
    low, high = control.low, control.high
    return low is not None and high is not None and value > low + (high - low) * TOP


@remembered
def strong_motion(shot: Shot, facts: ShotFacts) -> Given | None:
    """The strength of a shot where it is strong: by its word, by the model's scale, or by the advice for it."""
    given = given_strength(shot, facts.profile)
    if given is None or has_no_effect(facts.profile):
        return None
    if isinstance(given.value, str):
        return given if level_of(given.value) is Level.STRONG else None
    control, advice = strength_control(facts.profile), _advice_on(facts.profile, "strength")
    if advice is not None and advice.avoid_from is not None:
        return given if given.value >= advice.avoid_from and not _landscape(shot, facts) else None
    return given if control is not None and in_top_third(given.value, control) else None


def has_no_effect(profile: Profile | None) -> bool:
    """Whether the model takes a strength and does nothing with it."""
    control = profile.control("strength") if profile is not None else None
    return control is not None and not control.effective


def too_strong(shot: Shot, facts: ShotFacts) -> Iterator[TooStrong]:
    """What in the motion settings asks for more than is advised for the model, or than a hero shot should have."""
    if not any((shot.motion.strength, shot.motion.camera, shot.motion.brush, shot.controls)):
        return
    if facts.profile is None or shot.motion.reference is not None:
        return
    yield from _strength(shot, facts, facts.profile)
    yield from _brush(shot, facts.profile)
    yield from _camera(shot, facts.profile)


def is_too_strong(shot: Shot, facts: ShotFacts) -> TooStrong | None:
    """The first setting that likely makes the subject drift."""
    found = (setting for setting in too_strong(shot, facts) if setting.severity >= Severity.WARNING)
    return next((setting for setting in found if setting.confidence >= Confidence.LIKELY), None)


def _advice_on(profile: Profile | None, target: str) -> MotionAdvice | None:
    return next((a for a in profile.motion_advice if a.target == target), None) if profile is not None else None


def _landscape(shot: Shot, facts: ShotFacts) -> bool:
    """Whether a source advises strong motion for what the shot shows: landscapes, where no person is in it."""
    subject = shot.subject.value if shot.subject else None
    return (
        subject == "scene"
        and shot.characters is None
        and facts.profile is not None
        and facts.profile.advice_for("motion_level_by_subject") is not None
    )


def _explicit_hero(shot: Shot) -> bool:
    return shot.usage is not None and shot.usage.value == "hero"


def _strength(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[TooStrong]:
    given = given_strength(shot, profile)
    if given is None or has_no_effect(profile):
        return
    advice, control = _advice_on(profile, "strength"), strength_control(profile)
    if isinstance(given.value, str):
        yield from _word(shot, profile, given, given.value, advice)
    elif advice is not None and advice.high is not None:
        yield from _number(shot, facts, profile, given, given.value, advice, control)
    elif control is not None:
        if in_top_third(given.value, control):
            yield from _against_usage(shot, profile, given)
    elif given.key != "motion_bucket_id":
        brush = _advice_on(profile, "brush")
        if brush is not None and brush.high is not None and brush.high < given.value <= _BRUSH_SCALE:
            yield _advised(given.at, f"The motion strength is {given.shown}", brush, profile, number_text(brush.high))


def _word(shot: Shot, profile: Profile, given: Given, value: str, advice: MotionAdvice | None) -> Iterator[TooStrong]:
    level = level_of(value)
    if level is Level.STRONG:
        if advice is None and (advice := _advice_on(profile, "brush")) is None:
            yield from _against_usage(shot, profile, given)
        else:
            best = number_text(advice.high) if advice.high is not None else "`subtle`"
            yield _advised(given.at, f"The motion strength is {given.shown}", advice, profile, best)
    elif level is Level.MODERATE and advice is not None and "subtle" in advice.words:
        found = _advised(given.at, f"The motion strength is {given.shown}", advice, profile, "`subtle`")
        yield TooStrong(
            found.at, found.found, found.advised, found.source, found.advice, Severity.INFO, Confidence.POSSIBLE
        )


def _number(
    shot: Shot,
    facts: ShotFacts,
    profile: Profile,
    given: Given,
    value: float,
    advice: MotionAdvice,
    control: Control | None,
) -> Iterator[TooStrong]:
    high = advice.high
    if high is None or value <= high or _landscape(shot, facts):
        return
    best = number_text(high)
    whole = control is not None and control.type == "integer"
    if whole:
        best = "1, the lowest whole number at which anything moves"
    found = _advised(given.at, f"The motion strength is {given.shown}", advice, profile, best)
    if advice.avoid_from is not None and value >= advice.avoid_from:
        yield found
    elif not (whole and value == 1):
        yield TooStrong(found.at, found.found, found.advised, found.source, found.advice, Severity.INFO)


def _against_usage(shot: Shot, profile: Profile, given: Given) -> Iterator[TooStrong]:
    """Strong motion for a model without advice: it counts where the spec itself calls the shot a hero shot."""
    if shot.intended_usage != "hero":
        return
    confidence = Confidence.LIKELY if _explicit_hero(shot) else Confidence.POSSIBLE
    yield TooStrong(
        given.at,
        f"The motion strength is {given.shown}",
        "a hero shot, in which no drift is tolerated, wants subtle motion",
        "",
        "Start with the lowest strength, and raise it only if too little moves.",
        confidence=confidence,
    )


def _brush(shot: Shot, profile: Profile) -> Iterator[TooStrong]:
    field, advice = shot.motion.brush, _advice_on(profile, "brush")
    if field is None or advice is None or advice.high is None:
        return
    for scalar, at in field.texts():
        number = read_number(scalar)
        if number is None:
            if level_of(scalar.value) is Level.STRONG:
                yield _advised(
                    at, f"The motion brush is at `{scalar.value}`", advice, profile, number_text(advice.high)
                )
        elif advice.high < abs(number) <= _BRUSH_SCALE:
            found = f"The motion brush is at {number_text(number)}"
            yield _advised(at, found, advice, profile, number_text(advice.high))


def _camera(shot: Shot, profile: Profile) -> Iterator[TooStrong]:
    field = shot.motion.camera
    if field is None:
        return
    advice = _advice_on(profile, "camera")
    if advice is None and (general := _advice_on(profile, "strength")) is not None and "subtle" in general.words:
        advice = general
    calm = "Let the camera stand or move slowly, and make the cut fast in the edit."
    for words, at in islice(fast_words(field), 1):
        found = f"The camera is asked for `{words}`"
        if advice is not None:
            advised = f"for {profile.name} the advice is {advice.text}"
            yield TooStrong(at, found, advised, profile.cite(advice.claim), calm)
        elif shot.intended_usage == "hero":
            yield TooStrong(
                at,
                found,
                "a hero shot, in which no drift is tolerated, wants a static or slow camera",
                "",
                calm,
                confidence=Confidence.LIKELY if _explicit_hero(shot) else Confidence.POSSIBLE,
            )


def _advised(at: Location, found: str, advice: MotionAdvice, profile: Profile, best: str) -> TooStrong:
    source = profile.cite(advice.claim)
    advised = f"for {profile.name} the advice is {advice.text}"
    return TooStrong(at, found, advised, source, f"Start with {best}, and raise it only if too little moves.")
