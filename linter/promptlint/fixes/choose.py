"""Which fixes of one file can be made together."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Sequence

from promptlint.finding import Finding, Fix, TextEdit


def compatible(findings: Iterable[Finding]) -> list[Finding]:
    """The findings of one file whose fixes do not meet, in the order of the file.

    Where two fixes touch each other the worse finding is served, of equal ones the first in the file; the other has its
    turn when the file was looked at again. Edits that are the same do not disturb each other.
    """
    candidates = [finding for finding in findings if finding.fix is not None and finding.fix.edits]
    taken: list[TextEdit] = []
    chosen = []
    for finding in sorted(candidates, key=lambda finding: (-finding.severity, *_place(finding))):
        edits = edits_of(finding)
        if all(_is_free(edit, taken) for edit in edits):
            for edit in edits:
                insort(taken, edit)
            chosen.append(finding)
    return sorted(chosen, key=_place)


def sound(
    groups: Sequence[Sequence[TextEdit]], damage: Callable[[list[TextEdit]], str]
) -> tuple[list[int], dict[int, str]]:
    """The groups of edits that do no damage, alone and together; and what others of them would do, by their index.

    A group that is harmless alone and not together with those before it is in neither.

    Args:
        groups: the edits of each fix, in the order of the file.
        damage: what edits would do that they are not meant to; empty for nothing.
    """
    refused: dict[int, str] = {}

    def extended(kept: list[int], candidates: Sequence[int]) -> list[int]:
        together = [*kept, *candidates]
        reason = damage([edit for index in together for edit in groups[index]])
        if not reason:
            return together
        if len(candidates) > 1:
            middle = len(candidates) // 2
            return extended(extended(kept, candidates[:middle]), candidates[middle:])
        alone = damage(list(groups[candidates[0]])) if kept else reason
        if alone:
            refused[candidates[0]] = alone
        return kept

    return extended([], range(len(groups))), refused


def edits_of(finding: Finding) -> tuple[TextEdit, ...]:
    """The edits of a finding's fix."""
    fix: Fix | None = finding.fix
    return fix.edits if fix is not None else ()


def _place(finding: Finding) -> tuple[int, str, str]:
    return min(edit.span.start for edit in edits_of(finding)), finding.code, finding.message


def _is_free(edit: TextEdit, taken: list[TextEdit]) -> bool:
    """Whether an edit touches none of those that are taken, or is one of them."""
    index = bisect_left(taken, edit)
    if index < len(taken) and taken[index] == edit:
        return True
    behind = index == len(taken) or edit.span.end < taken[index].span.start
    return behind and (index == 0 or taken[index - 1].span.end < edit.span.start)
