"""Accuracy and speed of the prompt facts on a corpus given on the command line; see README.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))

from corpus import Labelled, read_labels, read_prompts, read_suffixes

from promptlint.facts.prompt import PromptAnalyser, load_vocabulary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from promptlint.facts.prompt import PromptFacts

GOALS = {"precision": 0.95, "recall": 0.90, "f1": 0.95, "exact": 0.80, "within one": 0.95, "wrong noun": 0.02}
SINGLE = "Slowly turns her head toward the camera with a gentle smile, soft afternoon light from the left window"


@dataclass
class Tally:
    """Hits and misses of one kind of finding."""

    hits: int = 0
    false: int = 0
    missed: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        return self.hits / (self.hits + self.false) if self.hits + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.hits / (self.hits + self.missed) if self.hits + self.missed else 1.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def moves_of(facts: PromptFacts, *, directions: bool) -> Counter[str]:
    """The moves that the prompt asks for, once each."""
    names = set()
    for move in facts.camera:
        if not move.negated:
            names.add(f"{move.move} {move.direction}" if directions and move.direction else move.move)
    return Counter(names)


def tally_appearance(labelled: Sequence[Labelled], facts: Sequence[PromptFacts]) -> Tally:
    """Appearance-only prompts found."""
    tally = Tally()
    for item, fact in zip(labelled, facts, strict=True):
        if item.kind is None:
            continue
        wanted, found = item.kind == "appearance_only", fact.motion == "none"
        tally.hits += wanted and found
        tally.false += found and not wanted
        tally.missed += wanted and not found
        if wanted != found:
            tally.errors.append(f"{item.id} {item.kind} but motion {fact.motion}: {item.text[:110]}")
    return tally


def tally_moves(labelled: Sequence[Labelled], facts: Sequence[PromptFacts], *, directions: bool) -> Tally:
    """Camera moves found and named."""
    tally = Tally()
    for item, fact in zip(labelled, facts, strict=True):
        if item.moves is None:
            continue
        wanted = Counter({move if directions else move.split(" ")[0] for move in item.moves})
        found = moves_of(fact, directions=directions)
        tally.hits += (wanted & found).total()
        tally.false += (found - wanted).total()
        tally.missed += (wanted - found).total()
        if wanted != found:
            tally.errors.append(f"{item.id} wants {sorted(wanted)} found {sorted(found)}: {item.text[:110]}")
    return tally


def count_actions(labelled: Sequence[Labelled], facts: Sequence[PromptFacts]) -> tuple[int, int, int, list[str]]:
    """Prompts, exact, within one, errors."""
    prompts = exact = near = 0
    errors = []
    for item, fact in zip(labelled, facts, strict=True):
        if item.actions is None:
            continue
        difference = len(fact.subject_actions()) - item.actions
        prompts += 1
        exact += difference == 0
        near += abs(difference) <= 1
        if difference:
            errors.append(f"{item.id} {difference:+d} of {item.actions}: {item.text[:110]}")
    return prompts, exact, near, errors


def line(name: str, *values: str) -> str:
    """One row of the table."""
    return f"{name:<34}" + "".join(f"{value:>16}" for value in values)


def share(value: float, goal: str | None = None) -> str:
    """A share with its goal's verdict."""
    if goal is None:
        return f"{value:.3f}"
    met = value <= GOALS[goal] if goal == "wrong noun" else value >= GOALS[goal]
    return f"{value:.3f} {'ok' if met else 'MISSED'}"


def print_accuracy(title: str, labelled: Sequence[Labelled], analyser: PromptAnalyser, *, errors: bool) -> None:
    """The accuracy table of one set of labels."""
    facts = analyser.analyse([item.text for item in labelled])
    print(f"\n{title}: {len(labelled)} prompts")
    problems: list[str] = []
    if any(item.kind for item in labelled):
        tally = tally_appearance(labelled, facts)
        print(
            line(
                "appearance-only",
                f"n={tally.hits + tally.missed}",
                "P " + share(tally.precision, "precision"),
                "R " + share(tally.recall, "recall"),
            )
        )
        problems += tally.errors
    if any(item.moves for item in labelled):
        for name, directions in (("camera moves", False), ("camera moves with direction", True)):
            tally = tally_moves(labelled, facts, directions=directions)
            goal = None if directions else "f1"
            print(
                line(
                    name,
                    f"n={tally.hits + tally.missed}",
                    f"P {tally.precision:.3f}",
                    f"R {tally.recall:.3f}",
                    "F1 " + share(tally.f1, goal),
                )
            )
            problems += [] if directions else tally.errors
    prompts, exact, near, wrong = count_actions(labelled, facts)
    if prompts:
        print(
            line(
                "subject actions",
                f"n={prompts}",
                "= " + share(exact / prompts, "exact"),
                "±1 " + share(near / prompts, "within one"),
            )
        )
        problems += wrong
    if read := sum(item.attributes_read for item in labelled):
        print(
            line(
                "attributes at the wrong noun",
                f"n={read}",
                share(sum(item.attributes_wrong for item in labelled) / read, "wrong noun"),
            )
        )
    if errors:
        print("\n".join(f"    {problem}" for problem in problems))


def print_speed(texts: Sequence[str], analyser: PromptAnalyser, started: float) -> None:
    """Seconds to the first facts, words a second, milliseconds a prompt."""
    analyser.analyse([SINGLE])
    ready = time.perf_counter() - started
    english = [text for text, facts in zip(texts, analyser.analyse(texts), strict=True) if facts.language == "en"]
    words = sum(len(text.split()) for text in english)
    best = min(_timed(analyser, english) for _ in range(3))
    single = min(_timed(analyser, [SINGLE]) for _ in range(50))
    print(f"\nspeed: {len(english)} prompts, {words} words")
    print(line("import, load and first prompt", f"{ready:.2f} s"))
    print(line("batch", f"{words / best:.0f} words/s"))
    print(line("one prompt", f"{1000 * single:.1f} ms"))


def _timed(analyser: PromptAnalyser, texts: Sequence[str]) -> float:
    start = time.perf_counter()
    analyser.analyse(texts)
    return time.perf_counter() - start


def main() -> None:
    """Print the tables."""
    started = time.perf_counter()
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("corpus", type=Path)
    arguments.add_argument("--lexicons", type=Path, required=True)
    arguments.add_argument("--labels", type=Path, action="append", default=[])
    arguments.add_argument("--errors", action="store_true", help="list every prompt that a table counts against")
    options = arguments.parse_args()
    analyser = PromptAnalyser(load_vocabulary(options.lexicons))
    texts = read_prompts(options.corpus)
    print_accuracy(
        "labelled pairs", list(read_labels(options.corpus / "labels.jsonl", texts)), analyser, errors=options.errors
    )
    print_accuracy("template suffixes", list(read_suffixes(options.corpus)), analyser, errors=options.errors)
    for path in options.labels:
        print_accuracy(f"further labels {path.stem}", list(read_labels(path, texts)), analyser, errors=options.errors)
    print_speed(list(texts.values()), analyser, started)


if __name__ == "__main__":
    main()
