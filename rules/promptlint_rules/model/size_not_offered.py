"""A102: an aspect ratio or a resolution that the model does not offer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from promptlint.facts import ShotFacts
from promptlint.finding import Evidence, Problem, Severity
from promptlint.profiles import Profile
from promptlint.profiles.answers import offered_ratios, ratio_allowed, ratio_value, ratios, size_allowed, sizes
from promptlint.profiles.values import Size
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Shot
from promptlint.spec.values import Resolution
from promptlint_rules.model._basis import certainty, conditional, one_of, source

_DISAGREE = 0.05
"""Relative difference from which a ratio and a size in pixels contradict each other."""


@shot_rule(
    code="A102",
    name="size-not-offered",
    severity=Severity.ERROR,
    fields=("model",),
    summary="The model does not offer this aspect ratio or resolution.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/harbour.png
            prompt: A boat drifts slowly into the harbour.
            aspect_ratio: "1:1"
            """,
            marks=("1:1",),
            title="Veo offers 16:9 and 9:16",
        ),
        Example(
            """
            id: s01
            model: MiniMax-Hailuo-2.3
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            resolution: 720p
            """,
            marks=("720p",),
            title="Hailuo 2.3 offers 768p and 1080p",
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            aspect_ratio: "16:9"
            width: 720
            height: 1280
            """,
            marks=("720",),
            title="The ratio and the size in pixels contradict each other",
        ),
    ),
    good=(
        Example(
            """
            id: s01
            model: veo-3.1-generate-001
            image: refs/harbour.png
            prompt: A boat drifts slowly into the harbour.
            aspect_ratio: "9:16"
            resolution: 1080p
            duration: 8
            """
        ),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            aspect_ratio: "1280:720"
            """
        ),
        Example(
            """
            id: s01
            model: kling-2.6
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            aspect_ratio: "4:5"
            """,
            title="With a start frame this model takes the ratio of the picture",
        ),
    ),
)
def size_not_offered(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The shot's `aspect_ratio` and `resolution` (or `width` and `height`) are compared with what its model offers in
    the shot's mode and task, and with each other.

    A resolution that is offered, but not under the circumstances of the shot, is reported by `conditional-limit`.

    ## Why it matters

    A size that the provider does not know is refused. Where a tool on the way replaces it, the picture is cropped or
    padded, and the subject may lose its head.

    ## What to do

    Use an offered size, and crop the reference image to its ratio before generating.
    """
    profile = facts.profile
    if profile is None:
        return
    if not any(broken.key == "resolution" for broken in conditional(facts)):
        yield from _resolution(shot, facts, profile)
    yield from _ratio(shot, facts, profile)


def _resolution(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    field = shot.resolution
    if field is None:
        return
    text = _text(field.value)
    confidence = certainty(profile, profile.resolutions)
    if size_allowed(profile, text, facts.context) is False:
        offered = sizes(profile, facts.context) or ()
        elsewhere = _without_mode(profile, text, facts)
        yield Problem(
            field.location,
            f"{profile.name} does not offer {text}{' in this mode' if elsewhere else ''}: expected "
            f"{one_of(size.label for size in offered)}; the provider refuses other sizes. "
            f"{source(profile, profile.resolutions)}",
            elsewhere or _nearest_size(offered, field.value),
            confidence=confidence,
        )
        return
    width, height = field.value.width, field.value.height
    if not width or not height:
        return
    shape = width / height
    written = shot.aspect_ratio
    if written is not None:
        if written.value.value and abs(written.value.value - shape) > _DISAGREE * max(shape, written.value.value):
            yield Problem(
                field.location,
                f"{width}x{height} is not {written.value.text}, which the shot asks for as well: {profile.name} can "
                f"follow one of them only. {source(profile, profile.aspect_ratios, profile.resolutions)}",
                "Keep the size that you mean, and make the other agree.",
                (Evidence("the aspect ratio", written.location),),
            )
    elif ratio_allowed(profile, shape, facts.context) is False:
        yield Problem(
            field.location,
            f"{profile.name} offers no frame of the shape of {width}x{height}: expected "
            f"{one_of(offered_ratios(profile, facts.context))}; the provider refuses other ratios. "
            f"{source(profile, profile.aspect_ratios)}",
            f"Use {_nearest_ratio(profile, shape, facts)}.",
            confidence=certainty(profile, profile.aspect_ratios),
        )


def _ratio(shot: Shot, facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    field = shot.aspect_ratio
    if field is None:
        return
    shape = field.value.value
    refused = (
        _word_refused(profile, field.value.text, facts)
        if shape is None
        else ratio_allowed(profile, shape, facts.context) is False
    )
    if not refused:
        return
    offered = offered_ratios(profile, facts.context)
    spans = [part for part in ratios(profile, facts.context) or () if part.low is not None and part.high is not None]
    expected = one_of(offered) if offered else f"a width of {spans[0].low:g} to {spans[0].high:g} times the height"
    advice = f"Use {_nearest_ratio(profile, shape, facts)}" if shape and offered else "Use one of these"
    yield Problem(
        field.location,
        f"{profile.name} does not offer the aspect ratio {field.value.text}: expected {expected}; the provider refuses "
        f"other ratios. {source(profile, profile.aspect_ratios)}",
        f"{advice}, and crop the reference image to it.",
        confidence=certainty(profile, profile.aspect_ratios),
    )


def _text(resolution: Resolution) -> str:
    if resolution.width and resolution.height:
        return f"{resolution.width}x{resolution.height}"
    return resolution.text.strip()


def _word_refused(profile: Profile, word: str, facts: ShotFacts) -> bool:
    """Whether a word such as ``auto`` is surely no ratio of the model: it lists ratios, and no word, span or rest."""
    parts = ratios(profile, facts.context) or []
    return bool(parts) and not any(
        part.adaptive or part.follows or part.any or part.low is not None or word in part.offered or not part.offered
        for part in parts
    )


def _without_mode(profile: Profile, text: str, facts: ShotFacts) -> str:
    """Which mode offers the size, where another one does."""
    if facts.context.mode is None or not size_allowed(profile, text, replace(facts.context, mode=None)):
        return ""
    modes = [
        str(mode)
        for value in profile.resolutions.values
        for when, _ in value.cases
        for mode in when.terms.get("mode", ())
        if size_allowed(profile, text, replace(facts.context, mode=str(mode)))
    ]
    return f"Use the mode {one_of(dict.fromkeys(modes))}, or a size that this mode offers." if modes else ""


def _nearest_size(offered: tuple[Size, ...], wanted: Resolution) -> str:
    sides = [
        (abs(side - wanted.short_side), size.label)
        for size in offered
        if wanted.short_side and (side := size.short_side)
    ]
    return f"Use {min(sides)[1]}." if sides else "Use one of these."


def _nearest_ratio(profile: Profile, shape: float, facts: ShotFacts) -> str:
    offered = [(value, text) for text in offered_ratios(profile, facts.context) if (value := ratio_value(text))]
    return min(offered, key=lambda pair: max(pair[0] / shape, shape / pair[0]))[1] if offered else "another size"
