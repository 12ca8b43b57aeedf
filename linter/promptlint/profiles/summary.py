"""What a profile says, as plain values in the order in which people read it: the base of every view of a profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from promptlint.profiles.answers import allowed_durations, default_fps, frame_rates, offers_sound
from promptlint.profiles.catalogue import Profiles
from promptlint.profiles.facts import Claim, Fact
from promptlint.profiles.guidance import Control, Window
from promptlint.profiles.profile import Profile
from promptlint.profiles.quantities import number_text
from promptlint.profiles.values import Audio, Ratios, Sizes
from promptlint.profiles.windows import sources_of


@dataclass(frozen=True, slots=True)
class Line:
    """One figure: its label, its text, and the sources with their date."""

    label: str
    text: str
    sources: tuple[str, ...] = ()
    as_of: str | None = None
    note: str | None = None


def duration_text(profile: Profile) -> str:
    """Allowed clip lengths on the lenient reading: ``5 or 10 s``; ``unknown`` where no source tells."""
    kinds = [value.kind for value in profile.durations.values]
    allowed = allowed_durations(profile)
    prefix = {"follows_reference_video": "as the motion video, ", "follows_audio": "as the audio, "}
    lead = prefix.get(kinds[0], "") if kinds else ""
    if allowed:
        return f"{lead}{_lengths(profile, allowed.describe())}"
    frames = next((value for value in profile.durations.values if value.frames_default), None)
    if frames:
        return f"by frames, {frames.frames_default} at {number_text(frames.fps_default or 0)} fps by default"
    return "unknown"


def _lengths(profile: Profile, text: str) -> str:
    return f"{text}, or auto" if any(value.auto for value in profile.durations.values) else text


def window_text(window: Window, fps: float | None = None) -> str:
    """A window in seconds and frames with its condition: ``4 s (96 frames at 24 fps), high subject coherence mode``."""
    rate = window.fps or fps
    seconds, frames = window.seconds_at(window.fps), window.frames_at(rate)
    span = f"{number_text(window.seconds_low)} to " if window.seconds_low else ""
    text = f"{span}{number_text(round(seconds, 1))} s" if seconds is not None else ""
    if frames is not None:
        counted = f"{frames} frames at {number_text(rate)} fps" if rate else f"{frames} frames"
        text = f"{text} ({counted})" if text else counted
    return f"{'less than ' if window.below else ''}{text}" + (f", {window.condition}" if window.condition else "")


def coherence_text(profile: Profile) -> str:
    """The model's own coherence windows; a dash where none is published."""
    own = [window for window in profile.windows if window.kind == "coherence"] or list(profile.windows)
    fps = default_fps(profile)
    return "; ".join(window_text(window, fps) for window in own[:2]) or "-"


def sizes_text(value: Sizes) -> str:
    """Sizes, with those under circumstances: ``720p (mode std), 1080p (mode pro)``."""
    parts = [", ".join(size.label for size in value.offered)] if value.offered else []
    parts += [f"{sizes_text(case)} ({when.describe()})" for when, case in value.cases]
    return "; ".join(parts)


def ratios_text(value: Ratios) -> str:
    """Aspect ratios, with those under circumstances."""
    parts = [*value.offered, *value.adaptive]
    if value.follows:
        parts.append(f"follows the {value.follows}")
    if value.low is not None and value.high is not None:
        parts.append(f"{number_text(value.low)} to {number_text(value.high)} as a number")
    if value.any:
        parts.append("any")
    text = [", ".join(parts)] if parts else []
    return "; ".join([*text, *(f"{ratios_text(case)} ({when.describe()})" for when, case in value.cases)])


def prompt_text(profile: Profile) -> str:
    """The prompt limit with its unit."""
    limit = profile.prompt.max_length.value
    if limit is None:
        return "unknown"
    if limit.n == 0:
        return "no prompt"
    return f"{limit.n} {limit.unit.replace('_', ' ')}" + (f" at {limit.host}" if limit.host else "")


def negative_text(profile: Profile) -> str:
    """Whether there is a negative prompt field, and its longest text."""
    value = profile.prompt.negative.value
    if value is None:
        return "unknown"
    if not value.supported:
        return "no"
    return f"yes, {value.max_length.n} {value.max_length.unit}" if value.max_length else "yes"


def control_text(control: Control) -> str:
    """A control with its range or words."""
    parts = [control.type.replace("_", " ")]
    if control.low is not None or control.high is not None:
        low = "" if control.low is None else number_text(control.low)
        high = "" if control.high is None else number_text(control.high)
        parts.append(f"{low} to {high}".strip())
    if control.values:
        parts.append(", ".join(str(value) for value in control.values))
    if control.default is not None:
        parts.append(f"default {control.default}")
    if control.requires:
        parts.append(control.requires.describe())
    if control.supported is False:
        parts.append("not taken by this model")
    if not control.effective:
        parts.append("no effect")
    return f"{control.name}: " + "; ".join(parts)


def status_text(profile: Profile) -> str:
    """State with the date of retirement and the replacement."""
    value = profile.status.value
    if value is None:
        return "unknown"
    text = value.state.replace("_", " ")
    if value.date:
        text += f" {value.date}"
    return text


def sound_text(profile: Profile) -> str:
    """What sound a clip can have."""
    value: Audio | None = profile.audio.value
    if value is None:
        return "unknown"
    offered = offers_sound(profile)
    text = (value.output or "unknown").replace("_", " ")
    return text if offered is not None else "unknown"


def lines_of(profile: Profile) -> list[Line]:
    """Every figure of a profile, with its sources."""
    fps = default_fps(profile)
    found: list[Line | None] = [
        _line("status", status_text(profile), profile.status),
        *(
            Line(f"status of {alias}", _id_state(claim), claim.sources, claim.as_of, claim.note)
            for alias, claim in profile.id_status.items()
        ),
        _line("tasks", ", ".join(profile.tasks.value or ()).replace("_", " "), profile.tasks),
        _line("durations", duration_text(profile), profile.durations),
        _line("frame rate", _rates(profile), profile.fps),
        _line("frames", _frames(profile), profile.frames),
        _line("sizes", sizes_text(profile.resolutions.value or Sizes()), profile.resolutions),
        _line("aspect ratios", ratios_text(profile.aspect_ratios.value or Ratios()), profile.aspect_ratios),
        _line("prompt", prompt_text(profile), profile.prompt.max_length),
        _line("negative prompt", negative_text(profile), profile.prompt.negative),
        _line(
            "negations",
            (profile.prompt.negative_phrasing.value or "").replace("_", " "),
            profile.prompt.negative_phrasing,
        ),
        _line("sound", sound_text(profile), profile.audio),
        _line("seed", _seed(profile), profile.seed),
        *_limits("image", profile.image),
        *_limits("reference video", profile.video),
        *_limits("sound input", profile.sound),
        _line("extension", _extension(profile), profile.extension),
    ]
    found += [_claimed("coherence window", window_text(w, fps), w.claim) for w in profile.windows]
    found += [_claimed("control", control_text(c), c.fact) for c in profile.controls]
    found += [_claimed("only", f"{li.when.describe()}: {li.says}", li.claim) for li in profile.limits]
    found += [_claimed("motion", advice.text, advice.claim) for advice in profile.motion_advice]
    return [line for line in found if line is not None and line.text]


def _line(label: str, text: str, fact: Fact[Any]) -> Line | None:
    if not fact.known:
        return None
    note = "; ".join([part for part in (fact.note, _also(fact)) if part]) or None
    return Line(label, text, fact.sources, fact.as_of, note)


def _also(fact: Fact[Any]) -> str:
    return (
        f"sources disagree ({', '.join(sorted({key for claim in fact.also for key in claim.sources}))})"
        if fact.also
        else ""
    )


def _claimed(label: str, text: str, claim: Claim[Any]) -> Line:
    return Line(label, text, claim.sources, claim.as_of, claim.note)


def _id_state(claim: Claim[Any]) -> str:
    return f"{claim.value.state} {claim.value.date or ''}".strip()


def _rates(profile: Profile) -> str:
    allowed = frame_rates(profile)
    rate = default_fps(profile)
    default = f"default {number_text(rate)}" if rate else ""
    return ", ".join(part for part in (allowed.describe("fps") if allowed else "", default) if part)


def _frames(profile: Profile) -> str:
    value = profile.frames.value
    if value is None:
        return ""
    parts = [f"at most {value.high}" if value.high else "", f"at least {value.low}" if value.low else ""]
    parts += [
        f"{value.typical} by default" if value.typical else "",
        f"segments of {value.segment}" if value.segment else "",
    ]
    parts += [f"{value.offset} plus a multiple of {value.step}" if value.step else ""]
    parts += [f"{case.low or 0} to {case.high} ({when.describe()})" for when, case in value.cases if case.high]
    return ", ".join(part for part in parts if part)


def _seed(profile: Profile) -> str:
    value = profile.seed.value
    if value is None:
        return ""
    if not value.supported:
        return "no"
    return "yes" if value.low is None else f"{value.low} to {value.high}"


def _extension(profile: Profile) -> str:
    value = profile.extension.value
    if value is None:
        return ""
    parts = [
        f"adds {value.adds.describe()}" if value.adds else "",
        f"at most {value.times} times" if value.times else "",
        f"{number_text(value.total_s)} s in total" if value.total_s else "",
        {"own": "own clips only", "any": "any clip", None: ""}[value.accepts],
        f"from a clip of {value.source_s.describe()}" if value.source_s else "",
        "/".join(value.resolutions),
    ]
    return ", ".join(part for part in parts if part)


def _limits(label: str, group: Any) -> list[Line]:
    if group is None:
        return []
    found = []
    for name in group.__dataclass_fields__:
        fact = getattr(group, name)
        if fact.known:
            line = _line(f"{label} {name.replace('_', ' ')}", _plain(fact.value), fact)
            found += [line] if line else []
    return found


def _plain(value: Any) -> str:
    if value is None:
        return "unknown"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(_plain(part) for part in value)
    if hasattr(value, "low") and hasattr(value, "high"):
        low = number_text(value.low or 0)
        return (
            low
            if value.high == value.low
            else f"{low} to {number_text(value.high)}"
            if value.high is not None
            else f"at least {low}"
        )
    return number_text(value) if isinstance(value, int | float) else str(value)


def citation_titles(profiles: Profiles, line: Line) -> list[str]:
    """Titles of a line's sources."""
    return [source.title for source in sources_of(Claim(None, line.sources), profiles.sources)]
