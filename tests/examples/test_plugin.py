"""The example plugin installs by itself, its tests pass, and its rules run beside the built-in ones."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PLUGIN = ROOT / "examples" / "plugin"
SPEC = "id: opening\nmodel: kling-2.6\nprompt: She winks at the camera.\n"


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables of a process that finds the plugin, installed from its folder into another one."""
    target = tmp_path_factory.mktemp("site")
    options = ["--quiet", "--no-index", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "install", *options, "--target", str(target), str(PLUGIN)]
    subprocess.run(command, check=True, capture_output=True)
    path = os.pathsep.join(filter(None, (str(target), os.environ.get("PYTHONPATH"))))
    cache = str(tmp_path_factory.mktemp("cache"))
    return {**os.environ, "PYTHONPATH": path, "PROMPTLINT_CACHE_DIR": cache, "PYTHONDONTWRITEBYTECODE": "1"}


def run(environment: dict[str, str], folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True, text=True).stdout


def test_its_own_tests_pass(environment: dict[str, str], tmp_path: Path) -> None:
    options = ["-p", "no:cacheprovider", "--rootdir", str(PLUGIN), "-c", str(PLUGIN / "pyproject.toml"), "-v"]
    out = run(environment, tmp_path, "pytest", *options, str(PLUGIN / "tests"))
    assert "NOR101-bad-1" in out
    assert "NOR102-good-3" in out


def test_its_rules_run(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "a.shot.yaml").write_text(SPEC)
    listed = json.loads(run(environment, tmp_path, "promptlint", "rules", "--output-format", "json"))["rules"]
    own = {rule["code"]: rule for rule in listed if rule["family"] == "nor"}
    assert [(code, rule["name"], rule["enabled"]) for code, rule in own.items()] == [
        ("NOR101", "shot-id-format", True),
        ("NOR102", "look-into-lens", True),
    ]
    assert {"D301", "S001"} <= {rule["code"] for rule in listed}
    report = run(
        environment, tmp_path, "promptlint", "--output-format", "json", "--fail-on", "never", "--select", "NOR"
    )
    assert [finding["code"] for finding in json.loads(report)["findings"]] == ["NOR101", "NOR102"]
    page = run(environment, tmp_path, "promptlint", "rule", "look-into-lens")
    assert page.startswith("# look-into-lens (NOR102)\n")
    assert "promptlint.github.io" not in page
