"""The values that a key can be given: what the model offers in the shot's circumstances, and what the project has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from lsprotocol import types

from promptlint.facts.length import window_of
from promptlint.profiles import Context, Profile
from promptlint.profiles.answers import (
    allowed_durations,
    default_fps,
    frame_rates,
    offered_ratios,
    sizes,
    takes_auto_duration,
)
from promptlint.profiles.facts import When
from promptlint.profiles.quantities import Allowed, number_text
from promptlint.profiles.summary import coherence_text, control_text, duration_text, status_text
from promptlint.spec.keys import KeyInfo
from promptlint.spec.values import REFERENCE_SOURCES
from promptlint_lsp.features.choice import Choice
from promptlint_lsp.features.knowledge import Knowledge
from promptlint_lsp.features.paths import CLIPS, PICTURES, paths_from

Kind = types.CompletionItemKind
RETIRED: Final = ("retired", "deprecated")
_CLIP_FIELDS: Final = ("extend", "motion.reference")
_PICTURE_FIELDS: Final = ("image", "end_image", "references", *_CLIP_FIELDS)
_MOST_LENGTHS: Final = 30
_MOST_LINKS: Final = 30
_MOST_SHOTS: Final = 500
_CAMERA: Final = {
    "static": "The camera does not move.",
    "slow push-in": "The camera moves closer, slowly.",
    "slow pull-out": "The camera moves away, slowly.",
    "pan left": "The camera turns to the left from where it stands.",
    "pan right": "The camera turns to the right from where it stands.",
    "tilt up": "The camera turns upwards from where it stands.",
    "tilt down": "The camera turns downwards from where it stands.",
    "truck left": "The camera moves sideways to the left.",
    "truck right": "The camera moves sideways to the right.",
    "pedestal up": "The camera rises without turning.",
    "pedestal down": "The camera sinks without turning.",
    "slow orbit": "The camera circles the subject, slowly.",
    "tracking shot": "The camera moves along with the subject.",
    "crane up": "The camera rises in a wide sweep.",
    "zoom in": "The focal length grows; the camera stays where it is.",
    "zoom out": "The focal length shrinks; the camera stays where it is.",
    "roll": "The camera turns about its own axis.",
    "handheld": "The camera is carried and shakes a little.",
    "rack focus": "The focus goes from one thing to another.",
}
_ROLES: Final = {
    "start": "The clip begins with it.",
    "end": "The clip ends with it.",
    "style": "The clip takes its look.",
    "subject": "It shows who or what the clip is of.",
}
_KINDS: Final = ("person", "animal", "product")


def values_of(info: KeyInfo, knowledge: Knowledge) -> tuple[list[Choice], bool]:
    """The values of a key, the most likely ones first, and whether these are all."""
    means, profile, context = info.means, *knowledge.model
    in_reference = info.key in REFERENCE_SOURCES and info.key != "image"
    if means in _PICTURE_FIELDS or (in_reference and info.key in ("path", "file")):
        return _references(means, knowledge, nested=in_reference)
    if means == "extends":
        return _specs(knowledge)
    return list(_values(info, profile, context, knowledge)), True


def _values(info: KeyInfo, profile: Profile | None, context: Context, knowledge: Knowledge) -> Iterator[Choice]:
    match info.means:
        case "model":
            yield from _models(knowledge)
        case "duration":
            yield from _durations(profile, context, knowledge)
        case "aspect_ratio":
            offered = offered_ratios(profile, context) if profile is not None else ()
            yield from _named(offered or (example.strip('"') for example in info.examples), profile)
        case "resolution":
            offered_sizes = sizes(profile, replace(context, resolution=None)) if profile is not None else None
            yield from _named([size.label for size in offered_sizes] if offered_sizes else info.examples, profile)
        case "fps":
            rates = frame_rates(profile, replace(context, fps=None)) if profile is not None else None
            yield from (Choice(_number(rate), _offered_by(profile)) for rate in _numbers(rates))
        case "mode":
            modes = list(_modes(profile)) if profile is not None else []
            yield from _named(modes or info.examples, profile if modes else None)
        case "motion" | "motion.strength":
            yield from _strengths(profile, info)
        case "motion.camera":
            yield from _cameras(profile)
        case "characters":
            yield from (
                Choice(one.name, "character", str(one.attributes["description"].value), Kind.Constant)
                if "description" in one.attributes
                else Choice(one.name, "character", kind=Kind.Constant)
                for one in knowledge.characters
            )
        case "from":
            yield from _shots(knowledge)
        case "role":
            yield from (Choice(role, about=about, kind=Kind.EnumMember) for role, about in _ROLES.items())
        case "kind":
            yield from (Choice(kind, kind=Kind.EnumMember) for kind in _KINDS)
        case "audio":
            yield from (Choice(value, kind=Kind.Keyword) for value in (True, False))
        case "version":
            yield Choice(1)
        case _:
            yield from (Choice(text, kind=Kind.EnumMember) for text in info.choices or info.examples)


def controls_of(knowledge: Knowledge) -> Iterator[Choice]:
    """The model's own parameters, as keys."""
    profile, _ = knowledge.model
    for control in profile.controls if profile is not None else ():
        if control.type != "prompt_only" and not control.surely_unsupported:
            yield Choice(control.name, _offered_by(profile), control_text(control), Kind.Property)


def _models(knowledge: Knowledge) -> Iterator[Choice]:
    profiles = knowledge.view.project.surroundings.profiles
    for profile in profiles:
        status = profile.status.value
        retired = status is not None and status.state in RETIRED
        window = coherence_text(profile)
        detail = duration_text(profile) + (f"; holds {window}" if window != "-" else "")
        about = f"{profile.name}, {profile.vendor}: {status_text(profile)}"
        yield Choice(
            profile.id, detail, about, Kind.Value, retired, profile.name, rank=2 * retired + (profile.priority > 1)
        )


def _durations(profile: Profile | None, context: Context, knowledge: Knowledge) -> Iterator[Choice]:
    if profile is None:
        return
    allowed = allowed_durations(profile, replace(context, duration_s=None))
    fps = default_fps(profile, context)
    shot = knowledge.shot
    held = window_of(shot, knowledge.view.project.facts_of(shot)) if shot is not None else None
    window = held.seconds if held is not None else None
    for seconds in _numbers(allowed):
        parts = [f"{round(seconds * fps)} frames at {number_text(fps)} fps"] if fps else []
        if window is not None:
            over = seconds - window
            parts.append(f"{number_text(over)} s beyond the window" if over > 0.1 else "within the window")
        yield Choice(_number(seconds), ", ".join(parts), f"{profile.name}: {duration_text(profile)}")
    if takes_auto_duration(profile):
        yield Choice("auto", "the provider chooses", rank=2)


def _numbers(allowed: Allowed | None) -> Iterable[float]:
    """The numbers of a set, the whole ones of a span."""
    if not allowed:
        return []
    found = set(allowed.values)
    for span in allowed.spans:
        step = span.step or 1.0
        count = int((span.high - span.low) / step + 1e-6) + 1
        if count <= _MOST_LENGTHS:
            found |= {span.low + step * index for index in range(count)}
        else:
            found |= {span.low, span.high}
    return sorted(number for number in found if number > 0)


def _number(number: float) -> int | float:
    return int(number) if float(number).is_integer() else round(number, 3)


def _named(words: Iterable[str], profile: Profile | None) -> Iterator[Choice]:
    yield from (Choice(word, _offered_by(profile), kind=Kind.EnumMember) for word in words)


def _offered_by(profile: Profile | None) -> str:
    return profile.name if profile is not None else ""


def _modes(profile: Profile) -> Iterator[str]:
    """The modes by which a model's figures differ."""
    seen: dict[str, None] = {}
    terms: list[When] = [window.requires for window in profile.windows]
    terms += [limit.when for limit in profile.limits] + [control.requires for control in profile.controls]
    for fact in (profile.durations, profile.resolutions, profile.aspect_ratios, profile.fps, profile.frames):
        terms += [when for value in fact.values for when, _ in getattr(value, "cases", ())]
    for when in terms:
        seen |= {str(mode): None for mode in when.terms.get("mode", ())}
    seen |= {alias.implied["mode"]: None for alias in profile.aliases if "mode" in alias.implied}
    yield from seen


def _strengths(profile: Profile | None, info: KeyInfo) -> Iterator[Choice]:
    whole = info.means == "motion"
    words = ("subtle", "moderate", "strong") if whole else info.examples
    yield from (Choice(word, kind=Kind.EnumMember) for word in words)
    control = profile.control("strength") if profile is not None else None
    if control is not None and not whole:
        numbers = [] if control.low is None or control.high is None else [control.low, control.high]
        values = [value for value in (*control.values, *numbers) if value not in words]
        yield from (Choice(_plain(value), _offered_by(profile), control_text(control), rank=2) for value in values)
    if whole:
        yield Choice({"strength": "subtle", "camera": "static"}, "strength and camera", kind=Kind.Struct)


def _plain(value: str | float) -> str | int | float:
    return value if isinstance(value, str) else _number(value)


def _cameras(profile: Profile | None) -> Iterator[Choice]:
    control = profile.control("camera") if profile is not None else None
    for value in control.values if control is not None else ():
        yield Choice(_plain(value), _offered_by(profile), control_text(control) if control else "", Kind.EnumMember)
    yield from (Choice(word, about=about, kind=Kind.EnumMember, rank=2) for word, about in _CAMERA.items())


def _shots(knowledge: Knowledge) -> Iterator[Choice]:
    for shot in knowledge.shots_before()[:_MOST_SHOTS]:
        prompt = shot.prompt.value if shot.prompt is not None else ""
        yield Choice(shot.name, shot.file.name if shot.file is not knowledge.file else "", prompt, Kind.Reference)


def _references(means: str, knowledge: Knowledge, *, nested: bool) -> tuple[list[Choice], bool]:
    """Pictures or clips of the project, and the frames of other shots."""
    file = knowledge.view.file
    root = knowledge.view.project.settings.root
    is_clip = means in _CLIP_FIELDS
    typed = knowledge.site.typed.strip("\"'")
    paths, complete = paths_from(file.path.parent, root, typed, CLIPS if is_clip else PICTURES)
    found = [Choice(path, kind=Kind.File) for path in paths]
    in_bible = knowledge.site.path[:1] == ("characters",)
    if not nested and not in_bible and means in ("image", "extend") and not knowledge.site.quote:
        for shot in knowledge.shots_before()[:_MOST_LINKS]:
            value = {"from": shot.name} if is_clip else {"from": shot.name, "frame": "last"}
            prompt = shot.prompt.value if shot.prompt is not None else ""
            detail = f"continues {shot.name}" if is_clip else f"starts from the last frame of {shot.name}"
            found.append(Choice(dict(value), detail, prompt, Kind.Reference, also=shot.name or "", rank=2))
    return found, complete


def _specs(knowledge: Knowledge) -> tuple[list[Choice], bool]:
    """Spec files of the project that another one may build on."""
    view = knowledge.view
    typed = knowledge.site.typed.strip("\"'")
    folder = view.file.path.parent
    paths, complete = paths_from(folder, view.project.settings.root, typed, frozenset({".yaml", ".yml", ".json"}))
    return [Choice(path, kind=Kind.File) for path in paths if folder / path != view.file.path], complete
