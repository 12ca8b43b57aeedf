from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from deeds import DOUBLED, OFTEN_WRONG, SLOW, THREADS

from promptlint.workers import HERE, Failure, Job, Load, Workers
from promptlint.workers.pool import Pool
from promptlint.workers.processes import ProcessWorkers

LOAD = Load(8, 0.1, 0.5)
PROMPT = 20.0
"""Seconds within which a process is begun or ends on a busy machine."""


@pytest.fixture(scope="module")
def two() -> Iterator[ProcessWorkers]:
    workers = ProcessWorkers(2, always=True)
    yield workers
    workers.close()


def calls(*deeds: str) -> list[Job[int]]:
    return [Job(number, (number, deed)) for number, deed in enumerate(deeds)]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return "Z" not in Path(f"/proc/{process}/stat").read_text().split() if Path("/proc").exists() else True


def ended(processes: set[int]) -> bool:
    limit = time.monotonic() + PROMPT
    while any(map(alive, processes)) and time.monotonic() < limit:
        time.sleep(0.05)
    return not any(map(alive, processes))


def test_two_processes_give_what_one_gives(two: ProcessWorkers) -> None:
    jobs = [Job(number, (number,)) for number in range(20)]
    there, here = (
        {key: result for key, result in workers.do(DOUBLED, jobs, LOAD) if not isinstance(result, Failure)}
        for workers in (two, HERE)
    )
    assert {key: result[0] for key, result in there.items()} == {key: result[0] for key, result in here.items()}
    assert {result[1] for result in here.values()} == {os.getpid()}
    assert os.getpid() not in {result[1] for result in there.values()}


def test_each_process_has_one_thread_for_numbers(two: ProcessWorkers) -> None:
    ((_, variables),) = two.do(THREADS, [Job(0, ())], LOAD)
    assert isinstance(variables, dict) and variables["OPENBLAS_NUM_THREADS"] == variables["OMP_NUM_THREADS"] == "1"


def test_a_job_is_taken_when_someone_is_free(two: ProcessWorkers) -> None:
    taken = []

    def jobs() -> Iterator[Job[int]]:
        for number in range(8):
            taken.append(number)
            yield Job(number, (0.01,))

    for returned, _ in enumerate(two.do(SLOW, jobs(), LOAD)):
        assert len(taken) <= returned + 2


@pytest.mark.parametrize("workers", [HERE, ProcessWorkers(2, always=True)], ids=["here", "processes"])
def test_a_job_that_raises_fails_alone(workers: Workers) -> None:
    results = dict(workers.do(OFTEN_WRONG, calls("", "raise", "", ""), LOAD))
    workers.close()
    assert results == {0: 0, 1: Failure("ValueError: it is broken"), 2: 2, 3: 3}


def test_a_job_that_kills_its_process_fails_alone() -> None:
    workers = ProcessWorkers(2, always=True)
    results = dict(workers.do(OFTEN_WRONG, calls("", "", "die", "", "", ""), LOAD))
    workers.close()
    assert results == {0: 0, 1: 1, 2: Failure("the process that was busy with it ended"), 3: 3, 4: 4, 5: 5}


def test_a_job_that_takes_too_long_fails_alone() -> None:
    workers = ProcessWorkers(2, always=True, patience=1.5)
    results = dict(workers.do(OFTEN_WRONG, calls("", "hang", "", ""), LOAD))
    workers.close()
    assert results == {0: 0, 1: Failure("it took longer than 1.5 seconds"), 2: 2, 3: 3}


@pytest.mark.parametrize("error", [OSError(38, "Function not implemented"), NotImplementedError("no semaphores")])
def test_where_no_process_can_begin_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr("promptlint.workers.pool.ProcessPoolExecutor", refuse)
    results = dict(Pool(2, 1.0).do(DOUBLED, [Job(number, (number,)) for number in range(3)], LOAD))
    assert results == {number: (2 * number, os.getpid()) for number in range(3)}


GUARD = 'if __name__ == "__main__": '
SCRIPT = """
import signal
import sys
from deeds import DOUBLED, SLOW
from promptlint.workers import Job, Load
from promptlint.workers.processes import ProcessWorkers

def main():
    signal.signal(signal.SIGINT, signal.default_int_handler)  # it may be ignored where the tests run
    workers = ProcessWorkers(2, always=True)
    try:
        jobs = [Job(0, (0.3,)), Job(1, (0.3,)), *(Job(number, ({seconds},)) for number in range(2, 10))]
        for _, process in workers.do(SLOW, jobs, Load(10, 1.0, 0.5)):
            print(process, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    finally:
        workers.close()

{guard}main()
"""


def script(folder: Path, guard: str, seconds: int) -> subprocess.Popen[str]:
    path = folder / "script.py"
    path.write_text(SCRIPT.format(guard=guard, seconds=seconds))
    return subprocess.Popen(
        [sys.executable, str(path)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


@pytest.mark.skipif(os.name == "nt", reason="signals are POSIX")
@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_run(tmp_path: Path, end: signal.Signals) -> None:
    running = script(tmp_path, GUARD, 60)
    assert running.stdout is not None and running.stderr is not None
    processes = {int(running.stdout.readline()) for _ in range(2)}
    if end is signal.SIGINT:
        os.killpg(running.pid, end)  # as a terminal does on Ctrl-C
    else:
        running.send_signal(end)
    assert running.wait(PROMPT) == (130 if end is signal.SIGINT else -end)
    assert ended(processes)
    if end is signal.SIGINT:
        assert running.stderr.read() == ""


def test_a_script_without_a_guard_is_run_once(tmp_path: Path) -> None:
    running = script(tmp_path, "", 0)
    output, errors = running.communicate(timeout=2 * PROMPT)
    assert running.returncode == 0
    assert output.split() == 10 * [str(running.pid)]
    assert "if __name__ == '__main__':" in errors
