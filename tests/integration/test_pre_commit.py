"""The hooks, run by the real pre-commit in a small repository against a clone of this one."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

GOOD = """\
id: s01
model: kling-2.6
image: refs/mara.png
duration: 5
motion: {strength: subtle, camera: static}
negative_prompt: blur, distort, extra limbs
prompt: The same woman from the reference turns her head slowly towards the window. Identity preserved.
"""
BAD = GOOD.replace("id: s01", "id: s02").replace("duration: 5", "duration: 4")

PreCommit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def pre_commit(tmp_path_factory: pytest.TempPathFactory) -> PreCommit:
    """Runs pre-commit; the environments that it installs are shared by the tests here."""
    home = tmp_path_factory.mktemp("pre-commit-home")

    def run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {"PRE_COMMIT_HOME": str(home), "PROMPTLINT_CACHE_DIR": str(home / "cache"), "NO_COLOR": "1"}
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", *arguments],
            cwd=folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def project(tmp_path: Path, working_tree: Path, git: Callable[..., str]) -> Path:
    """A repository with one good and one bad spec, and a YAML file that is none."""
    folder = tmp_path / "film"
    folder.mkdir()
    revision = git(working_tree, "rev-parse", "HEAD").strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {working_tree.as_uri()}\n  rev: {revision}\n  hooks:\n"
        "  - id: promptlint\n    args: [--select, A]\n  - id: promptlint-project\n    args: [--select, A]\n"
    )
    (folder / "good.shot.yaml").write_text(GOOD)
    (folder / "shots").mkdir()
    (folder / "shots" / "bad.yaml").write_text(BAD)
    (folder / "other.yaml").write_text("duration: 4\n")
    git(folder, "init", "--quiet")
    git(folder, "add", "--all")
    return folder


def test_the_manifest_is_valid(pre_commit: PreCommit, root: Path) -> None:
    done = pre_commit(root, "validate-manifest", ".pre-commit-hooks.yaml")
    assert done.returncode == 0, done.stdout + done.stderr


def test_hooks(pre_commit: PreCommit, project: Path) -> None:
    done = pre_commit(project, "run", "promptlint", "--all-files", "--verbose")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "A101" in done.stdout
    assert "shots/bad.yaml" in done.stdout
    assert "2 files" in done.stdout, "the YAML file that is no spec was not given to promptlint"

    done = pre_commit(project, "run", "promptlint", "--files", "good.shot.yaml")
    assert done.returncode == 0, done.stdout + done.stderr

    done = pre_commit(project, "run", "promptlint", "--files", "other.yaml")
    assert done.returncode == 0
    assert "Skipped" in done.stdout

    done = pre_commit(project, "run", "promptlint-project", "--files", "good.shot.yaml")
    assert done.returncode == 1, "a change to one spec checks all of them\n" + done.stdout + done.stderr
    assert "shots/bad.yaml" in done.stdout
