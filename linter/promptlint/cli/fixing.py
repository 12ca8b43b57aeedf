"""``--fix``, ``--unsafe-fixes`` and ``--diff``."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from promptlint.cli.editing import Editor, tell_left
from promptlint.cli.output import note

if TYPE_CHECKING:
    from promptlint.finding import Finding
    from promptlint.fixes import Outcome


def fix(editor: Editor) -> Outcome:
    """Make the fixes that the options ask for, in memory, and tell of those that were not made."""
    from promptlint.fixes import MOST_ROUNDS, make_fixes
    from promptlint.report.text import place

    unsafe = editor.linting.options.unsafe_fixes

    def wanted(finding: Finding) -> bool:
        asked_for = finding.fix is not None and (unsafe or finding.fix.safe)
        return asked_for and editor.may_edit(finding.file.path)

    outcome = make_fixes(editor.look, wanted)
    for path in outcome.unread:
        tell_left(path, "it cannot be read whole")
    for path, codes in outcome.unsettled.items():
        listed = ",".join(codes)
        tell_left(path, f"its fixes did not come to rest in {MOST_ROUNDS} rounds; --ignore {listed} leaves these out")
    for refusal in outcome.refused:
        finding = refusal.finding
        where = place(finding.file, finding.span.start)
        note(f"promptlint: the fix of {finding.code} at {where} was not made: {refusal.reason}.")
    return outcome


def write_fixed(editor: Editor, outcome: Outcome) -> None:
    """Write the fixed files; what could not be written keeps its findings."""
    given_up = editor.write(outcome.texts)
    if given_up:
        outcome.fixed = [finding for finding in outcome.fixed if finding.file.path not in given_up]
        outcome.findings = editor.look(outcome.texts)


def done(outcome: Outcome, verb: str, *, unsafe: bool) -> str:
    """What was or would be fixed, in a sentence or two; empty where there is nothing to say.

    Without ``unsafe`` it also says how many fixes want to be asked for.
    """
    from promptlint.report.totals import counted

    fixed = ""
    if outcome.fixed:
        files = len({finding.file.path for finding in outcome.fixed})
        fixed = f"{verb} {counted(len(outcome.fixed), 'finding')} in {counted(files, 'file')}."
    more = 0 if unsafe else _count(outcome.findings, safe=False)
    if not more:
        return fixed
    return f"{fixed} {more:,} more with --unsafe-fixes." if fixed else f"{more:,} can be fixed with --unsafe-fixes."


def fixable(findings: Iterable[Finding], *, unsafe: bool) -> str:
    """How many findings have a fix, in a sentence; empty where none has. With ``unsafe`` all fixes count alike."""
    findings = list(findings)
    safe, others = _count(findings, safe=True), _count(findings, safe=False)
    if unsafe and others:
        return f"{safe + others:,} can be fixed with --fix --unsafe-fixes."
    if not safe:
        return f"{others:,} can be fixed with --fix --unsafe-fixes." if others else ""
    return f"{safe:,} can be fixed with --fix{f', {others:,} more with --fix --unsafe-fixes' if others else ''}."


def _count(findings: Iterable[Finding], *, safe: bool) -> int:
    return sum(finding.fix is not None and finding.fix.safe is safe for finding in findings)
