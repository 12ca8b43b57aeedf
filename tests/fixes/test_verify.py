"""What edits do besides what they are about is noticed, and what they are about is not held against them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from spec_texts import Written, yaml_specs

from promptlint.document import compose
from promptlint.edits import apply
from promptlint.finding import TextEdit
from promptlint.fixes.verify import damage
from promptlint.text import Span

SPEC = """\
shots:
  - id: s01  # first
    prompt: >-
      She turns to the
      window, 8k.
    duration: 5
  - {id: s02, prompt: "She smiles.", duration: 8}
"""


def edit(text: str, old: str, new: str) -> TextEdit:
    """Replaces a part that the text has once; ``|`` in it marks where something is inserted."""
    place = old.find("|")
    old = old.replace("|", "") if place >= 0 else old
    assert text.count(old) == 1, old
    start = text.index(old)
    return TextEdit(Span(start + place, start + place) if place >= 0 else Span(start, start + len(old)), new)


HARMLESS = [
    [("duration: 5", "duration: 10")],
    [("duration: 5", "length: 5")],
    [("duration: 5", "duration: '5'")],
    [("    duration: 5\n", "")],
    [(", 8k", "")],
    [("window, 8k.", "window.")],
    [("window|, 8k", " slowly"), (", 8k", "")],
    [("|    duration: 5", "    fps: 24\n")],
    [("duration: 5|", "\n    motion:\n      strength: subtle")],
    [("duration: 8|", ", fps: 24")],
    [(", duration: 8", "")],
    [("id: s02, ", "")],
    [("She smiles.", 'She \\"smiles\\".')],
    [("id: s01  # first\n    ", "")],
    [("  - id: s01|", ""), ("s02", "b")],
    [("# first", "# one")],
    [("|shots:", "# head\n")],
    [('{id: s02, prompt: "She smiles.", duration: 8}', "x")],
    [("duration: 5|", "\n  - id: s03\n    prompt: She waves.")],
    [("She turns to the\n      window, 8k.", "She waves.")],
    [(">-\n      She turns to the\n      window, 8k.", '"She waves."')],
]

HARMFUL = [
    ([("duration: 5", "duration: [5")], "could not be read"),
    ([("duration: 5", "duration: 5\n  id: x")], "could not be read"),
    ([("duration: 5", "prompt: 5")], "twice"),
    ([("\n    duration: 5", "\n      duration: 5")], "more than it is meant to"),
    ([("  # first\n    prompt", " prompt")], "could not be read"),
    ([("id: s01", "id: s01 #")], ""),
    ([("|duration: 5", "# ")], "more than it is meant to"),
    ([("|shots:", "---\nx: 1\n---\n")], "more than it is meant to"),
    ([("- {id", "- x\n  - {id"), ("shots", "shot")], ""),
    ([("|    duration: 5", "  - ")], "more than it is meant to"),
    ([("window, 8k.|", "\n      fps: 24")], "more than it is meant to"),
    ([("|    duration: 5", "    fps: 24\n  -\n")], "more than it is meant to"),
    ([("window, 8k.\n    dur", "window.\n      dur")], "more than it is meant to"),
    ([("She turns to the", "")], "read in another way"),
    ([("window", " window")], "read in another way"),
    ([("8k", "8k"), ("8k.", "4k.")], "overlap"),
    ([("duration: 5", "duration: \ud800")], "UTF-8"),
]


@pytest.mark.parametrize("changes", HARMLESS)
def test_harmless(changes: list[tuple[str, str]]) -> None:
    assert damage(SPEC, [edit(SPEC, *change) for change in changes], "a.yaml") == ""


@pytest.mark.parametrize(("changes", "reason"), HARMFUL)
def test_harmful(changes: list[tuple[str, str]], reason: str) -> None:
    found = damage(SPEC, [edit(SPEC, *change) for change in changes], "a.yaml")
    assert (reason in found) if reason else not found


def test_json_has_to_stay_json() -> None:
    text = '{"id": "s01", "duration": 5}\n'
    change = [edit(text, "5", "five")]
    assert damage(text, change, "a.yaml") == ""
    assert "JSON" in damage(text, change, "a.json")
    lines = text + text.replace("s01", "s02")
    assert damage(lines, [edit(lines, '"s01"', '"a"')], "a.jsonl") == ""
    assert "JSON" in damage(lines, [edit(lines, '"s01"', "a")], "a.jsonl")


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a: &x one\nb: *x\n", "&x one", "one"),
        ("a: &x one\nb: 2\n", "&x ", ""),
        ("a: &x one\nb: &x two\nc: *x\n", "b: &x two\n", ""),
    ],
)
def test_anchors_have_to_stay(text: str, old: str, new: str) -> None:
    assert damage(text, [edit(text, old, new)], "a.yaml")


def test_aliases_may_go() -> None:
    text = "a: &x one\nb: *x\nc: 1\n"
    assert damage(text, [edit(text, "b: *x\n", "")], "a.yaml") == ""
    assert damage(text, [edit(text, "*x", "two")], "a.yaml") == ""
    assert damage(text, [edit(text, "one", "two")], "a.yaml") == ""


def test_an_anchored_value_may_be_written_in_another_style() -> None:
    text = "a: &x 16:9\nb: *x\nc: &y >-\n  one\n  two\nd: &z one\n"
    assert damage(text, [edit(text, "16:9", '"16:9"')], "a.yaml") == ""
    assert damage(text, [edit(text, ">-\n  one\n  two", '"one two"')], "a.yaml") == ""
    assert damage(text, [edit(text, "&z |one", "no ")], "a.yaml") == ""


def test_two_edits_that_are_harmless_alone() -> None:
    text = "a: >-\n  one two\n  three four\n  five\n"
    both = [edit(text, "three ", ""), edit(text, "four", "")]
    assert [damage(text, [change], "a.yaml") for change in both] == ["", ""]
    assert damage(text, both, "a.yaml")


PIECES = st.text(st.sampled_from("ab \n:#-'\",{}[]&*|>"), max_size=5)


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much])
@given(yaml_specs(), st.lists(st.tuples(st.integers(0, 2000), st.integers(0, 6), PIECES), min_size=1, max_size=3))
def test_what_is_called_harmless_is(spec: Written, changes: list[tuple[int, int, str]]) -> None:
    """Any edit at all, judged by another YAML library."""
    text = spec.text.lstrip("\ufeff")
    starts = [(at % (len(text) + 1), length, new) for at, length, new in changes]
    edits = [TextEdit(Span(at, min(at + length, len(text))), new) for at, length, new in starts]
    found = damage(text, edits, spec.name)
    assume(not found)
    after = apply(text, tuple(set(edits)))
    assert not compose(after).errors
    assume(is_read_by_others(after))
    written, grown = [], 0
    for (start, end), new in sorted(set(edits)):
        written.append(Span(start + grown, start + grown + len(new)))
        grown += len(new) - (end - start)
    old = list(untouched(text, [edit.span for edit in edits]))
    new = list(untouched(after, written))
    shorter, longer = sorted((old, new), key=len)
    assert is_within(shorter, longer), (old, new)
    assert len(longer) - len(shorter) <= 2 * len(edits)


def is_read_by_others(text: str) -> bool:
    """Whether the other library reads it, which allows no comment right behind the mark of a block."""
    try:
        return bool(list(yaml.compose_all(text, Loader=yaml.Loader)))
    except yaml.YAMLError:
        return False


def untouched(text: str, spans: list[Span]) -> Iterator[tuple[int, str]]:
    """Depth and text of every scalar that no span touches."""
    for root in yaml.compose_all(text, Loader=yaml.Loader):
        yield from scalars(root, spans, 0)


def scalars(node: yaml.Node, spans: list[Span], depth: int) -> Iterator[tuple[int, str]]:
    if isinstance(node, yaml.ScalarNode):
        start, end = node.start_mark.index, node.end_mark.index
        if not any(span.start <= end and span.end >= start for span in spans):
            yield depth, node.value
        return
    for part in node.value:
        for inner in part if isinstance(part, tuple) else (part,):
            yield from scalars(inner, spans, depth + 1)


def is_within(shorter: list[tuple[int, str]], longer: list[tuple[int, str]]) -> bool:
    rest = iter(longer)
    return all(item in rest for item in shorter)
