from __future__ import annotations

from pathlib import Path

import pytest

from promptlint.workers import HERE, ExecutorError, Load, workers_for
from promptlint.workers.cluster import ClusterWorkers, check_versions
from promptlint.workers.cpus import available_cpus, quotas
from promptlint.workers.processes import ProcessWorkers


def test_serial_is_this_process() -> None:
    assert workers_for("serial") is HERE
    assert workers_for(None, 1) is HERE


@pytest.mark.parametrize(
    ("executor", "jobs", "load", "number"),
    [
        (None, 4, Load(3, 1.0, 0.5), 0),
        (None, 4, Load(400, 3.9, 0.5), 0),
        (None, 4, Load(400, 4.0, 0.5), 2),
        (None, 4, Load(400, 100.0, 0.5), 4),
        (None, 4, Load(3, 100.0, 0.5), 3),
        ("processes", 4, Load(3, 0.1, 0.5), 3),
        ("processes", 1, Load(3, 0.1, 0.5), 1),
    ],
)
def test_processes_begin_when_they_pay(executor: str | None, jobs: int, load: Load, number: int) -> None:
    workers = workers_for(executor, jobs)
    assert isinstance(workers, ProcessWorkers) and workers.number(load) == number


def test_as_many_processes_as_processors() -> None:
    workers = workers_for("processes")
    assert isinstance(workers, ProcessWorkers) and workers.number(Load(10_000, 1.0, 0.5)) == min(available_cpus(), 61)


@pytest.mark.parametrize(
    ("executor", "jobs", "message"),
    [
        ("threads", None, "--executor is `threads`. Expected serial, processes, or dask://HOST:PORT"),
        ("dask://", None, "Expected serial"),
        ("dask://studio", None, "Expected serial"),
        ("dask://studio:8786?share=/x", None, "Expected serial"),
        ("dask://studio:8786?shared=/nowhere", None, "there is none at /nowhere"),
        ("dask://studio:8786", 4, "leave one out"),
        ("serial", 4, "leave one out"),
        (None, 0, "--jobs is 0"),
    ],
)
def test_what_cannot_be_asked_for(executor: str | None, jobs: int | None, message: str) -> None:
    with pytest.raises(ExecutorError) as caught:
        workers_for(executor, jobs)
    assert message in str(caught.value)


def test_what_a_cluster_opens(tmp_path: Path) -> None:
    (tmp_path / "shared").mkdir()
    sees = workers_for(f"dask://studio.local:8786?shared={tmp_path / 'shared'}")
    blind = workers_for("dask://[::1]:8786")
    assert isinstance(sees, ClusterWorkers) and isinstance(blind, ClusterWorkers)
    assert (sees.address, blind.address) == ("tcp://studio.local:8786", "tcp://[::1]:8786")
    inside, outside = tmp_path / "shared" / "a.png", tmp_path / "a.png"
    assert [sees.opens(inside), sees.opens(outside), blind.opens(inside)] == [True, False, False]


@pytest.mark.parametrize(
    ("answers", "message"),
    [
        ({"a": "2"}, "1 of the Dask workers (a) is another version"),
        ({"a": "1", "b": AttributeError("no version")}, "1 of the Dask workers (b) is another version"),
        ({"a": ModuleNotFoundError("No module named 'promptlint.workers'")}, "another version"),
        ({"a": ModuleNotFoundError("No module named 'promptlint'"), "b": "2"}, "is not installed on 1 of"),
        (
            dict.fromkeys("dabc", Exception("""ModuleNotFoundError("No module named 'promptlint'")""")),
            "not installed on 4 of the Dask workers (a, b, c, ...)",
        ),
    ],
)
def test_workers_with_other_code_are_refused(answers: dict[str, object], message: str) -> None:
    with pytest.raises(ExecutorError) as caught:
        check_versions(answers, "1")
    assert message in str(caught.value)


def test_workers_with_the_same_code_are_taken() -> None:
    check_versions({"a": "1", "b": "1", "gone": OSError("connection closed")}, "1")


@pytest.mark.parametrize(
    ("groups", "files", "expected"),
    [
        ("0::/\n", {"cpu.max": "150000 100000"}, [1.5]),
        ("0::/\n", {"cpu.max": "max 100000"}, []),
        ("0::/a/b\n", {"a/b/cpu.max": "max 100000", "a/cpu.max": "200000 100000", "cpu.max": "x"}, [2.0]),
        ("0::/docker/1\n", {"cpu.max": "100000 100000"}, [1.0]),
        ("4:cpu,cpuacct:/x\n", {"cpu/x/cpu.cfs_quota_us": "50000", "cpu/x/cpu.cfs_period_us": "100000"}, [0.5]),
        ("4:cpu:/\n3:cpuset:/\n", {"cpu/cpu.cfs_quota_us": "-1", "cpu/cpu.cfs_period_us": "100000"}, []),
        ("0::/../x\n", {}, []),
        ("", {}, []),
    ],
)
def test_quotas_of_containers(tmp_path: Path, groups: str, files: dict[str, str], expected: list[float]) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert list(quotas(groups, tmp_path)) == expected
