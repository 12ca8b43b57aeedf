"""Findings with fixes that are made up for tests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from promptlint.finding import Confidence, Finding, Fix, Severity, TextEdit
from promptlint.fixes import Outcome, Texts, make_fixes
from promptlint.text import SourceFile, SourceText, Span

Change = tuple[int, int, str]
Check = Callable[[SourceFile], Sequence[Finding]]


def file_of(text: str, name: str = "a.shot.yaml") -> SourceFile:
    return SourceFile(Path("/film") / name, name, SourceText(text))


def finding(
    file: SourceFile,
    *changes: Change,
    code: str = "X901",
    severity: Severity = Severity.WARNING,
    safe: bool = True,
    first: bool = False,
    message: str = "",
) -> Finding:
    edits = tuple(TextEdit(Span(start, end), text) for start, end, text in changes)
    fix = Fix("Change it", edits, safe, first) if edits else None
    span = edits[0].span if edits else Span(0, 0)
    return Finding(code, "made-up", severity, Confidence.CERTAIN, message, "", file, span, (), fix=fix)


def replaced(file: SourceFile, old: str, new: str, **options: object) -> list[Finding]:
    """A finding at every place of a word, with a fix that replaces it."""
    text, found, at = file.source.text, [], 0
    while (at := text.find(old, at)) >= 0:
        found.append(finding(file, (at, at + len(old), new), **{"message": old, **options}))  # type: ignore[arg-type]
        at += len(old)
    return found


def settle(texts: dict[str, str], check: Check, *, unsafe: bool = True) -> tuple[Outcome, dict[str, str], int]:
    """The outcome for some files by name, their texts behind it, and how often they were looked at."""
    files = {name: file_of(text, name) for name, text in texts.items()}
    looks = 0

    def look(edited: Texts) -> list[Finding]:
        nonlocal looks
        looks += 1
        contents = edited.contents
        now = [
            SourceFile(file.path, name, SourceText.from_bytes(contents[file.path])) if file.path in contents else file
            for name, file in files.items()
        ]
        return [found for file in now for found in check(file)]

    outcome = make_fixes(look, lambda found: found.fix is not None and (unsafe or found.fix.safe))
    after = {name: file.source.text for name, file in files.items()}
    after |= {text.before.name: text.now.text for text in outcome.texts}
    return outcome, after, looks
