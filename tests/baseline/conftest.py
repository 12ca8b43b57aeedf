import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path[:0] = [str(Path(__file__).parent.parent / "cli"), str(Path(__file__).parent)]

from demo import demo_rules  # noqa: E402
from filter_fixtures import Git, Reported  # noqa: E402

from promptlint.__main__ import main  # noqa: E402

PERSON = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")


@pytest.fixture(autouse=True)
def installed_demo_rules(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    with demo_rules(monkeypatch, tmp_path_factory.mktemp("cache")):
        yield


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project without specs, in which the command runs."""
    for name in [name for name in os.environ if name.startswith("GIT_")]:
        monkeypatch.delenv(name)
    folder = tmp_path / "film"
    folder.mkdir()
    (folder / "promptlint.toml").write_text("")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def reported(capsys: pytest.CaptureFixture[str]) -> Reported:
    """Runs the command and gives the findings."""

    def run(*arguments: str) -> list[dict[str, Any]]:
        capsys.readouterr()
        code = main([*arguments, "--output-format", "json"])
        out, error = capsys.readouterr()
        assert code in (0, 1), error
        findings: list[dict[str, Any]] = json.loads(out)["findings"]
        assert code == bool(findings)
        return findings

    return run


@pytest.fixture
def git(film: Path) -> Git:
    """Runs git in the project, which is a repository."""

    def run_git(*arguments: str) -> str:
        command = ["git", *PERSON, *arguments]
        return subprocess.run(command, cwd=film, check=True, capture_output=True, text=True).stdout

    try:
        run_git("init", "--quiet", "--initial-branch", "main")
    except FileNotFoundError:
        pytest.skip("git is not installed")
    return run_git
