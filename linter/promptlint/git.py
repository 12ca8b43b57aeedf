"""Questions to git: where a working tree is, and which files it knows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Final

_SET_BY_HOOKS: Final = frozenset({"GIT_DIR", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_WORK_TREE"})
"""Variables that tie git to the repository whose hook runs promptlint."""

_RUNS_NO_HOOK: Final = ("-c", "core.fsmonitor=false")


class GitError(Exception):
    """Git refuses; the message is its own."""


class NoGitError(GitError):
    """Git cannot be run at all; the message is the system's."""


def run_git(folder: Path, *arguments: str) -> bytes:
    """What a git command prints.

    Raises:
        GitError: it cannot be run, or ends with an error.
    """
    environment = _environment(os.environ)
    command = ["git", *_RUNS_NO_HOOK, "--literal-pathspecs", *arguments]
    try:
        done = subprocess.run(
            command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False
        )
    except OSError as error:
        raise NoGitError(f"git cannot be run in {folder}: {error.strerror or error}.") from None
    if done.returncode:
        lines = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise GitError(lines[0].removeprefix("fatal: ") if lines else f"git ended with {done.returncode}.")
    return done.stdout


def working_tree(folder: Path) -> Path:
    """The top of the working tree that a folder lies in.

    Raises:
        GitError: it lies in none.
    """
    return Path(os.fsdecode(run_git(folder, "rev-parse", "--show-toplevel").removesuffix(b"\n"))).resolve()


def index_file(top: Path) -> Path:
    """The file that changes whenever a file becomes known to git.

    Raises:
        GitError: git cannot tell.
    """
    return top / os.fsdecode(run_git(top, "rev-parse", "--git-path", "index").removesuffix(b"\n"))


def tracked_files(top: Path) -> frozenset[str]:
    """The files that git knows, relative to the top, with forward slashes.

    Raises:
        GitError: git cannot tell.
    """
    return frozenset(names(run_git(top, "ls-files", "-z")))


def names(output: bytes) -> list[str]:
    """File names that git separates by NUL."""
    return [os.fsdecode(name) for name in output.split(b"\0") if name]


def _environment(variables: Mapping[str, str]) -> dict[str, str]:
    kept = {name: value for name, value in variables.items() if name not in _SET_BY_HOOKS}
    return kept | {"GIT_OPTIONAL_LOCKS": "0"}
