"""A prompt with its parts marked: letters under the very characters."""

import pytest

from promptlint.facts.prompt.parts import Part, PartKind
from promptlint.report.marked_prompt import marked_prompt
from promptlint.report.style import Style

PLAIN = Style(colour=False)


def part(text: str, words: str, kind: PartKind) -> Part:
    start = text.index(words)
    return Part(kind, start, start + len(words))


@pytest.mark.parametrize(
    ("text", "words", "under"),
    [
        ("She turns.", "turns", "        mmmmm"),
        ("女 turns.", "turns", "       mmmmm"),
        ("🎬 turns.", "turns", "       mmmmm"),
        ("a\x1b turns.", "turns", "          mmmmm"),
    ],
)
def test_marks_stand_under_their_words(text: str, words: str, under: str) -> None:
    lines = marked_prompt(text, [part(text, words, PartKind.MOTION)], PLAIN)
    assert lines[2] == under
    assert lines[-1] == "    m motion"


def test_long_prompts_break_between_words() -> None:
    text = "word " * 60 + "turns"
    lines = marked_prompt(text, [part(text, "turns", PartKind.MOTION)], PLAIN)
    assert all(len(line) <= 92 for line in lines)
    assert sum(line.count("word") for line in lines) == 60
    at = next(i for i, line in enumerate(lines) if "turns" in line)
    assert lines[at].index("turns") == lines[at + 1].index("mmmmm")


def test_no_prompt_no_lines() -> None:
    assert marked_prompt(" \n", [], PLAIN) == []


def test_an_unmarked_prompt_has_no_key() -> None:
    assert marked_prompt("Rain.", [], PLAIN) == ["  prompt", "    Rain."]
