"""Carrying out what a code action says: from a task to edits."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any, Literal, TypeAlias, get_args

from promptlint.chain import NoChain, make_chain
from promptlint.facts import ShotFacts
from promptlint.finding import Finding, Fix, TextEdit
from promptlint.fixes import Texts, make_fixes
from promptlint.fixes.verify import damage
from promptlint.fixes.write import reason_to_leave
from promptlint.spec.model import Shot
from promptlint.suppressions import suppression_from, suppression_in_file, suppressions
from promptlint.text import SourceFile
from promptlint_lsp.edits import Changes, Outdated, Refused
from promptlint_lsp.view import View

Do: TypeAlias = Literal["fix", "fix-rule", "fix-all", "suppress", "suppress-from", "suppress-in-file", "chain"]


@dataclass(frozen=True, slots=True)
class Task:
    """What an action changes, in values that survive the way to the editor and back.

    Attributes:
        do: what is done.
        code: the rule that it is about.
        start: where the finding begins; for a chain, the shot.
        end: where the finding ends.
        scope: for ``suppress-from``, where that begins in which the rule is suppressed.
        title: the fix's title.
        unsafe: for ``fix-rule``, whether fixes that change the clip are made as well.
    """

    do: Do
    code: str = ""
    start: int = 0
    end: int = 0
    scope: int = 0
    title: str = ""
    unsafe: bool = False

    def to_data(self) -> dict[str, Any]:
        """As it is sent to the editor."""
        return asdict(self)

    @classmethod
    def from_data(cls, data: object) -> Task:
        """As it comes back.

        Raises:
            Refused: it is not what was sent.
        """
        known = {field.name: type(field.default) for field in fields(cls) if field.name != "do"}
        if not isinstance(data, dict) or data.get("do") not in get_args(Do):
            raise Refused("The action is none of promptlint.")
        if any(known.get(name) is not type(value) for name, value in data.items() if name != "do"):
            raise Refused("The action is none of promptlint.")
        return cls(**data)

    @property
    def is_slow(self) -> bool:
        """Whether it looks at prompts and pictures."""
        return self.do in ("fix-rule", "fix-all", "chain")


def carry_out(task: Task, view: View) -> Changes:
    """The edits of a task.

    Raises:
        Refused: it cannot be done.
    """
    match task.do:
        case "fix":
            return _fix(task, view)
        case "fix-rule":
            return fixed(view, lambda finding, fix: finding.code == task.code and (fix.safe or task.unsafe))
        case "fix-all":
            return fixed(view, lambda finding, fix: fix.safe)
        case "chain":
            shot = view.shot_at(task.start)
            if shot is None:
                raise Refused("There is no shot here.")
            return chained(view, shot)[0]
        case _:
            return _suppress(task, view)


def fixed(view: View, wanted: Callable[[Finding, Fix], bool]) -> Changes:
    """The fixes of a file, and of those that it extends, as ``promptlint --fix`` makes them.

    Raises:
        Refused: there are fixes, and none of them can be made.
    """
    path = view.file.path
    bases = {base.path for base in view.file.bases()}

    def lint(texts: Texts) -> list[Finding]:
        return view.project.try_texts({text.before.path: text.now for text in texts}, path)

    def is_wanted(finding: Finding) -> bool:
        fix = finding.fix
        where = finding.file.path
        return fix is not None and wanted(finding, fix) and (where == path or (where in bases and _may_edit(finding)))

    outcome = make_fixes(lint, is_wanted)
    changes = {text.before: text.edits for text in outcome.texts if text.edits}
    if changes:
        return changes
    if outcome.unread:
        raise Refused(f"{outcome.unread[0].name} cannot be read whole, so that nothing was changed.")
    if outcome.unsettled:
        raise Refused("The fixes undo each other, so that nothing was changed.")
    if outcome.refused:
        raise Refused(f"The fix was not made: {outcome.refused[0].reason}.")
    return {}


def chained(view: View, shot: Shot) -> tuple[Changes, str]:
    """The edits that make a chain of a shot, and what is worth knowing of it.

    Raises:
        Refused: no chain can be made.
    """
    if view.file.document.errors:
        raise Refused(f"{view.file.name} cannot be read whole, so that nothing was changed.")
    sequence = view.project.read()
    file = next((file for file in sequence.files if file.path == view.file.path), None)
    if file is None or file.source.text != view.file.source.text:
        raise Outdated(view.file.name)
    now = file.shots[view.file.shots.index(shot)]
    chain = make_chain(now, ShotFacts(now, view.project.surroundings, sequence))
    if isinstance(chain, NoChain):
        raise Refused(f"{chain.reason}{' ' if chain.advice else ''}{chain.advice}")
    changes: dict[SourceFile, Sequence[TextEdit]] = {}
    for edited, edits in chain.edits.items():
        changes[edited] = edits
        reason = damage(edited.source.text, edits, edited.path.name)
        if reason:
            raise Refused(f"The shot was not split: in {edited.name} {reason}.")
    return changes, chain.plan.note


def _may_edit(finding: Finding) -> bool:
    try:
        return not reason_to_leave(finding.file.path)
    except OSError:
        return False


def _fix(task: Task, view: View) -> Changes:
    fixes = (fix for one in _findings(task, view) for fix in (one.fix, *one.alternatives) if fix is not None)
    fix = next((fix for fix in fixes if fix.title == task.title), None)
    if fix is None:
        raise Outdated(view.file.name)
    reason = damage(view.file.source.text, fix.edits, view.file.path.name)
    if reason:
        raise Refused(f"The fix was not made: {reason}.")
    return {view.file: fix.edits}


def _suppress(task: Task, view: View) -> Changes:
    findings = _findings(task, view)
    if not findings:
        raise Outdated(view.file.name)
    reason = "" if view.project.settings.require_reasons else None
    match task.do:
        case "suppress":
            made = suppressions(view.file, findings, reason)
        case "suppress-from":
            made = suppression_from(view.file, findings[0], task.scope, reason)
        case _:
            made = suppression_in_file(view.file, findings[0], reason)
    if not made.edits:
        raise Refused(f"No comment can suppress it: {made.left[0][1]}.")
    return {view.file: made.edits}


def _findings(task: Task, view: View) -> list[Finding]:
    return [one for one in view.findings if (one.code, *one.span) == (task.code, task.start, task.end)]
