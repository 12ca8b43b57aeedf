"""Whole runs: the findings do not depend on who looked at the pictures."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from film import NAMES, write_film

from promptlint.__main__ import main
from promptlint.config import ConfigFinder
from promptlint.run import RunRequest, run
from promptlint.workers import HERE, Failure, Job, Load, Task, Workers


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))
    write_film(tmp_path / "film")
    monkeypatch.chdir(tmp_path / "film")
    return tmp_path / "film"


def report(capsys: pytest.CaptureFixture[str], *options: str) -> str:
    assert main(["--no-cache", "--select", "R", "--output-format", "json", *options]) == 1
    return capsys.readouterr().out


def test_processes_report_the_same_in_the_same_order(capsys: pytest.CaptureFixture[str]) -> None:
    serial = report(capsys, "--executor", "serial")
    assert {"R401", "R402"} <= {finding["code"] for finding in json.loads(serial)["findings"]}
    assert report(capsys, "--executor", "processes", "--jobs", "2") == serial


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--executor", "cluster"], "--executor is `cluster`. Expected serial, processes, or dask://HOST:PORT"),
        (["--jobs", "0"], "--jobs is 0."),
        (["-j", "two"], "argument -j/--jobs: invalid int value: 'two'"),
    ],
)
def test_wrong_usage(options: list[str], message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(options) == 2
    assert message in capsys.readouterr().err


class Faulty:
    """Fails at one picture."""

    def opens(self, path: Path) -> bool:
        return True

    def do(self, task: Task[Any], jobs: Iterable[Job[Any]], load: Load) -> Iterator[tuple[Any, Any]]:
        for key, facts in HERE.do(task, jobs, load):
            yield key, Failure("the process that was busy with it ended") if key.name == "large.png" else facts

    def close(self) -> None:
        pass


def test_a_picture_that_fails_costs_one_finding_and_only_this_time(film: Path) -> None:
    def unreadable(workers: Workers) -> list[str]:
        found = run([film], RunRequest(ConfigFinder(folders=[film]), date(2026, 1, 1), workers=workers))
        assert found.shots == len(NAMES)
        return [finding.message for finding in found.findings if finding.code == "R401"]

    first, second = unreadable(Faulty()), unreadable(HERE)
    (failed,) = set(first) - set(second)
    assert "could not be looked at (the process that was busy with it ended)" in failed
    assert len(first) == len(second) + 1


def test_progress_tells_of_pictures_and_of_files(film: Path) -> None:
    seen: list[tuple[int, int, str]] = []
    request = RunRequest(ConfigFinder(folders=[film]), date(2026, 1, 1))
    run([film], request, lambda done, total, what: seen.append((done, total, what)))
    assert seen == [*((number, 5, "pictures") for number in range(1, 6)), (0, 1, "files"), (1, 1, "files")]
