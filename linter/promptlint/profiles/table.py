"""Views of the profiles for people and programs: a table, one model as text, JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from promptlint.profiles.answers import allowed_durations, default_fps
from promptlint.profiles.catalogue import Ambiguous, Match, Profiles
from promptlint.profiles.profile import Profile
from promptlint.profiles.summary import (
    Line,
    citation_titles,
    coherence_text,
    duration_text,
    lines_of,
    negative_text,
    prompt_text,
    status_text,
)

JSON_VERSION = 1
_HEADINGS = ("MODEL", "STATUS", "DURATIONS", "COHERENCE WINDOW", "PROMPT", "NEGATIVE PROMPT")
_WIDEST = (26, 22, 34, 60, 24, 24)


def models_table(profiles: Profiles) -> str:
    """All models as a text table, in the order of the provider files."""
    rows = [_HEADINGS, *(_row(profile) for profile in profiles)]
    widths = [min(max(len(row[at]) for row in rows), _WIDEST[at]) for at in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join(_fit(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _row(profile: Profile) -> tuple[str, ...]:
    return (
        profile.id,
        status_text(profile),
        duration_text(profile),
        coherence_text(profile),
        prompt_text(profile),
        negative_text(profile),
    )


def _fit(cell: str, width: int) -> str:
    return f"{cell[: width - 1]}…" if len(cell) > width else cell.ljust(width)


def model_text(profiles: Profiles, name: str) -> str:
    """One model as text, or what its name may mean, or the nearest names."""
    found = profiles.find(name)
    if found is None:
        near = profiles.nearest(name)
        return f"No model is called {name}." + (f" Near: {', '.join(near)}." if near else "")
    if isinstance(found, Ambiguous):
        return _ambiguous_text(found)
    return _profile_text(profiles, found)


def _ambiguous_text(found: Ambiguous) -> str:
    ids = [match.profile.id for match in found.candidates]
    return f"{found.name} may mean {' or '.join(ids)}; they differ in {', '.join(found.differing_fields)}."


def _profile_text(profiles: Profiles, match: Match) -> str:
    profile = match.profile
    lines = lines_of(profile)
    width = max(len(line.label) for line in lines)
    text = [f"{profile.name} ({profile.id}), {profile.vendor}"]
    if match.implied:
        text.append(f"{match.alias} implies " + ", ".join(f"{key} {value}" for key, value in match.implied.items()))
    if profile.replacement:
        basis = "named by the vendor" if profile.replacement.basis == "vendor" else "chosen here"
        text.append(f"replacement: {profile.replacement.id} ({basis})")
    text += ["", *(f"{line.label.ljust(width)}  {line.text}{_tail(line)}" for line in lines)]
    names = sorted({alias.id for alias in profile.aliases})
    text += ["", f"also known as: {', '.join(names)}"] if names else []
    text += ["", "sources:", *(f"  {entry}" for entry in _source_list(profiles, lines))]
    return "\n".join(text)


def _tail(line: Line) -> str:
    dated = ", ".join(line.sources) + (f" {line.as_of}" if line.as_of else "")
    note = f" ({line.note})" if line.note else ""
    return f"{note}  [{dated}]" if line.sources else note


def _source_list(profiles: Profiles, lines: Sequence[Line]) -> list[str]:
    keys = sorted({key for line in lines for key in line.sources})
    known = [profiles.sources[key] for key in keys if key in profiles.sources]
    return [f"{source.key}: {source.title}, {source.as_of or 'no date'}" for source in known]


def models_json(profiles: Profiles, name: str | None = None) -> str:
    """All models, or those that a name may mean, as JSON: ``{"version": 1, "models": [...]}``.

    ``data`` holds everything known of a model in the form of the provider files; the other keys are the answers that
    people look for.
    """
    chosen = list(profiles) if name is None else _named(profiles, name)
    document: dict[str, Any] = {"version": JSON_VERSION, "models": [_profile_json(profiles, one) for one in chosen]}
    if name is not None and not chosen:
        document["nearest"] = profiles.nearest(name)
    return json.dumps(document, indent=2, ensure_ascii=False)


def _named(profiles: Profiles, name: str) -> list[Profile]:
    found = profiles.find(name)
    if isinstance(found, Ambiguous):
        return [match.profile for match in found.candidates]
    return [] if found is None else [found.profile]


def _profile_json(profiles: Profiles, profile: Profile) -> dict[str, Any]:
    allowed = allowed_durations(profile)
    fps = default_fps(profile)
    status = profile.status.value
    return {
        "id": profile.id,
        "name": profile.name,
        "vendor": profile.vendor,
        "aliases": sorted({alias.id for alias in profile.aliases}),
        "status": status.state if status else "unknown",
        "retired": status.date if status else None,
        "replacement": profile.replacement.id if profile.replacement else None,
        "durations_s": None
        if allowed is None
        else {
            "values": list(allowed.values),
            "spans": [{"min": span.low, "max": span.high, "step": span.step} for span in allowed.spans],
        },
        "coherence_windows": [
            {
                "kind": window.kind,
                "seconds": window.seconds_at(window.fps),
                "frames": window.frames_at(fps),
                "fps": window.fps or fps,
                "condition": window.condition,
                "requires": {key: list(values) for key, values in window.requires.terms.items()},
            }
            for window in profile.windows
        ],
        "facts": [
            {
                "label": line.label,
                "text": line.text,
                "sources": citation_titles(profiles, line),
                "as_of": line.as_of,
                "note": line.note,
            }
            for line in lines_of(profile)
        ],
        "data": profile.record,
    }
