"""Linting texts in tests: for this project's own tests and for plugins, with any test runner.

::

    import my_rules
    from promptlint.testing import check_example, examples_of

    def test_examples():
        for rule, example in examples_of(my_rules).values():
            check_example(rule, example)
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from promptlint.edits import apply
from promptlint.engine import CRASH_RULE
from promptlint.facts.reference.model import ReferenceFacts
from promptlint.finding import Confidence, Finding, Fix, Problem, Severity
from promptlint.fixes import Outcome, damage
from promptlint.fixes.diff import diff
from promptlint.registry import rules_of
from promptlint.rule import Example, Rule, Scope, shot_rule
from promptlint.settings import Settings
from promptlint.spec.model import Shot
from promptlint.testing.project import TODAY, Project

__all__ = [
    "TODAY",
    "check_example",
    "check_fix",
    "crashing_rule",
    "examples_of",
    "findings_on",
    "fix_text",
    "lint_text",
    "marked",
]

SYNTAX_RULE: Final = "S001"
CRASH_WORDS: Final = "crash on purpose"


def lint_text(
    spec: str,
    *,
    config: str = "",
    files: Iterable[tuple[str, str]] = (),
    pictures: Iterable[tuple[str, ReferenceFacts]] = (),
    rules: Iterable[Rule] | None = None,
    name: str = "example.shot.yaml",
    select: Sequence[str] | None = None,
    today: date = TODAY,
) -> list[Finding]:
    """The findings in one spec file.

    Args:
        spec: its text.
        config: the text of a ``promptlint.toml`` beside it.
        files: further files of the project, as path and text.
        pictures: what is known of the pictures of the project, as path and facts; others do not exist.
        rules: rules to run besides the installed ones; they need not be installed themselves.
        name: its name.
        select: selectors of the rules that run; else those of ``config``.
        today: the day, for retirement dates.
    """
    linted = Project(spec, config, files, pictures, tuple(rules or ()), name, select, today).lint()
    return [finding for finding in linted.findings if finding.file.path.name == Path(name).name]


def fix_text(
    spec: str,
    *,
    unsafe: bool = False,
    config: str = "",
    files: Iterable[tuple[str, str]] = (),
    pictures: Iterable[tuple[str, ReferenceFacts]] = (),
    rules: Iterable[Rule] | None = None,
    name: str = "example.shot.yaml",
    select: Sequence[str] | None = None,
    today: date = TODAY,
) -> str:
    """The text of one spec file after its fixes.

    Args:
        spec: its text.
        unsafe: whether the fixes that want a look are made, too.
        config: as for ``lint_text``, and so are the others.

    Raises:
        AssertionError: a fix would change more than it is meant to, or fixes undo each other.
    """
    outcome = Project(spec, config, files, pictures, tuple(rules or ()), name, select, today).fix(unsafe=unsafe)
    assert not outcome.refused, f"{outcome.refused[0].finding.text}\n{outcome.refused[0].reason}\n{spec}"
    assert not outcome.unsettled, f"the fixes of {outcome.unsettled} undo each other\n{spec}"
    fixed = (text for text in outcome.texts if text.before.path.name == Path(name).name)
    return next((text.now.to_bytes().decode("utf-8") for text in fixed), spec)


def examples_of(package: ModuleType) -> dict[str, tuple[Rule, Example]]:
    """The examples of all rules of a package, each with its rule, under names such as ``D301-bad-1``.

    Raises:
        ImportError: a module of the package does not import.
    """
    return {
        f"{rule.code}-{kind}-{number}": (rule, example)
        for rule in rules_of(package)
        for kind, examples in (("bad", rule.bad), ("good", rule.good))
        for number, example in enumerate(examples, 1)
    }


def marked(finding: Finding) -> str:
    """The text of the file that a finding underlines, line breaks and quotes as they are written."""
    return finding.file.source.text[finding.span.start : finding.span.end]


def check_example(rule: Rule, example: Example) -> None:
    """Check that a rule does on one of its examples what it promises.

    On a bad example the rule reports, on the very words of ``marks``, and each of its fixes removes the finding, leaves
    a file that parses, and leaves everything alone that it does not edit; all of them together write the lines of
    ``fixed``. On a good example it does not report, and the example is valid YAML.

    Raises:
        AssertionError: it does not.
    """
    findings = findings_on(rule, example)
    crashes = [finding.message for finding in findings if finding.code == CRASH_RULE and rule.code != CRASH_RULE]
    assert not crashes, f"{rule.code}: {crashes[0]}\n{example.spec}"
    own = [finding for finding in findings if finding.code == rule.code]
    shown = "\n".join(f"  {marked(finding)!r}: {finding.text}" for finding in findings)
    if example not in rule.bad:
        assert not own, f"{rule.code} reports on a good example:\n{shown}\n{example.spec}"
        syntax = [finding for finding in findings if finding.code == SYNTAX_RULE]
        assert not syntax, f"a good example of {rule.code} is not valid YAML:\n{shown}\n{example.spec}"
        return
    assert own, f"{rule.code} does not report on a bad example:\n{shown}\n{example.spec}"
    if example.marks is not None:
        marks = tuple(marked(finding) for finding in own)
        assert marks == example.marks, f"{rule.code} marks {marks}, not {example.marks}:\n{shown}\n{example.spec}"
    for finding in own:
        for fix in (finding.fix, *finding.alternatives):
            if fix is not None:
                check_fix(rule, example, finding, fix)
    if example.fixed is not None:
        fixed = _written_lines(_project_of(rule, example).fix(unsafe=True))
        assert fixed == example.fixed, f"the fixes of {rule.code} write {fixed}, not {example.fixed}\n{example.spec}"


def check_fix(rule: Rule, example: Example, finding: Finding, fix: Fix) -> None:
    """Check that a fix removes its finding, parses, and changes nothing besides its target.

    Raises:
        AssertionError: it does not.
    """
    before = finding.file.source.text
    after = apply(before, fix.edits)
    where = f"the fix {fix.title!r} of {rule.code}"
    reason = damage(before, fix.edits, finding.file.path.name)
    assert not reason, f"{where} does more than it says: {reason}\n{after}"
    if finding.file.path.name == Path(example.name).name:
        left = findings_on(rule, replace(example, spec=after))
        same = [other for other in left if (other.code, other.message) == (finding.code, finding.message)]
        at_start = [other for other in findings_on(rule, example) if other.message == finding.message]
        assert len(same) < max(len(at_start), 1), f"{where} does not remove the finding:\n{after}"


def _written_lines(outcome: Outcome) -> tuple[str, ...]:
    """The lines that edits wrote, without the blanks around them."""
    return tuple(line[1:].strip() for line in diff(outcome.texts) if line[0] == "+" and line[:3] != "+++")


@shot_rule(
    code="X999",
    name="crashes-on-purpose",
    severity=Severity.ERROR,
    summary="Fails on purpose, for tests of the rule that reports it.",
    sources=("promptlint.testing",),
)
def crashing_rule(shot: Shot, facts: Any) -> Iterator[Problem]:
    """Fails where a prompt asks for it."""
    if shot.prompt is not None and CRASH_WORDS in shot.prompt.value:
        raise RuntimeError(CRASH_WORDS)
    return iter(())


def findings_on(rule: Rule, example: Example) -> list[Finding]:
    """Findings on an example: of the rule, and of those that say that something else is wrong with it."""
    linted = _project_of(rule, example).lint()
    name = Path(example.name).name
    if rule.scope is Scope.SEQUENCE:
        return sorted(linted.findings, key=lambda finding: (finding.file.path.name != name, finding.file.name))
    return [finding for finding in linted.findings if finding.file.path.name == name]


def _project_of(rule: Rule, example: Example) -> Project:
    select = None if "select" in example.config else (rule.code, SYNTAX_RULE, CRASH_RULE)
    further: tuple[Rule, ...] = (rule,)
    if rule.code == CRASH_RULE:
        further, select = (rule, crashing_rule), None
    return Project(
        example.spec,
        example.config,
        example.files,
        example.pictures,
        further,
        example.name,
        select,
        TODAY,
        example.git,
        _all_confidences,
    )


def _all_confidences(settings: Settings) -> Settings:
    return replace(settings, min_confidence=Confidence.POSSIBLE)
