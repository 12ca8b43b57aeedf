"""Fixes are made until nothing is left to do, and never the wrong ones."""

from __future__ import annotations

from itertools import count
from pathlib import Path

from made_up import finding, replaced, settle

from promptlint.finding import Finding, Severity
from promptlint.fixes import MOST_ROUNDS
from promptlint.text import SourceFile

SPEC = "id: one\nprompt: She turns.\nmodel: a\n"


def test_nothing_to_do() -> None:
    outcome, after, looks = settle({"a": SPEC}, lambda file: [finding(file)])
    assert (after["a"], looks, len(outcome.findings), list(outcome.texts)) == (SPEC, 1, 1, [])


def test_one_fix_leads_to_the_next() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [*replaced(file, "one", "two"), *replaced(file, "two", "three")]

    outcome, after, looks = settle({"a": SPEC}, check)
    assert after["a"] == SPEC.replace("one", "three")
    assert (looks, len(outcome.fixed), outcome.findings) == (3, 2, [])


def test_only_what_is_wanted() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [*replaced(file, "one", "two", safe=False), *replaced(file, "turns", "smiles")]

    outcome, after, _ = settle({"a": SPEC}, check, unsafe=False)
    assert after["a"] == SPEC.replace("turns", "smiles")
    assert [found.fix.safe for found in outcome.findings if found.fix] == [False]
    assert settle({"a": SPEC}, check)[1]["a"] == SPEC.replace("turns", "smiles").replace("one", "two")


def test_errors_are_served_first() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [
            *replaced(file, "She turns", "They turn"),
            *replaced(file, "She", "He", severity=Severity.ERROR),
            *replaced(file, "He turns", "He smiles"),
        ]

    assert settle({"a": SPEC}, check)[1]["a"] == SPEC.replace("She turns", "He smiles")


def test_what_others_rest_on_is_fixed_before_them_in_all_files() -> None:
    def check(file: SourceFile) -> list[Finding]:
        word = "smiles" if "model: b" in file.source.text else "waits"
        return [
            *replaced(file, "model: a", "model: b", first=True, safe=False),
            *replaced(file, "turns", word),
        ]

    texts = {"a": SPEC, "b": SPEC.replace("model: a\n", "")}
    after = settle(texts, check)[1]
    assert after["a"] == SPEC.replace("turns", "smiles").replace("model: a", "model: b")
    assert after["b"] == texts["b"].replace("turns", "waits")
    assert settle(texts, check, unsafe=False)[1]["a"] == SPEC.replace("turns", "waits")


def test_a_fix_that_breaks_the_file_is_refused_and_the_rest_is_made() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [
            *replaced(file, "one", "[", first=True),
            *replaced(file, "turns", "smiles"),
            *replaced(file, "a\n", "b\n"),
        ]

    outcome, after, _ = settle({"a": SPEC}, check)
    assert after["a"] == SPEC.replace("turns", "smiles").replace(" a\n", " b\n")
    assert [refusal.finding.span for refusal in outcome.refused] == [(4, 7)]
    assert len(outcome.findings) == 1


def test_of_two_fixes_that_do_not_go_together_the_worse_finding_is_served() -> None:
    def check(file: SourceFile) -> list[Finding]:
        at = file.source.text.find("prompt")
        inserted = [] if "note: " in file.source.text else [finding(file, (at, at, "note: x\n"))]
        return [*inserted, *replaced(file, "notes: ", "note: ", severity=Severity.ERROR)]

    outcome, after, _ = settle({"a": SPEC + "notes: mine\n"}, check)
    assert after["a"] == SPEC + "note: mine\n"
    assert not outcome.refused
    assert len(outcome.fixed) == 1


def test_fixes_that_undo_each_other_leave_the_file_as_it_was() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [
            *replaced(file, "one", "two", code="X901"),
            *replaced(file, "two", "one", code="X902"),
            *replaced(file, "turns", "smiles", code="X903"),
        ]

    outcome, after, looks = settle({"a": SPEC, "b": SPEC.replace("one", "b")}, check)
    assert after == {"a": SPEC, "b": SPEC.replace("one", "b").replace("turns", "smiles")}
    assert list(outcome.unsettled.items()) == [(Path("/film/a"), ["X901"])]
    assert looks == MOST_ROUNDS + 2
    assert [found.code for found in outcome.fixed] == ["X903"]
    assert [found.code for found in outcome.findings] == ["X901", "X903"]


def test_a_fix_without_effect_does_not_pile_up() -> None:
    numbers = count()

    def check(file: SourceFile) -> list[Finding]:
        return [finding(file, (0, 0, f"x-{next(numbers)}: 1\n"))]

    outcome, after, _ = settle({"a": SPEC}, check)
    assert after["a"] == SPEC
    assert outcome.unsettled and not outcome.fixed


def test_ten_rounds_are_enough_for_ten_steps() -> None:
    def check(file: SourceFile) -> list[Finding]:
        number = int(file.source.text.removeprefix("n: "))
        return replaced(file, str(number), str(number + 1)) if number < 100 + MOST_ROUNDS else []

    assert settle({"a": "n: 100\n"}, check)[1]["a"] == "n: 110\n"
    assert settle({"a": "n: 99\n"}, check)[1]["a"] == "n: 99\n"


def test_a_file_that_cannot_be_read_whole_is_left_alone() -> None:
    broken = SPEC + "---\na: [\n"

    def check(file: SourceFile) -> list[Finding]:
        return [*replaced(file, "one", "two", first=True), *replaced(file, "turns", "smiles")]

    outcome, after, _ = settle({"a": broken, "b": SPEC}, check)
    assert after == {"a": broken, "b": SPEC.replace("one", "two").replace("turns", "smiles")}
    assert outcome.unread == [Path("/film/a")]


def test_equal_edits_of_two_findings_are_made_once() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [*replaced(file, "one", "two", message="a"), *replaced(file, "one", "two", message="b")]

    outcome, after, _ = settle({"a": SPEC}, check)
    assert after["a"] == SPEC.replace("one", "two")
    assert len(outcome.fixed) == 2


def test_the_result_does_not_depend_on_the_order_of_findings() -> None:
    def check(file: SourceFile) -> list[Finding]:
        return [*replaced(file, "She turns", "They turn"), *replaced(file, "turns.", "waits.")]

    forward = settle({"a": SPEC}, check)[1]
    assert settle({"a": SPEC}, lambda file: check(file)[::-1])[1] == forward
