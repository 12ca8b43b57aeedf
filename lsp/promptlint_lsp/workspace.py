"""The folders of the editor, their configurations, and the project of each file."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from promptlint.config import ConfigError
from promptlint.config.finder import ConfigFinder
from promptlint.discovery import find_specs
from promptlint.facts.prompt import VocabularyError
from promptlint.folders import cache_folder
from promptlint.profiles import ProfileError
from promptlint.registry import RegistryError
from promptlint.settings import Settings
from promptlint.text import SourceText
from promptlint_lsp.documents import Documents
from promptlint_lsp.project import Project


class OpenTexts(Mapping[Path, SourceText]):
    """The open texts by path, as they are at the moment of each question."""

    def __init__(self, documents: Documents) -> None:
        self._documents = documents

    def __getitem__(self, path: Path) -> SourceText:
        document = self._documents.at(path)
        if document is None:
            raise KeyError(path)
        return document.source

    def __iter__(self) -> Iterator[Path]:
        return (document.path for document in self._documents if document.path is not None)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class Workspace:
    """Finds the project of a file; each configuration is read once until it changes.

    Attributes:
        explicit: configuration files that the client's settings name, by folder URI; those of files outside of
            every folder by an empty one.
    """

    def __init__(self, documents: Documents) -> None:
        self.explicit: dict[str, Path] = {}
        self._documents = documents
        self._texts = OpenTexts(documents)
        self._finders: dict[Path | None, ConfigFinder] = {}
        self._projects: dict[int, Project] = {}
        self._troubles: dict[Path, str] = {}
        self._told: set[str] = set()

    @property
    def folders(self) -> dict[str, Path]:
        """The folders that are open, by URI."""
        return self._documents.folders

    def set_settings(self, uri: str, settings: Any) -> None:
        """Take what the client's settings say of a folder; what cannot be used is left out.

        Args:
            uri: of the folder; empty for files outside of every folder.
            settings: as the client sent them.
        """
        self.explicit.pop(uri, None)
        named = settings.get("configuration") if isinstance(settings, Mapping) else None
        if not isinstance(named, str) or not named.strip() or "\0" in named:
            return
        path = self.folders.get(uri, Path()) / os.path.expanduser(named.strip())  # noqa: PTH111
        if path.is_absolute():
            self.explicit[uri] = path

    def forget(self) -> None:
        """Read every configuration again when it is next needed."""
        self._finders.clear()
        self._projects.clear()

    @property
    def projects(self) -> list[Project]:
        """The projects met so far."""
        return list(self._projects.values())

    def project_of(self, path: Path) -> Project | None:
        """The project of a file; None where its configuration cannot be used, which ``new_troubles`` then tells."""
        try:
            finder = self._finder_of(path)
            settings = finder.settings_for(path.parent)
            known = self._projects.get(id(settings))
            if known is None:
                known = self._projects[id(settings)] = Project(settings, finder, self._texts, cache_folder())
        except (ConfigError, ProfileError, RegistryError, VocabularyError, OSError) as error:
            self._troubles[path.parent] = str(error)
            return None
        self._troubles.pop(path.parent, None)
        return known

    def all_projects(self) -> list[Project]:
        """The projects of every folder that is open, nested ones included as far as files of theirs were met."""
        for folder in self.folders.values():
            self.project_of(folder / "any.shot.yaml")
        return self.projects

    def spec_paths(self) -> list[Path]:
        """The spec files on disk in every folder that is open; may be asked for from any thread."""

        def settings_of(folder: Path) -> Settings | None:
            try:
                return self._finder_of(folder).settings_for(folder)
            except ConfigError:
                return None

        folders = tuple(self.folders.values())
        return list(dict.fromkeys(path for folder in folders for path in find_specs(folder, settings_of)))

    def new_troubles(self) -> list[str]:
        """What keeps projects from being linted, each time that it begins to."""
        now = set(self._troubles.values())
        new = sorted(now - self._told)
        self._told = now
        return new

    def _finder_of(self, path: Path) -> ConfigFinder:
        holding = [(folder, uri) for uri, folder in self.folders.items() if path.is_relative_to(folder)]
        folder, uri = max(holding, key=lambda one: len(one[0].parts), default=(None, ""))
        finder = self._finders.get(folder)
        if finder is None:
            folders = [folder] if folder is not None else []
            new = ConfigFinder(explicit=self.explicit.get(uri), folders=folders)
            finder = self._finders.setdefault(folder, new)
        return finder
