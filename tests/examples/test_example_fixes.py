"""The fixes of the example projects are all made, and a second time there is nothing to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from promptlint.__main__ import main
from promptlint.document import compose

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"
PROJECTS = sorted(path.parent.name for path in EXAMPLES.glob("*/promptlint.toml"))


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def project(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    folder = tmp_path / request.param
    shutil.copytree(EXAMPLES / request.param, folder)
    monkeypatch.chdir(folder)
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(cache))
    return folder


def texts(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "shots").iterdir()}


@pytest.mark.parametrize("project", PROJECTS, indirect=True)
def test_fixes(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = texts(project)
    assert main(["--diff", "--unsafe-fixes"]) == 1
    assert texts(project) == before
    assert main(["--fix", "--unsafe-fixes", "--fail-on", "never"]) == 0
    after = texts(project)
    assert after != before
    for name, data in after.items():
        assert not compose(data.decode()).errors, name
    capsys.readouterr()
    assert main(["--fix", "--unsafe-fixes", "--fail-on", "never", "--output-format", "json"]) == 0
    out, error = capsys.readouterr()
    left = [finding for finding in json.loads(out)["findings"] if finding["fix"] is not None]
    assert not left
    assert "was left" not in error and "was not made" not in error
    assert texts(project) == after
    assert main(["--diff", "--unsafe-fixes"]) == 0


@pytest.mark.parametrize("project", PROJECTS, indirect=True)
def test_what_is_left_can_be_suppressed(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--fix", "--unsafe-fixes"])
    main(["--add-suppressions", "-m", "a test"])
    capsys.readouterr()
    main(["--output-format", "json"])
    left = json.loads(capsys.readouterr().out)["findings"]
    assert all(finding["file"].endswith(".json") for finding in left), left
