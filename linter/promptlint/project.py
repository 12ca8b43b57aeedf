"""The spec files of projects, read without linting them: for what looks at shots as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from promptlint.config.finder import shown_path
from promptlint.discovery import find_targets, is_spec_name
from promptlint.facts import ShotFacts, Surroundings
from promptlint.folders import cache_folder
from promptlint.loader import Loader, ReadBytes
from promptlint.registry import installed
from promptlint.run import RunRequest
from promptlint.settings import Settings
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import Skipped, read_at_most
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


def read_projects(
    paths: Sequence[Path], request: RunRequest, known: Mapping[Path, Surroundings] | None = None
) -> list[Project]:
    """The spec files that a run of the same request reports, by project.

    Args:
        paths: files and folders.
        request: what was asked of the run.
        known: what a run has learnt besides the specs, by the project's folder.

    Raises:
        FileNotFoundError: a path does not exist.
        ConfigError: a configuration file cannot be used.
    """
    configs, contents = request.configs, dict(request.contents)
    found: list[Path] = []
    if request.stdin is not None:
        path, data = request.stdin[0].resolve(), request.stdin[1]
        found.append(path)
        contents.setdefault(path, data)

    def read(path: Path) -> bytes:
        return contents[path] if path in contents else read_at_most(path)

    named = [path.resolve() for path in paths]
    targets = find_targets(named, configs.settings_for, force_exclude=request.force_exclude)
    groups: dict[int, tuple[Settings, list[Path]]] = {}
    for path in (*found, *(target.path for target in targets)):
        settings = configs.settings_for(path.parent)
        groups.setdefault(id(settings), (settings, []))[1].append(path)
    projects = []
    for settings, members in groups.values():
        surroundings = (known or {}).get(settings.root) or _surroundings(settings, request)
        chosen = _with_others(members, settings, configs) if request.project else members
        projects.append(_read(settings, surroundings, chosen, read))
    return projects


def read_project_of(path: Path, configs: ConfigFinder, today: date) -> Project:
    """The whole project that a file belongs to, the file itself in any case.

    Raises:
        ConfigError: the configuration file cannot be used.
    """
    where = path.resolve()
    settings = configs.settings_for(where.parent)
    surroundings = _surroundings(settings, RunRequest(configs, today))
    return _read(settings, surroundings, _with_others([where], settings, configs), read_at_most)


def _with_others(paths: Sequence[Path], settings: Settings, configs: ConfigFinder) -> list[Path]:
    """The files, and the others of their project."""
    others = configs.specs_of(settings) if configs.is_project(settings.root) else ()
    given = set(paths)
    return [*paths, *(other for other in others if other not in given)]


def _surroundings(settings: Settings, request: RunRequest) -> Surroundings:
    cache = cache_folder() if request.use_cache else None
    return surroundings_of(installed(), settings, request.today, cache, request.workers)


def _read(settings: Settings, surroundings: Surroundings, paths: Sequence[Path], read: ReadBytes) -> Project:
    loader = Loader(settings.root, lambda path: is_spec_name(path, settings), shown_path, read)
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
