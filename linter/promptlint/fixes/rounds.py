"""Making fixes: choose, edit, look again, until nothing is left to do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, TypeAlias

from promptlint.finding import Finding
from promptlint.fixes.choose import compatible, edits_of, sound
from promptlint.fixes.texts import Texts
from promptlint.fixes.verify import damage, read

MOST_ROUNDS: Final = 10

Lint: TypeAlias = Callable[[Texts], list[Finding]]
"""Gives the findings of a run in which the edited texts stand for what is on disk."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A fix that is not made, because it would do more than it says."""

    finding: Finding
    reason: str


@dataclass(slots=True)
class Outcome:
    """What became of the fixes of a run.

    Attributes:
        texts: the files that were edited, with their new text.
        findings: what is left.
        fixed: the findings whose fixes were made, in the order in which that was done.
        refused: fixes that would do damage.
        unsettled: files in which fixes undo each other, with the codes of their rules. They are left as they were.
        unread: files with fixes that are left alone, because they cannot be read whole.
    """

    texts: Texts
    findings: list[Finding]
    fixed: list[Finding] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)
    unsettled: dict[Path, list[str]] = field(default_factory=dict)
    unread: list[Path] = field(default_factory=list)


def make_fixes(lint: Lint, wanted: Callable[[Finding], bool]) -> Outcome:
    """Make the fixes of findings in memory, in as many rounds as it takes, of which there are ten at most.

    Args:
        lint: what is called before each round and after the last.
        wanted: whether the fix of a finding may be made.
    """
    return _Rounds(lint, wanted).outcome()


class _Rounds:
    def __init__(self, lint: Lint, wanted: Callable[[Finding], bool]) -> None:
        self.lint = lint
        self.wanted = wanted
        self.refused: set[tuple[object, ...]] = set()
        self.out = Outcome(Texts(), [])

    def outcome(self) -> Outcome:
        out = self.out
        out.findings = self.lint(out.texts)
        for _ in range(MOST_ROUNDS):
            if not self.round():
                return out
            out.findings = self.lint(out.texts)
        restless = {path: findings for path, findings in self.by_file().items() if path in out.texts}
        for path, findings in restless.items():
            out.unsettled[path] = sorted({finding.code for finding in findings})
            out.texts.give_up(path)
        if restless:
            out.fixed = [finding for finding in out.fixed if finding.file.path not in restless]
            out.findings = self.lint(out.texts)
        return out

    def round(self) -> bool:
        """Make the fixes that can be made together; whether there was one."""
        while by_file := self.by_file():
            done = [finding for findings in by_file.values() for finding in self.fix_file(findings)]
            self.out.fixed += done
            if done:
                return True
        return False

    def fix_file(self, findings: list[Finding]) -> list[Finding]:
        """Make the fixes of one file, or know that they cannot be made; the findings whose fixes were made."""
        file = findings[0].file
        if file.path not in self.out.texts and read(file.source.text, file.path.name).errors:
            self.out.unread.append(file.path)
            return []
        findings = sorted(findings, key=lambda finding: -finding.severity)
        groups = [edits_of(finding) for finding in findings]
        kept, refused = sound(groups, lambda edits: damage(file.source.text, edits, file.path.name))
        for index, reason in refused.items():
            self.refused.add(_key(findings[index]))
            self.out.refused.append(Refusal(findings[index], reason))
        if kept:
            self.out.texts.edit(file, (edit for index in kept for edit in groups[index]))
        return [findings[index] for index in sorted(kept)]

    def by_file(self) -> dict[Path, list[Finding]]:
        """The findings whose fixes can be made in this round, by file.

        While there is a fix on which other findings rest, only such fixes are made.
        """
        open_ = [
            finding
            for finding in self.out.findings
            if finding.fix is not None
            and finding.file.path not in self.out.unread
            and _key(finding) not in self.refused
            and self.wanted(finding)
        ]
        first = [finding for finding in open_ if finding.fix is not None and finding.fix.comes_first]
        by_path: dict[Path, list[Finding]] = {}
        for finding in first or open_:
            by_path.setdefault(finding.file.path, []).append(finding)
        return {path: chosen for path, findings in by_path.items() if (chosen := compatible(findings))}


def _key(finding: Finding) -> tuple[object, ...]:
    """What a finding is known by although its place in the file moves."""
    title = finding.fix.title if finding.fix is not None else ""
    return finding.file.path, finding.code, finding.path, finding.message, title
