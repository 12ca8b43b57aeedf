"""Which fixes are made together."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_up import Change, file_of, finding

from promptlint.edits import apply
from promptlint.finding import Severity, TextEdit
from promptlint.fixes.choose import compatible, edits_of, sound
from promptlint.text import Span

FILE = file_of("0123456789" * 4)
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.mark.parametrize(
    ("fixes", "chosen"),
    [
        pytest.param([(WARNING, [(0, 2, "a")]), (WARNING, [(4, 6, "b")])], [0, 1], id="apart"),
        pytest.param([(WARNING, [(4, 6, "b")]), (WARNING, [(0, 5, "a")])], [1], id="the first in the file"),
        pytest.param([(WARNING, [(0, 5, "a")]), (ERROR, [(4, 6, "b")])], [1], id="the worse"),
        pytest.param([(INFO, [(0, 5, "a")]), (WARNING, [(4, 6, "b")]), (INFO, [(6, 9, "")])], [1], id="touching"),
        pytest.param([(WARNING, [(3, 3, "a")]), (WARNING, [(3, 3, "b")])], [0], id="insertions at one place"),
        pytest.param([(WARNING, [(0, 2, "a")]), (WARNING, [(0, 2, "a")])], [0, 1], id="equal"),
        pytest.param([(WARNING, [(0, 2, "a"), (8, 9, "c")]), (ERROR, [(8, 9, "d")])], [1], id="all edits or none"),
        pytest.param([(WARNING, [(0, 2, "a"), (8, 9, "c")]), (WARNING, [(4, 5, "d")])], [0, 1], id="interleaved"),
        pytest.param([(WARNING, []), (WARNING, [(4, 5, "d")])], [1], id="without a fix"),
    ],
)
def test_compatible(fixes: list[tuple[Severity, list[Change]]], chosen: list[int]) -> None:
    findings = [
        finding(FILE, *changes, severity=severity, message=str(index))
        for index, (severity, changes) in enumerate(fixes)
    ]
    assert sorted(int(found.message) for found in compatible(findings)) == chosen
    assert compatible(reversed(findings)) == compatible(findings)


CHANGES = st.tuples(st.integers(0, 39), st.integers(0, 3), st.sampled_from(["", "x", "yy"])).map(
    lambda change: (change[0], min(change[0] + change[1], 40), change[2])
)

FIXES = st.lists(CHANGES, min_size=1, max_size=2).filter(
    lambda changes: all(one[1] < other[0] for one, other in pairwise(sorted(changes)))
)


@given(st.lists(st.tuples(st.sampled_from(Severity), FIXES)))
def test_what_is_chosen_can_be_made_together(fixes: list[tuple[Severity, list[Change]]]) -> None:
    findings = [finding(FILE, *changes, severity=severity) for severity, changes in fixes]
    chosen = compatible(findings)
    assert bool(chosen) == bool(findings)
    for index, one in enumerate(chosen):
        for other in chosen[index + 1 :]:
            for edit in edits_of(one):
                for another in edits_of(other):
                    apart = edit.span.end < another.span.start or another.span.end < edit.span.start
                    assert apart or edit == another
    worst = max((found.severity for found in findings), default=None)
    assert worst == max((found.severity for found in chosen), default=None)


@given(st.lists(st.integers(0, 9), max_size=12), st.integers(2, 9))
def test_sound(numbers: list[int], limit: int) -> None:
    """Some groups are bad alone, some only when there are too many of them."""
    groups = [[TextEdit(Span(index, index), str(number))] for index, number in enumerate(numbers)]

    def damage(edits: list[TextEdit]) -> str:
        if any(edit.text == "9" for edit in edits):
            return "a nine"
        return "too much" if sum(int(edit.text) for edit in edits) > limit + 8 else ""

    kept, refused = sound(groups, damage)
    assert not damage([edit for index in kept for edit in groups[index]])
    assert refused == {index: "a nine" for index, number in enumerate(numbers) if number == 9}
    for index in set(range(len(groups))) - set(kept) - set(refused):
        before = [edit for earlier in kept if earlier < index for edit in groups[earlier]]
        assert damage([*before, *groups[index]])


def test_sound_asks_seldom() -> None:
    groups = [[TextEdit(Span(index, index), "bad" if index in (100, 700) else "")] for index in range(1000)]
    asked = 0

    def damage(edits: list[TextEdit]) -> str:
        nonlocal asked
        asked += 1
        return "bad" if any(edit.text for edit in edits) else ""

    kept, refused = sound(groups, damage)
    assert (len(kept), set(refused)) == (998, {100, 700})
    assert asked < 60


def test_edits_are_applied_in_any_order() -> None:
    edits = tuple(TextEdit(Span(at, at + 1), "x") for at in (5, 1, 3))
    assert apply("abcdefg", edits) == "axcxexg"
