"""Linting texts in tests: for this project's own tests and for plugins, with any test runner.

::

    import my_rules
    from promptlint.testing import check_example, examples_of

    def test_examples():
        for rule, example in examples_of(my_rules).values():
            check_example(rule, example)
"""

from __future__ import annotations

import atexit
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from types import ModuleType
from typing import Any, Final

from promptlint.config import ConfigFinder
from promptlint.document import Mapping, Node, Scalar, compose, node_at, to_instance
from promptlint.edits import apply
from promptlint.engine import CRASH_RULE, Engine
from promptlint.facts import Surroundings
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.facts.tracking import GitTracking, Tracking
from promptlint.finding import Confidence, Finding, Fix, Problem, Severity
from promptlint.loader import Loader
from promptlint.phrases.rules import with_phrases
from promptlint.picture_limits import Limits
from promptlint.registry import Registry, installed, rules_of
from promptlint.rule import Example, Rule, Scope, shot_rule
from promptlint.settings import Settings
from promptlint.spec.model import KeyPath, Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import Skipped
from promptlint.surroundings import surroundings_of
from promptlint.text import SourceFile, Span

SYNTAX_RULE: Final = "S001"
TODAY: Final = date(2026, 11, 1)
"""The day on which examples are linted, so that retirement dates do not change what they show."""

CRASH_WORDS: Final = "crash on purpose"


@dataclass(slots=True)
class _Linted:
    """A temporary project after linting."""

    findings: list[Finding]
    files: list[SpecFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


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
    linted = _lint(spec, config, files, tuple(rules or ()), name, select, today, None, pictures)
    return [finding for finding in linted.findings if finding.file.path.name == Path(name).name]


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
    a file that parses, and leaves everything alone that it does not edit. On a good example it does not report, and
    the example is valid YAML.

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


def check_fix(rule: Rule, example: Example, finding: Finding, fix: Fix) -> None:
    """Check that a fix removes its finding, parses, and changes nothing besides its target.

    Raises:
        AssertionError: it does not.
    """
    before = finding.file.source.text
    after = apply(before, fix.edits)
    where = f"the fix {fix.title!r} of {rule.code}"
    document = compose(after)
    assert not document.errors, f"{where} breaks the file: {document.errors[0].message}\n{after}"
    if finding.file.path.name == Path(example.name).name:
        left = findings_on(rule, replace(example, spec=after))
        same = [other for other in left if (other.code, other.message) == (finding.code, finding.message)]
        at_start = [other for other in findings_on(rule, example) if other.message == finding.message]
        assert len(same) < max(len(at_start), 1), f"{where} does not remove the finding:\n{after}"
    if not compose(before).errors:
        _check_untouched(before, after, fix, where)


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
    select = None if "select" in example.config else (rule.code, SYNTAX_RULE, CRASH_RULE)
    further: tuple[Rule, ...] = (rule,)
    if rule.code == CRASH_RULE:
        further, select = (rule, crashing_rule), None
    linted = _lint(
        example.spec,
        example.config,
        example.files,
        further,
        example.name,
        select,
        TODAY,
        _all_confidences,
        example.pictures,
        example.git,
    )
    name = Path(example.name).name
    if rule.scope is Scope.SEQUENCE:
        return sorted(linted.findings, key=lambda finding: (finding.file.path.name != name, finding.file.name))
    return [finding for finding in linted.findings if finding.file.path.name == name]


def _all_confidences(settings: Settings) -> Settings:
    return replace(settings, min_confidence=Confidence.POSSIBLE)


def _lint(
    spec: str,
    config: str,
    files: Iterable[tuple[str, str]],
    rules: tuple[Rule, ...],
    name: str,
    select: Sequence[str] | None,
    today: date,
    adjust: Any,
    pictures: Iterable[tuple[str, ReferenceFacts]],
    git: Iterable[tuple[str, Tracking]] = (),
) -> _Linted:
    with TemporaryDirectory(prefix="promptlint-") as folder:
        root = Path(folder).resolve()
        for path, text in (*files, (name, spec)):
            target = root / path
            assert target.resolve().is_relative_to(root), f"{path!r} leads out of the project"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(text.encode("utf-8"))
        (root / "promptlint.toml").write_text(config, encoding="utf-8")
        settings = ConfigFinder().settings_for(root)
        if select is not None:
            settings = replace(settings, select=tuple(select))
        if adjust is not None:
            settings = adjust(settings)
        others = sorted(root.rglob("*.shot*.*"))
        paths = [root / name, *(path for path in others if path != root / name)]
        known = dict(git)
        tracking = _StatedTracking({(root / path): state for path, state in known.items()}, bool(known))
        registry = with_phrases(_registry(rules), settings.phrases)
        return _run(root, paths, settings, registry, _Stated(root, dict(pictures)), tracking, today)


def _run(
    root: Path,
    paths: list[Path],
    settings: Settings,
    registry: Registry,
    references: _Stated,
    tracking: GitTracking,
    today: date,
) -> _Linted:
    surroundings = replace(_surroundings(root, settings, today), references=references, tracking=tracking)
    engine = Engine(registry, settings, surroundings)
    loader = Loader(root, lambda path: True, lambda path: path.relative_to(root).as_posix())
    linted = _Linted([])
    raw: list[Finding] = []
    for path in paths:
        file = loader.load(path)
        if isinstance(file, Skipped):
            linted.skipped.append(file)
            continue
        linted.files.append(file)
    engine.sequence = sequence = ShotSequence(linted.files, complete=True)
    engine.prepare(linted.files)
    for file in linted.files:
        raw += engine.lint_file(file)
    raw += engine.lint_sequence(sequence)
    concluded = {file.path: file for file in linted.files}
    concluded |= {base.path: base for file in linted.files for base in file.bases()}
    for file in concluded.values():
        linted.findings += engine.conclude(file, [finding for finding in raw if finding.file is file])
    return linted


class _StatedTracking(GitTracking):
    """A working tree in which everything is stated; what is not is tracked."""

    def __init__(self, stated: dict[Path, Tracking], in_git: bool) -> None:
        super().__init__()
        self.stated = stated
        self.in_git = in_git

    def of(self, path: Path) -> Tracking | None:
        return self.stated.get(path, "tracked") if self.in_git else None


class _Stated(ReferenceFactsSource):
    """Pictures that do not exist, of which everything is stated."""

    def __init__(self, root: Path, stated: dict[str, ReferenceFacts]) -> None:
        super().__init__(root, Limits(), FactStore(None))
        self.stated = {(root / path).resolve(): facts for path, facts in stated.items()}

    def of(self, file: SourceFile, text: str, stages: frozenset[Stage] = frozenset()) -> ReferenceFacts:
        path = self.locate(file, text)
        return ReferenceFacts(unreadable=path) if isinstance(path, Unreadable) else self.stated[path]

    def locate(self, file: SourceFile, text: str) -> Path | Unreadable:
        path = (file.path.parent / text).resolve()
        return path if path in self.stated else Unreadable("missing")

    def prepare(self, paths: Iterable[Path], stages: frozenset[Stage], progress: object = None) -> None:
        """Nothing is looked at."""


def _surroundings(root: Path, settings: Settings, today: date) -> Surroundings:
    if settings.models or settings.vocabulary:
        return surroundings_of(installed(), settings, today, _cache_folder())
    return replace(_built_in_surroundings(), root=root, today=today)


@cache
def _built_in_surroundings() -> Surroundings:
    return surroundings_of(installed(), Settings(Path.cwd()), TODAY, _cache_folder())


@cache
def _cache_folder() -> Path:
    """A folder for compiled profiles and facts that lives as long as the process."""
    folder = TemporaryDirectory(prefix="promptlint-cache-")
    atexit.register(folder.cleanup)
    return Path(folder.name)


class _ExtendedRegistry(Registry):
    """The installed rules and further ones; a rule given here replaces an installed one of the same code."""

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        super().__init__([])
        known = installed()
        self.packages = known.packages
        given = {rule.code for rule in rules}
        for rule in (*rules, *(rule for rule in known if rule.code not in given)):
            self._add(rule)
        self.rules = dict(sorted(self.rules.items()))


@cache
def _registry(rules: tuple[Rule, ...]) -> Registry:
    return _ExtendedRegistry(rules) if rules else installed()


def _check_untouched(before: str, after: str, fix: Fix, where: str) -> None:
    """What no edit touches is the same afterwards; new keys appear only where an edit is."""
    old, new = compose(before), compose(after)
    assert len(old.roots) == len(new.roots), f"{where} changes the number of documents:\n{after}"
    for index, root in enumerate(old.roots):
        for path, node, span in _walk(root):
            if any(edit.span.start <= span.end and edit.span.end >= span.start for edit in fix.edits):
                continue
            counterpart = node_at(new.roots[index], path)
            if counterpart is None or to_instance(counterpart) != to_instance(node):
                assert not fix.safe, f"{where} is said to be safe and changes {list(path)}:\n{after}"


def _walk(root: Node) -> Iterator[tuple[KeyPath, Node, Span]]:
    """The nodes of a tree with their paths, and spans that include the key; shared nodes at their first place only."""
    stack: list[tuple[KeyPath, Node, Span]] = [((), root, root.span)]
    seen: set[int] = set()
    while stack:
        path, node, span = stack.pop()
        if id(node) in seen:
            continue
        seen.add(id(node))
        yield path, node, span
        if isinstance(node, Mapping):
            for entry in node.entries:
                start = min(entry.key.start, entry.value.start)
                around = Span(start, max(entry.key.end, entry.value.end))
                stack.append(((*path, entry.key.value), entry.value, around))
        elif not isinstance(node, Scalar):
            stack += [((*path, index), item, item.span) for index, item in enumerate(node.items)]
