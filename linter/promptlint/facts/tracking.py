"""Whether git knows a file: asked once for each working tree."""

from __future__ import annotations

from pathlib import Path
from typing import Literal, TypeAlias

Tracking: TypeAlias = Literal["tracked", "untracked", "ignored"]


class GitTracking:
    """What git knows of the files of a project. Where there is no git, or no working tree, nothing is known."""

    def __init__(self) -> None:
        self._top_of: dict[Path, Path | None] = {}
        self._tracked: dict[Path, frozenset[str]] = {}
        self.indexes: list[Path] = []
        """The files that change whenever an answer may change."""

    def of(self, path: Path) -> Tracking | None:
        """What git knows of a file, links resolved; None where nothing is known."""
        top = self._working_tree(path.parent)
        if top is None or not path.is_relative_to(top):
            return None
        name = path.relative_to(top).as_posix()
        if name in self._tracked[top]:
            return "tracked"
        return "ignored" if self._is_ignored(top, name) else "untracked"

    def _working_tree(self, folder: Path) -> Path | None:
        if folder not in self._top_of:
            from promptlint.git import GitError, index_file, tracked_files, working_tree

            try:
                top = working_tree(folder)
                if top not in self._tracked:
                    self._tracked[top] = tracked_files(top)
                    self.indexes.append(index_file(top))
                self._top_of[folder] = top
            except GitError:
                self._top_of[folder] = None
        return self._top_of[folder]

    def _is_ignored(self, top: Path, name: str) -> bool:
        from promptlint.git import GitError, run_git

        try:
            run_git(top, "check-ignore", "--quiet", "--", name)
        except GitError:
            return False
        return True
