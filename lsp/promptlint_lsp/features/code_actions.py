"""What can be done about the findings at a place: fixes, suppressions, chains, the rule's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from promptlint.chain import can_be_split
from promptlint.document import Mapping, Scalar
from promptlint.engine import UNUSED_SUPPRESSION_RULE
from promptlint.finding import Finding, Fix
from promptlint.spec_files import JSON_SUFFIXES
from promptlint.text import Span
from promptlint_lsp.features.action_kinds import FIX_ALL, QUICK_FIX, REWRITE
from promptlint_lsp.features.exports import picture_of
from promptlint_lsp.features.tasks import Task
from promptlint_lsp.view import View

SHOW_EXPORT: Final = "promptlint.showExport"
OPEN_DOCUMENTATION: Final = "promptlint.openDocumentation"
_CHANGES_THE_CLIP: Final = "changes the clip"


@dataclass(frozen=True, slots=True)
class Action:
    """Something that can be done.

    Attributes:
        title: what is done, in one line.
        kind: as the protocol names it.
        task: what makes its edits; None where it edits nothing.
        findings: those that it repairs.
        preferred: whether it is the one that an editor may make unasked among those for a finding.
        command: the command that it executes, with its arguments.
    """

    title: str
    kind: str
    task: Task | None = None
    findings: tuple[Finding, ...] = ()
    preferred: bool = False
    command: tuple[str, tuple[str, ...]] | None = None


def actions(view: View, span: Span, asked: Sequence[Finding], only: Iterable[str] | None = None) -> list[Action]:
    """What can be done in a span of a file.

    Args:
        view: the file.
        span: what is selected.
        asked: the findings that it is about.
        only: the kinds that are wanted; None wants all.
    """
    wanted = tuple(only) if only is not None else None
    offered = (*_fixes(asked), *_fix_rules(view, asked), *_chain(view, span, asked), *_exports(view, asked))
    found = [*offered, *_suppressions(view, asked), *_pages(view, asked), *_fix_all(view)]
    return list(dict.fromkeys(action for action in found if wanted is None or _is_kind(action.kind, wanted)))


def _is_kind(kind: str, wanted: Iterable[str]) -> bool:
    return any(not one or kind == one or kind.startswith(f"{one}.") for one in wanted)


def _fixes(asked: Iterable[Finding]) -> Iterator[Action]:
    for finding in asked:
        for fix in _fixes_of(finding):
            task = Task("fix", finding.code, *finding.span, title=fix.title)
            preferred = fix is finding.fix and fix.safe
            yield Action(_titled(fix.title, finding.code, safe=fix.safe), QUICK_FIX, task, (finding,), preferred)


def _fixes_of(finding: Finding) -> tuple[Fix, ...]:
    return tuple(fix for fix in (finding.fix, *finding.alternatives) if fix is not None)


def _titled(title: str, code: str, *, safe: bool) -> str:
    return f"{title[:1].upper()}{title[1:]} ({code}{'' if safe else f', {_CHANGES_THE_CLIP}'})"


def _fix_rules(view: View, asked: Iterable[Finding]) -> Iterator[Action]:
    """Fixing every finding of a rule; with fixes that change the clip where that of the finding is one."""
    counts = Counter((one.code, one.fix.safe) for one in view.findings if one.fix is not None)
    for finding in asked:
        if finding.fix is None:
            continue
        unsafe = not finding.fix.safe
        if counts[finding.code, True] + (counts[finding.code, False] if unsafe else 0) > 1:
            title = f"Fix all {finding.name} in this file"
            task = Task("fix-rule", finding.code, unsafe=unsafe)
            same = tuple(one for one in asked if one.code == finding.code)
            yield Action(_titled(title, finding.code, safe=not unsafe), QUICK_FIX, task, same)


def _fix_all(view: View) -> Iterator[Action]:
    if any(one.fix is not None and one.fix.safe for one in view.findings):
        yield Action("Fix all that is safe to fix (promptlint)", FIX_ALL, Task("fix-all"))


def _chain(view: View, span: Span, asked: Iterable[Finding]) -> Iterator[Action]:
    """Splitting a shot that is too long, unless a finding offers that already."""
    shot = view.shot_at(span.start)
    if shot is None or view.file.document.errors or any(_is_chain(fix) for one in asked for fix in _fixes_of(one)):
        return
    if can_be_split(shot, view.project.facts_of(shot)):
        title = f"Split {shot.name or 'the shot'} into a chain of shots ({_CHANGES_THE_CLIP})"
        yield Action(title, REWRITE, Task("chain", start=shot.node.start))


def _is_chain(fix: Fix) -> bool:
    return fix.comes_first and " chain of " in fix.title


def _exports(view: View, asked: Iterable[Finding]) -> Iterator[Action]:
    """How to export a picture again that a finding is about."""
    for finding in asked:
        picture = picture_of(view, finding)
        if picture is not None:
            title = f"Show how to export {PurePosixPath(picture.text).name} again"
            yield Action(title, QUICK_FIX, command=(SHOW_EXPORT, (view.uri, picture.text)))


def _pages(view: View, asked: Iterable[Finding]) -> Iterator[Action]:
    for finding in asked:
        rule = view.project.registry.rules.get(finding.code)
        if rule is not None and rule.url:
            title = f"Open the documentation of {finding.code} {finding.name}"
            yield Action(title, QUICK_FIX, command=(OPEN_DOCUMENTATION, (rule.url,)))


def _suppressions(view: View, asked: Iterable[Finding]) -> Iterator[Action]:
    """Comments that suppress a rule, where the file can hold comments."""
    file = view.file
    if file.path.name.lower().endswith(JSON_SUFFIXES) or file.document.errors:
        return
    for finding in asked:
        if finding.code == UNUSED_SUPPRESSION_RULE:
            continue
        code, (at, end) = finding.code, finding.span
        yield Action(f"Suppress {code} on this line", QUICK_FIX, Task("suppress", code, at, end), (finding,))
        scope = _scope(view, finding.span.start)
        if scope is not None:
            start, name = scope
            task = Task("suppress-from", code, at, end, scope=start)
            yield Action(f"Suppress {code} for {name}", QUICK_FIX, task, (finding,))
        task = Task("suppress-in-file", code, at, end)
        yield Action(f"Suppress {code} in this file", QUICK_FIX, task, (finding,))


def _scope(view: View, offset: int) -> tuple[int, str] | None:
    """Where the shot, the character or the section begins that holds an offset, and what it is called.

    None where it does not begin on a line of its own.
    """
    shot = view.shot_at(offset)
    if shot is not None:
        name = f"the shot {shot.name}" if shot.name else "this shot"
        return (shot.node.start, name) if _before(view, shot.node.start) == "-" else None
    for character in view.file.characters.values():
        if character.file is view.file and _holds(character.key.start, character.node.end, offset):
            start = min(character.key.start, character.node.start)
            return (start, character.name) if _before(view, start) in ("", "-") else None
    root = next(iter(view.path_at(offset)), None)
    if not isinstance(root, Mapping):
        return None
    entry = next((one for one in root if _holds(one.key.start, one.value.end, offset)), None)
    if entry is None or isinstance(entry.value, Scalar) or _before(view, entry.key.start):
        return None
    return entry.key.start, f"`{entry.key.value}`"


def _holds(start: int, end: int, offset: int) -> bool:
    return start <= offset <= end


def _before(view: View, offset: int) -> str:
    """What stands before an offset on its line."""
    source = view.file.source
    return source.text[source.line_span(source.line_of(offset)).start : offset].strip(" \t")
