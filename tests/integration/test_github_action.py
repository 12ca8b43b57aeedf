"""The steps of the GitHub Action, taken from ``action.yml`` and run in bash as the runner would."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

GOOD = """\
id: s01
model: kling-2.6
image: refs/mara.png
duration: 5
motion: {strength: subtle, camera: static}
prompt: The same woman from the reference turns her head slowly towards the window. Identity preserved.
"""
BAD = GOOD.replace("duration: 5", "duration: 4")

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")


@dataclass
class Runner:
    """What a runner gives to the steps of a job."""

    folder: Path
    action: dict[str, Any]
    path: str = field(default_factory=lambda: os.environ["PATH"])

    def step(self, name: str, **inputs: str) -> subprocess.CompletedProcess[str]:
        """Run one step with bash's options on a runner."""
        step = next(step for step in self.action["runs"]["steps"] if step.get("id") == name)
        values = {key: value.get("default", "") for key, value in self.action["inputs"].items()} | inputs
        environment = {
            "PATH": self.path,
            "HOME": str(self.folder),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.folder / "work"),
            "GITHUB_OUTPUT": str(self.folder / "output"),
            "GITHUB_PATH": str(self.folder / "path"),
            "RUNNER_TEMP": str(self.folder / "temp"),
            "PROMPTLINT_CACHE_DIR": str(self.folder / "cache"),
            **{name: value for name, value in os.environ.items() if name.startswith("PIP_")},
            **{
                name: re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda match: values[match[1]], text)
                for name, text in step.get("env", {}).items()
            },
        }
        script = self.folder / "step.sh"
        script.write_text(step["run"])
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", str(script)]
        done = subprocess.run(
            command, cwd=self.folder / "work", env=environment, capture_output=True, text=True, check=False
        )
        added = self.folder / "path"
        if added.exists():
            self.path = os.pathsep.join([*added.read_text().split(), os.environ["PATH"]])
        return done

    def outputs(self) -> dict[str, str]:
        """The outputs that the steps have set."""
        lines = (self.folder / "output").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines)


@pytest.fixture(scope="module")
def action(root: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((root / "action.yml").read_text("utf-8"))
    return loaded


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory, action: dict[str, Any], wheel: Path) -> Runner:
    """A runner on which the install step has run."""
    folder = tmp_path_factory.mktemp("runner")
    (folder / "work").mkdir()
    (folder / "temp").mkdir()
    runner = Runner(folder, action)
    done = runner.step("install", version=str(wheel))
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.match(r"promptlint \d", done.stdout)
    return runner


@pytest.fixture
def runner(tmp_path: Path, installed: Runner) -> Runner:
    """The same runner with a fresh checkout."""
    (tmp_path / "work" / "shots").mkdir(parents=True)
    (tmp_path / "temp").mkdir()
    (tmp_path / "work" / "shots" / "one shot.yaml").write_text(BAD)
    (tmp_path / "work" / "good.shot.yaml").write_text(GOOD)
    return Runner(tmp_path, installed.action, installed.path)


def test_annotations(runner: Runner) -> None:
    done = runner.step("check", args="--select A101")
    assert done.returncode == 1, done.stderr
    assert re.search(r"^::error .*file=shots/one shot\.yaml,.*line=4", done.stdout, re.MULTILINE), done.stdout
    assert runner.outputs() == {"exit-code": "1"}


def test_text_without_annotations(runner: Runner) -> None:
    done = runner.step("check", args="--select A101", annotations="false")
    assert done.returncode == 1
    assert "::error" not in done.stdout
    assert "^" in done.stdout


def test_sarif_file(runner: Runner) -> None:
    done = runner.step("check", args="--select A101", **{"sarif-file": "reports/lint/shots.sarif", "fail-on": "never"})
    assert done.returncode == 0, done.stderr
    assert runner.outputs() == {"exit-code": "0", "sarif-file": "reports/lint/shots.sarif"}
    log = json.loads((runner.folder / "work" / "reports" / "lint" / "shots.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["A101"]


def test_paths_with_blanks_one_per_line(runner: Runner) -> None:
    done = runner.step("check", paths="good.shot.yaml\nshots/one shot.yaml\n", args="--select A101")
    assert done.returncode == 1
    done = runner.step("check", paths="good.shot.yaml", args="--select A101")
    assert done.returncode == 0, done.stdout + done.stderr


def test_baseline(runner: Runner) -> None:
    done = runner.step("check", args="--select A101 --write-baseline", baseline="known findings.json")
    assert done.returncode == 0, done.stderr
    assert (runner.folder / "work" / "known findings.json").exists()
    done = runner.step("check", args="--select A101", baseline="known findings.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "::error" not in done.stdout
    assert runner.step("check", args="--select A101").returncode == 1
    assert runner.step("check", args="--select A101", baseline="missing.json").returncode == 2


def test_diff_base(runner: Runner, git: Callable[..., str]) -> None:
    work = runner.folder / "work"
    git(work, "init", "--quiet", "--initial-branch", "main")
    git(work, "add", "--all")
    git(work, "commit", "--quiet", "--message", "First")
    done = runner.step("check", args="--select A101", **{"diff-base": "main", "sarif-file": "shots.sarif"})
    assert done.returncode == 0, done.stdout + done.stderr
    assert json.loads((work / "shots.sarif").read_text("utf-8"))["runs"][0]["results"] == []
    (work / "new.shot.yaml").write_text(BAD)
    done = runner.step("check", args="--select A101", **{"diff-base": "main"})
    assert done.returncode == 1
    assert re.findall(r"^::error .*file=([^,]+)", done.stdout, re.MULTILINE) == ["new.shot.yaml"]
    assert runner.step("check", **{"diff-base": "--output=hacked"}).returncode == 2
    assert not (work / "hacked").exists()


@pytest.mark.parametrize("name", ["baseline", "diff-base"])
@pytest.mark.parametrize("value", ["$(touch hacked)", "`touch hacked`", "x; touch hacked", '" ; touch hacked; "'])
def test_filters_are_no_code(runner: Runner, name: str, value: str) -> None:
    done = runner.step("check", **{name: value})
    assert done.returncode == 2
    assert not (runner.folder / "work" / "hacked").exists()


def test_inputs_are_no_code(runner: Runner) -> None:
    done = runner.step("check", paths="$(touch hacked)", args="; touch hacked", **{"fail-on": "`touch hacked`"})
    assert done.returncode == 2
    assert not (runner.folder / "work" / "hacked").exists()
    assert runner.outputs() == {"exit-code": "2"}


def test_usage_error_writes_no_sarif(runner: Runner) -> None:
    done = runner.step("check", args="--select nonsense", **{"sarif-file": "shots.sarif"})
    assert done.returncode == 2
    assert not (runner.folder / "work" / "shots.sarif").exists()


def test_every_input_is_used_and_only_through_the_environment(action: dict[str, Any], root: Path) -> None:
    text = (root / "action.yml").read_text("utf-8")
    for name in action["inputs"]:
        assert f"inputs.{name}" in text
    for step in action["runs"]["steps"]:
        assert "${{" not in step.get("run", "")
