"""What edits change, as a unified diff that ``patch`` and ``git apply`` understand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from itertools import accumulate
from typing import Final, Literal, TypeAlias

from promptlint.fixes.texts import EditedText
from promptlint.report.visible import visible
from promptlint.text import SourceText, Span

_NO_NEWLINE: Final = "\\ No newline at end of file\n"
_CONTEXT: Final = 3
_LONGEST: Final = 500
"""Changed lines in a row beyond which those that are equal by chance are not looked for."""

_Kind: TypeAlias = Literal["replace", "delete", "insert", "equal"]
_Change: TypeAlias = tuple[_Kind, int, int, int, int]


def diff(texts: Iterable[EditedText]) -> Iterator[str]:
    """The lines of the differences between files and their edited texts, each with its line feed."""
    for text in texts:
        old, new = _lines(text.before.source), _lines(text.now)
        if old == new:
            continue
        name = visible(text.before.name)
        yield f"--- {name}\n"
        yield f"+++ {name}\n"
        changes = _joined(_changes(text, old, new))
        mark = "\ufeff" if text.now.bom else ""
        old[:1], new[:1] = ([mark + line for line in lines[:1]] for lines in (old, new))
        for hunk in _hunks(changes):
            yield from _shown(hunk, old, new)


def _hunks(changes: list[_Change]) -> Iterator[list[_Change]]:
    """The changes with a few equal lines around them; those near to each other together."""
    hunk: list[_Change] = []
    for kind, low, high, new_low, new_high in changes:
        if kind != "equal":
            hunk.append((kind, low, high, new_low, new_high))
            continue
        if len(hunk) > 1 or (hunk and hunk[0][0] != "equal"):
            if high - low <= 2 * _CONTEXT:
                hunk.append((kind, low, high, new_low, new_high))
                continue
            yield [*hunk, (kind, low, low + _CONTEXT, new_low, new_low + _CONTEXT)]
        kept = min(high - low, _CONTEXT)
        hunk = [(kind, high - kept, high, new_high - kept, new_high)]
    if any(change[0] != "equal" for change in hunk):
        kind, low, high, new_low, new_high = hunk[-1]
        if kind == "equal":
            kept = min(high - low, _CONTEXT)
            hunk[-1] = kind, low, low + kept, new_low, new_low + kept
        yield hunk


def _shown(changes: list[_Change], old: list[str], new: list[str]) -> Iterator[str]:
    first, last = changes[0], changes[-1]
    yield f"@@ -{_range(first[1], last[2])} +{_range(first[3], last[4])} @@\n"
    for kind, low, high, new_low, new_high in changes:
        if kind == "equal":
            yield from _marked(" ", old[low:high])
        else:
            yield from _marked("-", old[low:high])
            yield from _marked("+", new[new_low:new_high])


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield mark + line
        else:
            yield f"{mark}{line}\n"
            yield _NO_NEWLINE


def _range(start: int, end: int) -> str:
    """First line and number of lines; of none, the line before them."""
    length = end - start
    return f"{start + (length > 0)}" if length == 1 else f"{start + (length > 0)},{length}"


def _changes(text: EditedText, old: list[str], new: list[str]) -> Iterator[_Change]:
    """What became of the lines: those that no edit changed are known, only the ones between are compared."""
    at = {start: number for number, start in enumerate(accumulate(map(len, old), initial=0))}
    low = new_low = 0
    for new_number, start in enumerate(accumulate(map(len, new), initial=0)):
        if new_number == len(new):
            number = len(old)
        else:
            origin = text.origin(Span(start, start))
            number = at.get(origin.start, -1) if origin is not None else -1
            if not low <= number < len(old) or old[number] != new[new_number]:
                continue
        yield from _between(old, new, low, number, new_low, new_number)
        if number < len(old):
            yield "equal", number, number + 1, new_number, new_number + 1
        low, new_low = number + 1, new_number + 1


def _joined(changes: Iterable[_Change]) -> list[_Change]:
    """The changes with those of one kind in a row as one."""
    joined: list[_Change] = []
    for kind, low, high, new_low, new_high in changes:
        if joined and joined[-1][0] == kind:
            joined[-1] = kind, joined[-1][1], high, joined[-1][3], new_high
        else:
            joined.append((kind, low, high, new_low, new_high))
    return joined


def _between(old: list[str], new: list[str], low: int, high: int, new_low: int, new_high: int) -> Iterator[_Change]:
    if max(high - low, new_high - new_low) > _LONGEST:
        yield "replace", low, high, new_low, new_high
        return
    matcher = SequenceMatcher(None, old[low:high], new[new_low:new_high], autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        yield kind, a + low, b + low, c + new_low, d + new_low


def _lines(source: SourceText) -> list[str]:
    """Lines with their ends; only a line feed ends one, as for ``patch``."""
    lines = source.text.split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
