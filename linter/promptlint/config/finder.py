"""The settings of every path: one search and one merge for all files that share a configuration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from promptlint.config.errors import ConfigError
from promptlint.config.find import config_in, is_repository, repository_of
from promptlint.config.presets import is_preset_name, preset_names
from promptlint.config.read import ConfigFile, read_config
from promptlint.config.resolve import Overrides, Resolved, resolve
from promptlint.settings import Settings


class ConfigFinder:
    """Finds the settings of files and folders; each configuration is read once. May be asked from several threads.

    Args:
        overrides: what the command line says.
        explicit: a configuration file that holds for every path; no other is looked for.
        folders: folders that were asked for. The first of them that holds a path is its project's folder where
            neither a configuration file nor a repository says otherwise.
    """

    def __init__(
        self, overrides: Overrides | None = None, explicit: Path | None = None, folders: Sequence[Path] = ()
    ) -> None:
        self.overrides = overrides or Overrides()
        self.explicit = explicit.resolve() if explicit else None
        self.folders = tuple(folder.resolve() for folder in folders)
        self._found: dict[Path, tuple[Path | None, Path | None]] = {}
        self._resolved: dict[tuple[Path | None, Path], Resolved] = {}
        self._by_path: dict[Path, Resolved] = {}

    def settings_for(self, path: Path) -> Settings:
        """The settings of a file or folder; the same object for all paths that share them.

        Raises:
            ConfigError: the configuration cannot be used.
        """
        return self.resolved_for(path).settings

    def shares(self, path: Path, settings: Settings) -> bool:
        """Whether a file or folder has these very settings; where its configuration cannot be used, it has none."""
        try:
            return self.settings_for(path) is settings
        except ConfigError:
            return False

    def specs_of(self, settings: Settings) -> Iterator[Path]:
        """The spec files on disk that have these settings."""
        from promptlint.discovery import find_specs

        return find_specs(settings.root, lambda folder: settings if self.shares(folder, settings) else None)

    def root_for(self, path: Path) -> Path:
        """The project's folder: that of the configuration file, else the repository, else the folder asked for."""
        return self.settings_for(path).root

    def is_project(self, root: Path) -> bool:
        """Whether a configuration file or a repository says that a folder is a project's, rather than the call."""
        return is_repository(root) or any(file.parent == root for file in self.resolved_for(root).files[-1:])

    def resolved_for(self, path: Path) -> Resolved:
        """The settings of a file or folder with where each value comes from.

        Raises:
            ConfigError: the configuration cannot be used.
        """
        known = self._by_path.get(path)
        if known is None:
            absolute = path.resolve()
            folder = absolute if absolute.is_dir() else absolute.parent
            config, repository = (self.explicit, None) if self.explicit else self._find(folder)
            root = self._root(folder, config, repository)
            key = (config, root)
            if key not in self._resolved:
                self._resolved.setdefault(key, resolve(root, self._files(config), self.overrides))
            known = self._by_path[path] = self._resolved[key]
        return known

    def _find(self, folder: Path) -> tuple[Path | None, Path | None]:
        """The configuration file of a folder, and the repository where the search ended."""
        found = self._found.get(folder)
        if found is None:
            try:
                config = config_in(folder)
            except OSError as error:
                raise ConfigError(shown_path(folder), f"It cannot be searched: {error.strerror or error}.") from None
            if config is not None:
                found = (config, None)
            elif is_repository(folder):
                found = (None, folder)
            elif folder.parent == folder:
                found = (None, None)
            else:
                found = self._find(folder.parent)
            self._found[folder] = found
        return found

    def _root(self, folder: Path, config: Path | None, repository: Path | None) -> Path:
        if config is not None and folder.is_relative_to(config.parent):
            return config.parent
        if self.explicit is not None:
            repository = repository_of(folder)
        if repository is not None:
            return repository
        return next((asked for asked in self.folders if folder.is_relative_to(asked)), folder)

    def _files(self, config: Path | None) -> list[ConfigFile]:
        """The configuration file and those that it extends, the farthest first."""
        chain: list[ConfigFile] = []
        while config is not None:
            file = read_config(config, shown_path(config))
            chain.insert(0, file)
            config = self._extended(file, [step.path for step in chain])
        return chain

    def _extended(self, file: ConfigFile, seen: list[Path]) -> Path | None:
        target: str | None = file.table.get("extends")
        if target is None:
            return None
        if is_preset_name(target):
            if "preset" in file.table:
                raise file.error("`extends` and `preset` both name a preset. Keep one of them.", "extends")
            file.table["preset"] = target
            return None
        path = (file.path.parent / target).resolve()
        confines = repository_of(file.path.parent) or file.path.parent
        if not path.is_relative_to(confines):
            raise file.error(
                f"`extends` leads to `{target}`, outside `{confines.name}/`, and promptlint reads nothing there. "
                "Move that file into the repository.",
                "extends",
            )
        if path in seen:
            circle = " -> ".join(shown_path(step) for step in (path, *reversed(seen[: seen.index(path) + 1])))
            raise file.error(f"The configurations extend each other in a circle: {circle}.", "extends")
        if not path.is_file():
            raise file.error(
                f"`extends` leads to `{target}`, and there is no such file. "
                f"Give a path relative to `{file.path.name}`, or a preset: {', '.join(preset_names())}.",
                "extends",
            )
        return path


def shown_path(path: Path) -> str:
    """A path relative to the working directory where it lies below it."""
    cwd = Path.cwd()
    return path.relative_to(cwd).as_posix() if path.is_relative_to(cwd) else path.as_posix()
