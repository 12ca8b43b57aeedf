"""The spec files of projects, read without linting them: for what looks at shots as such."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.config import ConfigError
from promptlint.config.finder import shown_path
from promptlint.discovery import find_specs, find_targets, is_spec_name
from promptlint.facts import ShotFacts, Surroundings
from promptlint.folders import cache_folder
from promptlint.loader import Loader
from promptlint.registry import installed
from promptlint.settings import Settings
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import Skipped
from promptlint.surroundings import surroundings_of

if TYPE_CHECKING:
    from promptlint.config import ConfigFinder


@dataclass(slots=True, eq=False)
class Project:
    """Spec files that share one configuration.

    Attributes:
        settings: that configuration.
        surroundings: what is known besides the specs.
        sequence: their shots in order.
        skipped: files that are no shot specs.
        unreadable: files that could not be read, as shown path and reason.
    """

    settings: Settings
    surroundings: Surroundings
    sequence: ShotSequence
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    _facts: dict[Shot, ShotFacts] = field(default_factory=dict)

    def facts_of(self, shot: Shot) -> ShotFacts:
        """The facts of a shot, made once."""
        facts = self._facts.get(shot)
        if facts is None:
            facts = self._facts[shot] = ShotFacts(shot, self.surroundings, self.sequence)
        return facts

    def file_at(self, path: Path) -> SpecFile | None:
        """The file that was read from a path."""
        where = path.resolve()
        return next((file for file in self.sequence.files if file.path == where), None)


def read_projects(paths: Iterable[Path], configs: ConfigFinder, today: date) -> list[Project]:
    """The spec files among and below the paths, by project.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: a configuration file cannot be used.
    """
    groups: dict[int, tuple[Settings, list[Path]]] = {}
    for target in find_targets([path.resolve() for path in paths], configs.settings_for):
        settings = configs.settings_for(target.path.parent)
        groups.setdefault(id(settings), (settings, []))[1].append(target.path)
    return [_read(settings, members, today) for settings, members in groups.values()]


def read_project_of(path: Path, configs: ConfigFinder, today: date) -> Project:
    """The whole project that a file belongs to, the file itself in any case.

    Raises:
        ConfigError: the configuration file cannot be used.
    """
    where = path.resolve()
    settings = configs.settings_for(where.parent)

    def same_settings(folder: Path) -> Settings | None:
        try:
            own = configs.settings_for(folder)
        except ConfigError:
            return None
        return own if own is settings else None

    others = find_specs(settings.root, same_settings) if configs.is_project(settings.root) else ()
    return _read(settings, [where, *(other for other in others if other != where)], today)


def _read(settings: Settings, paths: Sequence[Path], today: date) -> Project:
    surroundings = surroundings_of(installed(), settings, today, cache_folder())
    loader = Loader(settings.root, lambda path: is_spec_name(path, settings), shown_path)
    files: list[SpecFile] = []
    skipped: list[Skipped] = []
    unreadable: list[tuple[str, str]] = []
    for path in paths:
        try:
            loaded = loader.load(path)
        except OSError as error:
            unreadable.append((shown_path(path), error.strerror or str(error)))
            continue
        if isinstance(loaded, Skipped):
            skipped.append(loaded)
        else:
            files.append(loaded)
    sequence = ShotSequence(files)
    return Project(settings, surroundings, sequence, skipped, unreadable)
