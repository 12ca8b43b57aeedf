"""The folders of the editor, their configurations, and the project of each file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from promptlint.config import ConfigError
from promptlint.config.finder import ConfigFinder
from promptlint.facts.prompt import VocabularyError
from promptlint.folders import cache_folder
from promptlint.profiles import ProfileError
from promptlint.registry import RegistryError
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
        folders: the folders that are open, by URI.
        explicit: configuration files that the client's settings name, by folder URI.
    """

    def __init__(self, documents: Documents) -> None:
        self.folders: dict[str, Path] = {}
        self.explicit: dict[str, Path] = {}
        self._texts = OpenTexts(documents)
        self._finders: dict[Path | None, ConfigFinder] = {}
        self._projects: dict[int, Project] = {}
        self._troubles: set[str] = set()

    def set_settings(self, uri: str, settings: Any) -> None:
        """Take what the client's settings say of a folder; what cannot be used is left out."""
        self.explicit.pop(uri, None)
        named = settings.get("configuration") if isinstance(settings, Mapping) else None
        if isinstance(named, str) and named.strip():
            self.explicit[uri] = self.folders[uri] / Path(named.strip()).expanduser()

    def forget(self) -> None:
        """Read every configuration again when it is next needed."""
        self._finders.clear()
        self._projects.clear()
        self._troubles.clear()

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
            return known
        except (ConfigError, ProfileError, RegistryError, VocabularyError, OSError) as error:
            self._troubles.add(str(error))
            return None

    def all_projects(self) -> list[Project]:
        """The projects of every folder that is open, nested ones included as far as files of theirs were met."""
        for folder in self.folders.values():
            self.project_of(folder / "any.shot.yaml")
        return self.projects

    def new_troubles(self, told: set[str]) -> Iterable[str]:
        """What keeps projects from being linted and is not among what was told already."""
        return sorted(self._troubles - told)

    def _finder_of(self, path: Path) -> ConfigFinder:
        holding = [(folder, uri) for uri, folder in self.folders.items() if path.is_relative_to(folder)]
        folder, uri = max(holding, key=lambda one: len(one[0].parts), default=(None, ""))
        finder = self._finders.get(folder)
        if finder is None:
            folders = [folder] if folder is not None else []
            finder = self._finders[folder] = ConfigFinder(explicit=self.explicit.get(uri), folders=folders)
        return finder
