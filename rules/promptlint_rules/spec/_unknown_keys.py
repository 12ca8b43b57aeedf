"""Findings of S002 about keys that the format does not have."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from promptlint.edits import rename_key
from promptlint.finding import Confidence, Fix, Problem, Severity, TextEdit
from promptlint.nearest import is_very_close, nearest
from promptlint.spec.fields import (
    CHARACTER_KEYS,
    DEFAULTS_KEYS,
    FIELD_BY_KEY,
    FIELD_BY_NAME,
    FILE_KEYS,
    LIST_KEYS,
    MOTION_FIELDS,
    REFERENCE_KEYS,
    UNCHECKED_KEYS,
)
from promptlint.spec.model import Place, SpecFile, UnknownKey

_SHOWN: Final = 8
_SHOT_KEYS: Final = (*FIELD_BY_KEY, "motion", *UNCHECKED_KEYS)
_HEAD_KEYS: Final = (*LIST_KEYS, *DEFAULTS_KEYS)
_KEYS: Final[dict[Place, tuple[str, ...]]] = {
    "file": (*_HEAD_KEYS, *FILE_KEYS, *UNCHECKED_KEYS),
    "scene": (*_HEAD_KEYS, *FIELD_BY_NAME["id"].keys, *UNCHECKED_KEYS),
    "shot": _SHOT_KEYS,
    "defaults": _SHOT_KEYS,
    "motion": (*MOTION_FIELDS, *(key for key, spec in FIELD_BY_KEY.items() if spec.name.startswith("motion."))),
    "reference": (*REFERENCE_KEYS, *UNCHECKED_KEYS),
    "character": tuple(CHARACTER_KEYS),
}
_NAMES: Final[dict[Place, str]] = {
    "file": "a spec file",
    "scene": "a scene",
    "shot": "a shot",
    "defaults": "a shot, so no shot inherits it",
    "motion": "`motion`",
    "reference": "a reference",
    "character": "a character",
}


def unknown_keys(file: SpecFile) -> Iterator[Problem]:
    """Each unknown key once for the file; in a storyboard of another tool all of them together."""
    groups: dict[tuple[Place, str], list[UnknownKey]] = {}
    for unknown in file.unknown:
        groups.setdefault((unknown.place, unknown.entry.key.value), []).append(unknown)
    foreign = file.recognition == "content"
    not_checked: list[UnknownKey] = []
    for (place, key), places in groups.items():
        misplaced = place in ("shot", "defaults") and key in _KEYS["file"]
        near = None if misplaced else _nearest(place, key, very_close=foreign or place == "character")
        if near is not None:
            yield _misspelt(file, places, near, Severity.WARNING if foreign else Severity.ERROR)
        elif foreign:
            not_checked += places
        elif place != "character":
            yield _unknown(file, places)
    if not_checked:
        yield _summary(file, not_checked)


@lru_cache(maxsize=512)
def _nearest(place: Place, key: str, *, very_close: bool) -> str | None:
    near = next(iter(nearest(key, _KEYS[place])), None)
    return None if near is None or (very_close and not is_very_close(key, near)) else near


def _misspelt(file: SpecFile, places: list[UnknownKey], near: str, severity: Severity) -> Problem:
    first = places[0]
    key = first.entry.key.value
    edits: list[TextEdit] = []
    seen: set[int] = set()
    for unknown in places:
        if near in unknown.mapping or unknown.entry.merged or unknown.entry.key.start in seen:
            continue
        seen.add(unknown.entry.key.start)
        edit = rename_key(unknown.entry, near)
        if edit is not None:
            edits.append(edit)
    fix = Fix(f"Rename to `{near}`{_count(edits)}", tuple(edits), comes_first=True) if edits else None
    taken = f" `{near}` is given already." if near in first.mapping else ""
    return Problem(
        file.at(first.entry.key.span, first.path),
        f"`{key}`{_count(places)} is not a key of {_NAMES[first.place]}.",
        f"Did you mean `{near}`?{taken}",
        fix=fix,
        severity=severity,
        confidence=Confidence.CERTAIN if severity is Severity.ERROR else Confidence.LIKELY,
    )


def _unknown(file: SpecFile, places: list[UnknownKey]) -> Problem:
    first = places[0]
    key, place = first.entry.key.value, first.place
    at = file.at(first.entry.key.span, first.path)
    count = _count(places)
    if place in ("file", "scene") and key in _SHOT_KEYS:
        where = "at the top of the file" if place == "file" else "beside the shots of a scene"
        message = f"`{key}` stands {where}{count}, where no shot reads it."
        return Problem(at, message, "Write it under `defaults:`, or in each shot.")
    if place in ("shot", "defaults") and key in _KEYS["file"]:
        message = f"`{key}` stands in a shot{count}, where it has no effect."
        return Problem(at, message, "Write it at the top of the file, beside `shots:`.")
    if place in ("shot", "defaults") and key in MOTION_FIELDS:
        return Problem(at, f"`{key}` is not a key of {_NAMES[place]}{count}.", f"Write it as `motion: {{{key}: ...}}`.")
    if place == "motion":
        advice = "Put `x-` in front of it, or write it under `controls:` if the provider takes it."
    elif place in ("shot", "defaults"):
        advice = "Write it under `controls:` if the provider takes it; put `x-` before it if it is a note of yours."
    else:
        advice = f"Expected {_some(_KEYS[place])}. If it is a note of yours, put `x-` in front of it."
    message = f"`{key}`{count} is not a key of {_NAMES[place]}, and is not checked."
    return Problem(at, message, advice, severity=Severity.WARNING)


def _summary(file: SpecFile, unknown: list[UnknownKey]) -> Problem:
    unknown = sorted(unknown, key=lambda item: item.entry.key.start)
    names = list(dict.fromkeys(item.entry.key.value for item in unknown))
    shown = ", ".join(f"`{name}`" for name in names[:_SHOWN])
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    first = unknown[0]
    subject = (
        "1 key is not part of the format and was"
        if len(names) == 1
        else (f"{len(names)} keys are not part of the format and were")
    )
    return Problem(
        file.at(first.entry.key.span, first.path),
        f"{subject} not checked: {shown}{more}.",
        "If this file is a shot spec, say so with the comment `# shotspec` in its first line; "
        "then each of these keys is looked at.",
        severity=Severity.INFO,
    )


def _count(places: list[UnknownKey] | list[TextEdit]) -> str:
    return f" ({len(places)} places)" if len(places) > 1 else ""


def _some(keys: tuple[str, ...]) -> str:
    return "one of " + ", ".join(f"`{key}`" for key in keys[:_SHOWN]) + (", ..." if len(keys) > _SHOWN else "")
