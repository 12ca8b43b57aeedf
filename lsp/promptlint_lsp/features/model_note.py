"""What is known of a model, and of the figures that a shot is held against."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.facts.length import window_of
from promptlint.profiles import Ambiguous, Context, Profile, Profiles
from promptlint.profiles.answers import allowed_durations
from promptlint.profiles.quantities import number_text
from promptlint.profiles.summary import Line, duration_text, lines_of
from promptlint.report.timeline_text import UNICODE
from promptlint.report.timeline_words import held_words, length
from promptlint.rule import DOCS_URL
from promptlint.spec.model import Shot
from promptlint.timeline import row_of
from promptlint_lsp.features.note import Block, Drawing, Link, Prose, Rows, Title, Words

MODEL_PAGES: Final = f"{DOCS_URL.removesuffix('rules/')}models/"
_BAR: Final = 24
_FIRST: Final = ("status", "durations", "coherence window", "frame rate", "sizes", "aspect ratios", "prompt")
_ALSO: Final = ("negative prompt", "negations", "sound", "image last frame", "image elements max", "only", "motion")


def model_note(profiles: Profiles, name: str) -> list[Block]:
    """What a model name leads to: the figures with their sources."""
    found = profiles.find(name)
    if found is None:
        near = profiles.nearest(name)
        words = f"Near: {', '.join(near)}." if near else "Nothing is called nearly so, either."
        return [Title(name, "no model that is known"), Words(words)]
    if isinstance(found, Ambiguous):
        rows = tuple((match.profile.id, duration_text(match.profile)) for match in found.candidates)
        return [Title(name, "may mean several models"), Rows(rows)]
    profile = found.profile
    lines = [line for label in (*_FIRST, *_ALSO) for line in lines_of(profile) if line.label == label]
    note: list[Block] = [Title(profile.name, f"{profile.id}, {profile.vendor}")]
    if found.implied:
        implied = " and ".join(f"{key} {value}" for key, value in found.implied.items())
        note.append(Words(f"The name {found.alias} also says {implied}."))
    if profile.replacement is not None:
        whose = "the vendor" if profile.replacement.basis == "vendor" else "promptlint"
        note.append(Words(f"Use {profile.replacement.id} instead, says {whose}."))
    note.append(Rows(tuple((line.label, _text(line)) for line in lines)))
    note.append(Prose("Sources:"))
    note.append(Rows(tuple(_sources(profiles, lines))))
    address = f"{MODEL_PAGES}{profile.provider}/#{profile.id.replace('.', '-')}"
    return [*note, Link("All figures", address)]


def figures_note(profile: Profile, label: str) -> list[Block]:
    """What a model offers under one label; empty where nothing is known."""
    lines = [line for line in lines_of(profile) if line.label == label]
    return [Title(profile.name), Rows(tuple((line.label, _text(line)) for line in lines))] if lines else []


def _text(line: Line) -> str:
    note = f" ({line.note})" if line.note else ""
    cited = ", ".join(line.sources) + (f" {line.as_of}" if line.as_of else "")
    return f"{line.text}{note}" + (f" [{cited}]" if line.sources else "")


def _sources(profiles: Profiles, lines: list[Line]) -> Iterator[tuple[str, str]]:
    for key in dict.fromkeys(key for line in lines for key in line.sources):
        source = profiles.sources.get(key)
        if source is not None:
            yield key, f"{source.title}, {source.as_of or 'no date'}"


def length_note(shot: Shot, facts: ShotFacts) -> list[Block]:
    """The length of a shot as a bar against the window of its model and the longest clip that it makes."""
    row = row_of(shot, facts)
    note: list[Block] = [Title(_length(facts), shot.name or "")]
    limit = longest_clip(facts.profile, facts.context)
    bars = [("clip", row.seconds, row.over), ("window", row.held_seconds or None, 0.0), ("longest", limit, 0.0)]
    full = max((seconds for _, seconds, _ in bars if seconds), default=0.0)
    if full:
        note.append(Drawing(tuple(_bar(label, seconds, over, full) for label, seconds, over in bars if seconds)))
    note.append(Words(held_words(row)))
    figure = window_of(shot, facts)
    rows = []
    if figure is not None:
        sources = facts.profile.sources if facts.profile is not None else facts.surroundings.profiles.sources
        claim = figure.window.claim
        cited = [sources[key].title for key in claim.sources if key in sources]
        condition = f" ({figure.window.condition})" if figure.window.condition else ""
        rows.append(("window", f"{length(figure.seconds)} s{condition}"))
        rows.append(("source", "; ".join([*cited, *([claim.as_of] if claim.as_of else [])])))
    if facts.profile is not None:
        rows.append((facts.profile.name, duration_text(facts.profile)))
    return [*note, Rows(tuple(rows))] if rows else note


def longest_clip(profile: Profile | None, context: Context) -> float | None:
    """The longest clip that the model makes under some circumstances, in seconds."""
    allowed = allowed_durations(profile, replace(context, duration_s=None)) if profile is not None else None
    return allowed.highest if allowed else None


def _length(facts: ShotFacts) -> str:
    parts = [f"{number_text(facts.seconds)} s"] if facts.seconds is not None else []
    parts += [f"{facts.frames} frames"] if facts.frames is not None else []
    rate = f" at {number_text(facts.fps)} fps" if facts.fps and facts.frames is not None else ""
    return " = ".join(parts) + rate if parts else "as long as the provider chooses"


def _bar(label: str, seconds: float, over: float, full: float) -> str:
    columns = max(round(_BAR * seconds / full), 1)
    behind = max(round(_BAR * over / full), 1) if over else 0
    bar = UNICODE.within * (columns - behind) + UNICODE.behind * behind
    return f"{label:<8}{bar:<{_BAR}}  {length(seconds)} s"
