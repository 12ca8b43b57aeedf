"""``--add-suppressions``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from promptlint.cli.editing import Editor
from promptlint.cli.exits import UsageError
from promptlint.cli.output import note

if TYPE_CHECKING:
    from promptlint.finding import Finding


def add_suppressions(editor: Editor, reason: str | None) -> str:
    """Write comments that suppress the findings, and look again; what was done, in a sentence.

    Raises:
        UsageError: the reason cannot stand in a comment, or a project asks for one and there is none.
    """
    from promptlint.fixes import Texts
    from promptlint.report.totals import counted
    from promptlint.suppressions import suppressions

    reason = _one_line(reason or "")
    texts = Texts()
    findings = editor.look(texts)
    if not reason:
        _check_reasons(editor, findings)
    by_path: dict[object, list[Finding]] = {}
    for finding in findings:
        by_path.setdefault(finding.file.path, []).append(finding)
    covered: dict[object, int] = {}
    for path, own in by_path.items():
        file = own[0].file
        made = suppressions(file, own, reason or None)
        for why, number in Counter(why for _, why in made.left).items():
            note(f"promptlint: {counted(number, 'finding')} in {file.name} cannot be suppressed by a comment: {why}.")
        if made.edits and editor.may_edit(file.path):
            texts.edit(file, made.edits)
            covered[path] = len(made.covered)
    for path in editor.write(texts):
        del covered[path]
    editor.look(texts)
    if not covered:
        return ""
    return f"Suppressed {counted(sum(covered.values()), 'finding')} in {counted(len(covered), 'file')}."


def _one_line(reason: str) -> str:
    line = " ".join(reason.split())
    if not line.isprintable():
        raise UsageError("-m: the reason holds characters that cannot stand in a comment.")
    return line


def _check_reasons(editor: Editor, findings: list[Finding]) -> None:
    settings_for = editor.linting.finder.settings_for
    if any(settings_for(finding.file.path.parent).require_reasons for finding in findings):
        raise UsageError("This project asks for the reason of every suppression: give one with -m.")
