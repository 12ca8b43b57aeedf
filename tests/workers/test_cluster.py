"""A real scheduler with two worker processes, on the loopback interface and nothing else."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Timer
from typing import Any

import pytest
from deeds import DOUBLED, OFTEN_WRONG, SLOW, doubled, own_version
from film import write_film

from promptlint.__main__ import main
from promptlint.workers import ExecutorError, Failure, Job, Load, Task, Workers, workers_for

distributed = pytest.importorskip("distributed")
dask = pytest.importorskip("dask")
LOAD = Load(6, 1.0, 0.5)


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    settings = {
        "distributed.scheduler.allowed-failures": 1,
        "distributed.comm.timeouts.connect": "1s",  # how long to look for results of a worker that died
    }
    with (
        dask.config.set(settings),
        distributed.LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            host="127.0.0.1",
            silence_logs=logging.CRITICAL,
        ) as running,
    ):
        yield running


@pytest.fixture
def address(cluster: Any) -> str:
    return str(cluster.scheduler_address).replace("tcp://", "dask://")


@pytest.fixture
def workers(address: str) -> Iterator[Workers]:
    asked = workers_for(address)
    yield asked
    asked.close()


def test_both_workers_of_the_cluster_do_the_work(workers: Workers) -> None:
    jobs = [Job(number, (number,)) for number in range(12)]
    results = {key: result for key, result in workers.do(DOUBLED, jobs, LOAD) if not isinstance(result, Failure)}
    assert {key: result[0] for key, result in results.items()} == {number: 2 * number for number in range(12)}
    assert os.getpid() not in {result[1] for result in results.values()}


def test_jobs_that_raise_or_kill_their_worker_fail_alone(workers: Workers) -> None:
    jobs = [Job(number, (number, deed)) for number, deed in enumerate(("", "raise", "", "die", "", ""))]
    results = dict(workers.do(OFTEN_WRONG, jobs, LOAD))
    killed = results.pop(3)
    assert isinstance(killed, Failure) and killed.reason.startswith("KilledWorker: ")
    assert results == {0: 0, 1: Failure("ValueError: it is broken"), 2: 2, 4: 4, 5: 5}


def test_workers_with_another_version_are_refused(workers: Workers) -> None:
    with pytest.raises(
        ExecutorError, match=r"promptlint on [12] of the Dask workers \(tcp://127.0.0.1:.* another version"
    ):
        list(workers.do(Task(doubled, own_version), [Job(0, (0,))], LOAD))


@pytest.mark.parametrize("shared", ["", "?shared={folder}"])
def test_a_cluster_reports_what_this_machine_reports(
    address: str, shared: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_film(tmp_path)
    monkeypatch.chdir(tmp_path)
    reports = []
    for executor in ("serial", f"{address}{shared.format(folder=tmp_path)}"):
        assert main(["--no-cache", "--select", "R", "--output-format", "json", "--executor", executor]) == 1
        reports.append(capsys.readouterr().out)
    assert reports[0] == reports[1]


def test_no_scheduler_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("promptlint.workers.cluster.CONNECT_SECONDS", 0.3)
    spec = write_film(tmp_path)
    assert main(["--no-cache", "--executor", "dask://127.0.0.1:9", str(spec)]) == 2
    output, error = capsys.readouterr()
    assert output == ""
    assert error.startswith("promptlint: error: There is no Dask scheduler at tcp://127.0.0.1:9: ")


def test_a_missing_package_is_a_clear_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    spec = write_film(tmp_path)
    assert main(["--no-cache", "--executor", "dask://127.0.0.1:9", str(spec)]) == 2
    assert 'pip install "promptlint-video[dask]"' in capsys.readouterr().err


def test_a_scheduler_that_goes_away_stops_the_run_with_an_error(cluster: Any, workers: Workers) -> None:
    """The last test: there is no cluster after it."""
    closing = Timer(0.2, cluster.close)
    with pytest.raises(ExecutorError, match="went away"):
        for number, _ in enumerate(workers.do(SLOW, [Job(number, (0.2,)) for number in range(200)], LOAD)):
            if number == 0:
                closing.start()
    closing.join()
