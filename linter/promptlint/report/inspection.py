"""The facts of each shot, for ``promptlint inspect``."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from promptlint.discovery import is_spec_name
from promptlint.facts import ShotFacts, Surroundings
from promptlint.facts.prompt.parts import Part, parts_of
from promptlint.facts.reference.model import Stage
from promptlint.folders import cache_folder
from promptlint.loader import Loader
from promptlint.profiles.windows import Coherence
from promptlint.registry import installed
from promptlint.report.marked_prompt import marked_prompt
from promptlint.report.picture_facts import picture_json, picture_rows
from promptlint.report.style import Style
from promptlint.report.visible import visible
from promptlint.settings import Settings
from promptlint.spec.model import SpecFile
from promptlint.spec.pictures import pictures_of
from promptlint.spec_files import Skipped
from promptlint.surroundings import surroundings_of

JSON_KEYS: Final = ("file", "id", "model", "duration_s", "frames", "window_frames", "prompt", "image")


class NotASpecError(Exception):
    """A file is no shot spec; the message says why."""


@dataclass(frozen=True, slots=True)
class InspectedShot:
    """What is known of a shot.

    Attributes:
        file: as shown.
        id: the shot's id.
        model: id of the model's profile, else the name as written.
        duration_s: length of the clip in seconds.
        frames: length of the clip in frames.
        window_frames: how many frames the model holds its subject.
        prompt: facts of the prompt.
        image: facts of the start frame.
        window: how long the model holds its subject, for the text form.
        text: the prompt.
        parts: the prompt's parts, for the text form.
        picture: what is known of the start frame, for the text form.
    """

    file: str
    id: str | None
    model: str | None
    duration_s: float | None
    frames: int | None
    window_frames: int | None
    prompt: dict[str, Any] | None = None
    image: dict[str, Any] | None = None
    window: str | None = None
    text: str = ""
    parts: tuple[Part, ...] = ()
    picture: tuple[tuple[str, str], ...] = ()


def inspect_files(paths: Sequence[Path], settings_for: Callable[[Path], Settings], today: date) -> list[InspectedShot]:
    """The facts of every shot in the files.

    Raises:
        NotASpecError: a file is no shot spec.
        OSError: a file cannot be read.
    """
    shots: list[InspectedShot] = []
    for path in paths:
        loaded = load_spec(path, settings_for)
        surroundings = surroundings_for(path, settings_for, today)
        surroundings.prompts.prepare(shot.prompt.value for shot in loaded.shots if shot.prompt)
        surroundings.references.prepare(_pictures(loaded, surroundings), frozenset(Stage))
        shots += [_inspected(path.as_posix(), ShotFacts(shot, surroundings)) for shot in loaded.shots]
    return shots


def load_spec(path: Path, settings_for: Callable[[Path], Settings]) -> SpecFile:
    """A spec file.

    Raises:
        NotASpecError: it is none.
        OSError: it cannot be read.
    """
    loaded = _loader(settings_for(path.resolve().parent)).load(path.resolve())
    if isinstance(loaded, Skipped):
        raise NotASpecError(f"{path} is no shot spec: {loaded.reason}.")
    if loaded.document.errors and not loaded.shots:
        raise NotASpecError(f"{path} cannot be read as a spec: {loaded.document.errors[0].message}")
    return loaded


def surroundings_for(path: Path, settings_for: Callable[[Path], Settings], today: date) -> Surroundings:
    """What is known besides a spec file."""
    return surroundings_of(installed(), settings_for(path.resolve().parent), today, cache_folder())


def _pictures(file: SpecFile, surroundings: Surroundings) -> list[Path]:
    named = (picture for picture in pictures_of(file) if picture.is_looked_at)
    located = (surroundings.references.locate(picture.file, picture.text) for picture in named)
    return [path for path in located if isinstance(path, Path)]


def facts_json(shots: Sequence[InspectedShot]) -> str:
    """``{"version": 1, "shots": [...]}``."""
    rows = [{key: getattr(shot, key) for key in JSON_KEYS} for shot in shots]
    return json.dumps({"version": 1, "shots": rows}, indent=2, ensure_ascii=False) + "\n"


def facts_text(shots: Sequence[InspectedShot], style: Style) -> str:
    """A paragraph a shot, the prompt with its parts marked."""
    return "\n".join(_paragraph(shot, style) for shot in shots) or "No shots.\n"


def _loader(settings: Settings) -> Loader:
    return Loader(settings.root, lambda path: is_spec_name(path, settings), str)


def _inspected(file: str, facts: ShotFacts) -> InspectedShot:
    shot = facts.shot
    window = facts.general_window
    model = facts.profile.id if facts.profile else shot.model.value if shot.model else None
    return InspectedShot(
        file,
        shot.name,
        model,
        facts.seconds,
        facts.frames,
        window.frames if window else None,
        facts.prompt.to_json() if facts.prompt else None,
        picture_json(facts.reference) if facts.reference else None,
        text=shot.prompt.value if shot.prompt else "",
        picture=tuple(picture_rows(facts.reference)) if facts.reference else (),
        window=_window_text(window),
        parts=tuple(parts_of(facts.prompt)) if facts.prompt else (),
    )


def _window_text(window: Coherence | None) -> str | None:
    if window is None:
        return None
    frames = f" ({window.frames} frames)" if window.frames is not None else ""
    return f"{window.seconds:g} s{frames}{', the figure for models in general' if window.general else ''}"


def _paragraph(shot: InspectedShot, style: Style) -> str:
    rows = [
        ("model", shot.model),
        ("duration", f"{shot.duration_s:g} s" if shot.duration_s is not None else None),
        ("frames", shot.frames),
        ("coherence window", shot.window),
    ]
    lines = [f"{visible(shot.file)}: shot {visible(shot.id) if shot.id else '(no id)'}"]
    lines += [f"  {label:<17} {'not known' if value is None else visible(str(value))}" for label, value in rows]
    lines += marked_prompt(shot.text, shot.parts, style)
    lines += ["  start frame"] if shot.picture else []
    lines += [f"    {label:<15} {visible(words)}" for label, words in shot.picture]
    return "\n".join(lines) + "\n"
