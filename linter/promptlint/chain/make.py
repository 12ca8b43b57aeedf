"""From a shot to the edits that make a chain of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from promptlint.chain.changes import changes_of
from promptlint.chain.layout import laid_out
from promptlint.chain.plan import Plan, plan_chain
from promptlint.chain.repoint import repointed
from promptlint.chain.room import NoChain
from promptlint.facts import ShotFacts
from promptlint.finding import Fix, TextEdit
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence


@dataclass(frozen=True, slots=True)
class Chain:
    """A chain with its edits.

    Attributes:
        plan: its shots.
        shots: the edit that puts them in the place of the shot.
        edits: all edits by file: that one, and those to links that lead to the shot.
    """

    plan: Plan
    shots: TextEdit
    edits: Mapping[SpecFile, tuple[TextEdit, ...]]

    @property
    def fix(self) -> Fix | None:
        """The chain as a fix; None where links in other files have to be changed, too."""
        if len(self.edits) > 1:
            return None
        return Fix(self.plan.title, self.edits[self.plan.shot.file], safe=False, comes_first=True)


def make_chain(shot: Shot, facts: ShotFacts) -> Chain | NoChain:
    """The chain that takes the place of a shot, or why there is none and what to do instead.

    Links of other shots are found as far as the shots of the project are known (``facts.sequence``).
    """
    plan = plan_chain(shot, facts)
    if isinstance(plan, NoChain):
        return plan
    changes = changes_of(plan)
    if isinstance(changes, NoChain):
        return changes
    placed = laid_out(shot, changes)
    if isinstance(placed, NoChain):
        return placed
    sequence = facts.sequence or ShotSequence([shot.file])
    edits = repointed(plan, sequence)
    own = [edit for edit in edits.pop(shot.file, []) if not _within(edit, placed)]
    return Chain(plan, placed, {shot.file: (placed, *own)} | {file: tuple(others) for file, others in edits.items()})


def _within(edit: TextEdit, other: TextEdit) -> bool:
    return other.span.start <= edit.span.start and edit.span.end <= other.span.end
