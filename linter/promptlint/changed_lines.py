"""Findings on lines that have changed since a git revision."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final

from promptlint.config import ConfigError
from promptlint.finding import Finding
from promptlint.git import GitError, NoGitError, names, run_git, tracked_files, working_tree

OPTION: Final = "--diff-base"
_HUNK: Final = re.compile(rb"^@@ -\d+(?:,\d+)? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)
_DIFF: Final = ("diff", "--no-color", "--no-ext-diff", "--no-textconv", "--no-renames", "--no-relative")
_LINES: Final = (*_DIFF, "--unified=0", "--inter-hunk-context=0", "--text")


class ChangedLines:
    """The lines that differ from a revision, in every repository that is asked about.

    Args:
        revision: any name of a commit.

    Raises:
        ConfigError: it cannot be the name of a commit.
    """

    def __init__(self, revision: str) -> None:
        if not revision or revision.startswith("-") or "\0" in revision:
            raise ConfigError(OPTION, f"`{revision}` is no git revision. Name a branch, a tag or a commit.")
        self.revision = revision
        self._by_folder: dict[Path, _Repository] = {}
        self._by_top: dict[Path, _Repository] = {}

    def repository(self, folder: Path) -> _Repository:
        """The repository that a folder lies in.

        Raises:
            ConfigError: there is none, or it does not have the revision.
        """
        known = self._by_folder.get(folder)
        if known is None:
            top = _top_of(folder)
            if top not in self._by_top:
                self._by_top[top] = _Repository(top, _commit(top, self.revision))
            known = self._by_folder[folder] = self._by_top[top]
        return known

    def hold(self, finding: Finding) -> bool:
        """Whether any line of a finding has changed.

        Raises:
            ConfigError: git cannot tell.
        """
        path, text, (start, end) = finding.file.path, finding.file.source.text, finding.span
        changed = self.repository(path.parent).changed_in(path)
        if changed is None:
            return True
        first = text.count("\n", 0, start) + 1
        last = first + text.count("\n", start, max(start, end - 1))
        return any(first <= end_line and line <= last for line, end_line in changed)


@dataclass
class _Repository:
    """A working tree compared with one of its commits."""

    top: Path
    commit: str
    _ranges: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    @cached_property
    def tracked(self) -> frozenset[str]:
        """Files that git knows, relative to the top."""
        try:
            return tracked_files(self.top)
        except GitError as error:
            raise _incomparable(self.top, error) from None

    @cached_property
    def changed(self) -> frozenset[str]:
        """Tracked files that differ from the commit."""
        return frozenset(names(_git(self.top, *_DIFF, "--name-only", "-z", "--end-of-options", self.commit, "--")))

    def changed_in(self, path: Path) -> list[tuple[int, int]] | None:
        """First and last line of every change in a file; None where all of it is new.

        Where lines were only removed, the last is the line before the gap and the first the one after it, so that a
        finding holds the change when it stands on both sides.
        """
        name = path.relative_to(self.top).as_posix()
        if name not in self.tracked:
            return None
        if name not in self.changed:
            return []
        if name not in self._ranges:
            diff = _git(self.top, *_LINES, "--end-of-options", self.commit, "--", name)
            hunks = ((int(hunk[1]), int(hunk[2] or 1)) for hunk in _HUNK.finditer(diff))
            self._ranges[name] = [(at, at + count - 1) if count else (at + 1, at) for at, count in hunks]
        return self._ranges[name]


def _top_of(folder: Path) -> Path:
    try:
        return working_tree(folder)
    except NoGitError as error:
        raise ConfigError(OPTION, str(error)) from None
    except GitError as error:
        raise ConfigError(OPTION, f"git finds no working tree at {folder}: {error}") from None


def _commit(top: Path, revision: str) -> str:
    try:
        name = run_git(top, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}")
    except GitError:
        raise ConfigError(
            OPTION,
            f"There is no revision `{revision}` in {top}. Check the name, and fetch it where the clone does not have "
            "all of the history (in CI: `fetch-depth: 0`).",
        ) from None
    return name.decode("ascii").strip()


def _git(top: Path, *arguments: str) -> bytes:
    try:
        return run_git(top, *arguments)
    except GitError as error:
        raise _incomparable(top, error) from None


def _incomparable(top: Path, error: GitError) -> ConfigError:
    return ConfigError(OPTION, f"git cannot compare the files in {top}: {error}")
