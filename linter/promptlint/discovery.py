"""Finding spec files below folders, by name or by the mark in their head."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from promptlint.patterns import matches
from promptlint.settings import Settings
from promptlint.spec_files import SPEC_SUFFIXES, has_modeline, names_schema

_HEAD_BYTES = 2048


@dataclass(frozen=True, slots=True)
class Target:
    """A file to lint; ``explicit`` when it was named and not found by search."""

    path: Path
    explicit: bool


def find_targets(
    paths: Iterable[Path],
    settings_for: Callable[[Path], Settings],
    *,
    force_exclude: bool = False,
) -> Iterator[Target]:
    """The spec files among and below the paths, each once, in the order given and then by name.

    Raises:
        FileNotFoundError: a path does not exist.
    """
    seen: set[Path] = set()
    for path in paths:
        if path.is_dir():
            found: Iterable[Target] = (Target(spec, explicit=False) for spec in find_specs(path, settings_for))
        elif path.exists():
            excluded = force_exclude and is_excluded(path, settings_for(path.parent))
            found = () if excluded else (Target(path, explicit=True),)
        else:
            raise FileNotFoundError(2, "No such file or folder", str(path))
        for target in found:
            if target.path not in seen:
                seen.add(target.path)
                yield target


def find_specs(folder: Path, settings_for: Callable[[Path], Settings | None]) -> Iterator[Path]:
    """The spec files below a folder, sorted within each folder; links to folders are not followed.

    A folder for which ``settings_for`` gives None is left out, and one that is gone or may not be read.
    """
    settings = settings_for(folder)
    if settings is None:
        return
    files, folders = [], []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    folders.append(entry.name)
                elif os.path.splitext(entry.name)[1].lower() in SPEC_SUFFIXES and entry.is_file():  # noqa: PTH122
                    files.append(entry.name)
    except OSError:
        return
    exclude = _for_files(settings.exclude)
    for name in sorted(files):
        path = folder / name
        if not matches(exclude, path, settings.root) and (is_spec_name(path, settings) or _is_marked(path)):
            yield path
    for name in sorted(folders):
        path = folder / name
        if not matches(settings.exclude, path, settings.root, folder=True):
            yield from find_specs(path, settings_for)


@cache
def _for_files(patterns: tuple[str, ...]) -> tuple[str, ...]:
    """The patterns that can exclude a file whose folder is not excluded; those for folders cannot."""
    if any(pattern.startswith("!") for pattern in patterns):
        return patterns
    return tuple(pattern for pattern in patterns if not pattern.endswith("/"))


def is_spec_name(path: Path, settings: Settings) -> bool:
    """Whether the path is a shot spec by its name."""
    return matches(settings.include, path, settings.root)


def is_excluded(path: Path, settings: Settings) -> bool:
    """Whether the path or a folder above it, up to the project's, is excluded."""
    if matches(settings.exclude, path, settings.root):
        return True
    return any(
        matches(settings.exclude, parent, settings.root, folder=True)
        for parent in path.parents
        if parent != settings.root and parent.is_relative_to(settings.root)
    )


def _is_marked(path: Path) -> bool:
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD_BYTES).decode("utf-8", "replace")
    except OSError:
        return False
    return has_modeline(head) or names_schema(head)
