"""How prompts are handed to workers, and what is made of what comes back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from promptlint.facts import prompts as module
from promptlint.facts.prompts import PromptFactsSource
from promptlint.facts.store import FactStore
from promptlint.registry import installed
from promptlint.workers import HERE, Failure, Job, Load, Task

PROMPTS = [f"The woman in coat number {number} turns her head slowly, {number} times." for number in range(7)]


class Watched:
    """Does the work here in the wrong order, fails at the second batch, and notes how much it was given."""

    def __init__(self) -> None:
        self.batches: list[list[str]] = []

    def opens(self, path: Path) -> bool:
        return True

    def do(self, task: Task[Any], jobs: Iterable[Job[Any]], load: Load) -> Iterator[tuple[Any, Any]]:
        given = list(jobs)
        self.batches += [job.arguments[2] for job in given]
        assert load.jobs == len(given)
        for key, facts in reversed(list(HERE.do(task, given, load))):
            yield key, Failure("its process ended") if key == 1 else facts

    def close(self) -> None:
        pass


def source(store: FactStore | None = None, workers: Watched | None = None) -> PromptFactsSource:
    lexicons = installed().data_directories("lexicons")
    return PromptFactsSource(lexicons, {}, store or FactStore(None), workers or HERE)


def test_facts_do_not_depend_on_who_parses_nor_in_which_order(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_BATCH_WORDS", 20)
    monkeypatch.setattr(module, "_START_SECONDS", 1e-6)
    workers, store = Watched(), FactStore(tmp_path / "facts.sqlite")
    spread, here = source(store, workers), source()
    for each in (spread, here):
        each.prepare(PROMPTS)
    assert [spread.of(prompt) for prompt in PROMPTS] == [here.of(prompt) for prompt in PROMPTS]
    assert workers.batches == [PROMPTS[:2], PROMPTS[2:4], PROMPTS[4:6], PROMPTS[6:]]
    again = Watched()
    source(store, again).prepare(PROMPTS)
    assert again.batches == []


def test_a_few_prompts_are_parsed_here() -> None:
    workers = Watched()
    source(workers=workers).prepare(PROMPTS)
    assert workers.batches == []
