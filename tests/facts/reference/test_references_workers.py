"""How pictures are handed to workers, and what is made of what comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from picture_files import picture, png, saved

from promptlint.facts import references as module
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.picture_limits import Limits
from promptlint.text import SourceFile, SourceText
from promptlint.workers import HERE, Failure, Job, Load, Task, Workers
from promptlint.workers.processes import ProcessWorkers

HEADER = frozenset({Stage.HEADER})
NAMES = tuple(f"{number}.png" for number in range(5))


class Watched:
    """Does the work here, notes what it was given, and may spoil it."""

    def __init__(self, spoil: Callable[[Path, Any], Any] = lambda path, facts: facts, *, opens: bool = True) -> None:
        self.spoil = spoil
        self.sees = opens
        self.given: list[tuple[Path, Any]] = []
        self.loads: list[int] = []

    def opens(self, path: Path) -> bool:
        return self.sees

    def do(self, task: Task[Any], jobs: Iterable[Job[Any]], load: Load) -> Iterator[tuple[Any, Any]]:
        self.loads.append(load.jobs)
        given = list(jobs)
        self.given += [(job.key, job.arguments[0]) for job in given]
        for key, facts in reversed(list(HERE.do(task, given, load))):
            yield key, self.spoil(key, facts)

    def close(self) -> None:
        pass


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "film"
    root.mkdir()
    for number, name in enumerate(NAMES):
        (root / name).write_bytes(saved(picture((20 + number, 30)), "PNG"))
    return root


def prepared(root: Path, workers: Workers, store: FactStore | None = None) -> dict[str, ReferenceFacts]:
    source = ReferenceFactsSource(root, Limits(), store or FactStore(None), workers)
    source.prepare([root / name for name in NAMES], HEADER)
    file = SourceFile(root / "a.shot.yaml", "a.shot.yaml", SourceText(""))
    return {name: source.of(file, name) for name in NAMES}


def widths(facts: dict[str, ReferenceFacts]) -> list[int]:
    return [known.header.width if known.header else 0 for known in facts.values()]


@pytest.mark.parametrize("opens", [True, False])
def test_facts_do_not_depend_on_who_looks_nor_in_which_order(project: Path, opens: bool) -> None:
    workers = Watched(opens=opens)
    assert prepared(project, workers) == prepared(project, HERE)
    assert {type(content) for _, content in workers.given} <= ({type(project)} if opens else {bytes})
    assert workers.loads == [len(NAMES)]


def test_processes_find_the_same(project: Path) -> None:
    (project / NAMES[3]).write_bytes(b"words")
    workers = ProcessWorkers(2, always=True)
    try:
        assert prepared(project, workers) == prepared(project, HERE)
    finally:
        workers.close()


def test_a_picture_that_fails_is_tried_again_in_the_next_run(project: Path, tmp_path: Path) -> None:
    store = FactStore(tmp_path / "facts.sqlite")
    fails = Watched(lambda path, facts: Failure("it took too long") if path.name == "1.png" else facts)
    facts = prepared(project, fails, store)
    assert facts["1.png"].unreadable == Unreadable("failed", "it took too long")
    assert widths(facts) == [20, 0, 22, 23, 24]
    again = Watched()
    assert widths(prepared(project, again, store)) == [20, 21, 22, 23, 24]
    assert [path.name for path, _ in again.given] == ["1.png"]


def test_what_workers_do_not_see_is_sent(project: Path) -> None:
    """As where a folder was declared to be shared and is not."""
    blind = Watched()
    blind.spoil = lambda path, facts: None if len(blind.given) == len(NAMES) else facts
    assert widths(prepared(project, blind)) == [20, 21, 22, 23, 24]
    assert [type(content) for _, content in blind.given[len(NAMES) :]] == [bytes] * len(NAMES)


def test_a_picture_that_is_replaced_meanwhile(project: Path, tmp_path: Path) -> None:
    store = FactStore(tmp_path / "facts.sqlite")

    class Late(Watched):
        def do(self, task: Task[Any], jobs: Iterable[Job[Any]], load: Load) -> Iterator[tuple[Any, Any]]:
            (project / "2.png").write_bytes(saved(picture((99, 30)), "PNG"))
            (project / "3.png").unlink(missing_ok=True)
            yield from super().do(task, jobs, load)

    facts = prepared(project, Late(), store)
    assert widths(facts) == [20, 21, 99, 0, 24]
    assert facts["3.png"].unreadable == Unreadable("missing")
    (project / "3.png").write_bytes(saved(picture((23, 30)), "PNG"))
    assert widths(prepared(project, Watched(), store)) == [20, 21, 99, 23, 24]


def test_a_picture_that_never_stays_the_same(project: Path) -> None:
    facts = prepared(project, Watched(lambda path, facts: None if path.name == "0.png" else facts))
    assert facts["0.png"].unreadable == Unreadable("failed", "it changes while it is looked at")
    assert widths(facts) == [0, 21, 22, 23, 24]


def test_what_was_found_is_kept_when_the_run_is_stopped(project: Path, tmp_path: Path) -> None:
    store = FactStore(tmp_path / "facts.sqlite")

    def stop(path: Path, facts: Any) -> Any:
        if path.name == "1.png":
            raise KeyboardInterrupt
        return facts

    with pytest.raises(KeyboardInterrupt):
        prepared(project, Watched(stop), store)
    rest = Watched()
    prepared(project, rest, store)
    assert [path.name for path, _ in rest.given] == ["0.png", "1.png"]


def test_progress_counts_pictures(project: Path) -> None:
    seen: list[tuple[int, int]] = []
    (project / "copy.png").write_bytes((project / "0.png").read_bytes())
    (project / "damaged.png").write_bytes(png()[:40])
    source = ReferenceFactsSource(project, Limits(), FactStore(None))
    source.prepare([*project.iterdir(), project / "none.png"], HEADER, lambda done, total: seen.append((done, total)))
    assert seen == [(number, 6) for number in range(1, 7)]


def test_every_stage_has_a_cost() -> None:
    assert module._SECONDS.keys() == module._KINDS.keys()
