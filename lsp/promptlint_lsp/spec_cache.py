"""The spec files of a project as they are now: open texts before what is on disk, each parsed once per content."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import RLock
from typing import Final

from promptlint.discovery import is_spec_name
from promptlint.file_state import file_state
from promptlint.loader import Loader
from promptlint.settings import Settings
from promptlint.spec.model import SpecFile
from promptlint.spec_files import MAX_BYTES, read_at_most
from promptlint.text import SourceText

_SURELY_READ: Final = MAX_BYTES // 4
"""Characters that are not too many bytes for the reader, whichever they are."""


@dataclass(frozen=True, slots=True)
class _Read:
    file: SpecFile | None
    states: dict[Path, SourceText | str]


class SpecCache:
    """Reads spec files; may be asked from several threads.

    Args:
        settings: the project's settings.
        texts: the open texts by path, as they are at the moment of each question.
    """

    def __init__(self, settings: Settings, texts: Mapping[Path, SourceText]) -> None:
        self.settings = settings
        self.texts = texts
        self._read: dict[Path, _Read] = {}
        self._loading: set[Path] = set()
        self._lock = RLock()

    def get(self, path: Path) -> SpecFile | None:
        """The spec at a path; None where there is none that can be read."""
        with self._lock:
            known = self._read.get(path)
            if known is None or not self._is_current(known):
                known = self._read[path] = self._load(path, known)
            return known.file

    def with_texts(self, texts: Mapping[Path, SourceText]) -> SpecCache:
        """The specs as they would be with texts in place of those that are open now, or on disk."""
        opened = {path: text for path in self.texts if (text := self.texts.get(path)) is not None}
        cache = SpecCache(self.settings, opened | dict(texts))
        with self._lock:
            cache._read = dict(self._read)
        return cache

    def is_extended(self, path: Path) -> bool:
        """Whether specs that were read extend a file, which need not be a spec by itself."""
        return any(path in read.states and own != path for own, read in list(self._read.items()))

    def keep_only(self, paths: set[Path]) -> None:
        """Forget the files that are no longer part of the project, nor extended by one that is."""
        with self._lock:
            read = (self._read[path].file for path in paths & self._read.keys())
            bases = {base.path for file in read if file is not None for base in file.bases()}
            for path in self._read.keys() - paths - bases:
                del self._read[path]

    def _is_current(self, read: _Read) -> bool:
        return all(self._state(path) == state for path, state in read.states.items())

    def _state(self, path: Path) -> SourceText | str:
        text = self.texts.get(path)
        return file_state(path) if text is None else text

    def _load(self, path: Path, before: _Read | None) -> _Read:
        unchanged: dict[Path, SpecFile] = {}
        if before is not None and before.file is not None:
            unchanged = {base.path: base for base in before.file.bases() if self._same(base, before)}

        def known(path: Path) -> SpecFile | None:
            return self._shared(path) or unchanged.get(path)

        loader = Loader(self.settings.root, self._is_spec_name, self.shown, self._bytes, known)
        states = {path: self._state(path)}
        self._loading.add(path)
        try:
            loaded = loader.load(path)
        except OSError:
            return _Read(None, states)
        finally:
            self._loading.discard(path)
        if not isinstance(loaded, SpecFile):
            return _Read(None, states)
        states |= {base.path: self._state(base.path) for base in loaded.bases()}
        return _Read(loaded, states)

    def _shared(self, path: Path) -> SpecFile | None:
        """A file that another one extends, where it is one of the project and does not lead back to that."""
        if path in self._loading or not self._is_spec_name(path):
            return None
        file = self.get(path)
        return file if file is not None and self._loading.isdisjoint(base.path for base in file.bases()) else None

    def _is_spec_name(self, path: Path) -> bool:
        return is_spec_name(path, self.settings)

    def _same(self, base: SpecFile, before: _Read) -> bool:
        """Whether a base, and all that it extends, is as it was."""
        return all(self._state(file.path) == before.states.get(file.path) for file in (base, *base.bases()))

    def shown(self, path: Path) -> str:
        """A path as messages name it: relative to the project's folder."""
        root = self.settings.root
        return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()

    def _bytes(self, path: Path) -> bytes | SourceText:
        text = self.texts.get(path)
        if text is None:
            return read_at_most(path)
        return text if "\0" not in text.text and len(text.text) < _SURELY_READ else text.to_bytes()
