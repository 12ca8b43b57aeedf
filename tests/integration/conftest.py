from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PERSON = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")

Git = Callable[..., str]


@pytest.fixture(scope="session")
def root() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def git() -> Git:
    """Runs git in a folder; skips the test where git is missing."""
    if shutil.which("git") is None:
        pytest.skip("git is not installed")

    def run_git(folder: Path, *arguments: str) -> str:
        command = ["git", *PERSON, *arguments]
        return subprocess.run(command, cwd=folder, check=True, capture_output=True, text=True).stdout

    return run_git


@pytest.fixture(scope="session")
def working_tree(git: Git, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with one commit: the files of this working tree, committed or not."""
    copy = tmp_path_factory.mktemp("promptlint-video")
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    for name in git(ROOT, "ls-files", "-co", "--exclude-standard", "-z").split("\0"):
        if name and (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, copy / name)
    git(copy, "init", "--quiet", "--initial-branch", "main")
    git(copy, "add", "--all")
    git(copy, "commit", "--quiet", "--message", "Working tree")
    return copy


@pytest.fixture(scope="session")
def wheel(working_tree: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that this working tree makes."""
    out = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(out)]
    subprocess.run(command, cwd=working_tree, check=True, capture_output=True)
    return next(out.glob("*.whl"))
