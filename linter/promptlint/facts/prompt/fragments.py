"""Cutting a prompt into the fragments in which it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.prompt.model import Span

if TYPE_CHECKING:
    from promptlint.facts.prompt.parse import Parse

HARD = frozenset({".", "!", "?", ";", "\n", "...", "--"})
TIGHT = frozenset({"amod", "det", "compound", "nummod", "case", "nmod:poss", "cop", "aux", "fixed", "flat"})
COORDINATED = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})


def cut_fragments(parse: Parse, prompt: str) -> tuple[Span, ...]:
    """Number the tokens' fragments and return their spans.

    A fragment ends at a full stop and the like, a line break, a colon, and at a comma or dash that no close tie
    crosses: adjective to its noun ("a tall, slim woman"), items of one series ("red, green and blue lanterns").
    """
    count = len(parse)
    close = [False] * (count + 1)
    for i in range(count):
        head = parse.head[i]
        tied = parse.dep[i] in TIGHT or (parse.dep[i] == "conj" and parse.pos[i] == "ADJ" and parse.pos[head] == "ADJ")
        if tied and abs(head - i) < 12:
            for between in range(min(i, head) + 1, max(i, head)):
                close[between] = True
    for i in range(2, count - 1):
        if parse.lower[i] == "," and parse.pos[i - 1] == parse.pos[i + 1] == "ADJ" and parse.pos[i - 2] == "DET":
            close[i] = True
    number = 0
    parse.fragment = [0] * count
    starts: list[int] = []
    open_ = False
    for i in range(count):
        text = parse.lower[i]
        broken = "\n" in prompt[parse.end[i - 1] : parse.start[i]] if i else False
        if broken and open_:
            number, open_ = number + 1, False
        parse.fragment[i] = number
        soft = text == "," or (text == "-" and _spaced(parse, i))
        if text in HARD or text == ":" or (soft and not close[i]):
            if open_:
                number, open_ = number + 1, False
        elif not open_:
            open_ = True
            starts.append(i)
            parse.fragment[i] = number
    spans = []
    for first, following in zip(starts, [*starts[1:], count], strict=True):
        last = following - 1
        while last > first and not parse.lower[last][-1].isalnum():
            last -= 1
        spans.append(Span(parse.text(first, last), parse.start[first], parse.end[last]))
    return tuple(spans)


def _spaced(parse: Parse, i: int) -> bool:
    """A dash that stands apart, or one that was a long dash, is no hyphen."""
    if parse.prompt[parse.start[i]] in "—–":
        return True
    return 0 < i < len(parse) - 1 and parse.start[i] > parse.end[i - 1] and parse.start[i + 1] > parse.end[i]
