"""The engine: spec files in, findings out. A rule that raises costs one finding, not the run."""

from __future__ import annotations

import traceback
from bisect import bisect_right
from collections.abc import Callable, Container, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from promptlint.facts import FileFacts, PictureFacts, SequenceFacts, ShotFacts, Surroundings
from promptlint.facts.declared import declared_by
from promptlint.facts.reference.model import ReferenceFacts
from promptlint.facts.references import Progress
from promptlint.finding import Finding, Problem, Severity
from promptlint.patterns import matches
from promptlint.registry import Registry
from promptlint.rule import Check, Need, Rule, Scope
from promptlint.settings import Settings
from promptlint.shot_memo import ShotMemo
from promptlint.spec.links import Chains
from promptlint.spec.model import Location, Shot, SpecFile
from promptlint.spec.pictures import Picture, pictures_of
from promptlint.spec.sequence import ShotSequence
from promptlint.suppress import apply_directives, find_directives
from promptlint.text import SourceFile, Span
from promptlint.timings import Timings

CRASH_RULE = "S013"
UNUSED_SUPPRESSION_RULE = "S010"
ALL_NEEDS = frozenset(Need)


@dataclass(frozen=True, slots=True)
class Crash:
    """A rule that raised, for the rule that reports it."""

    rule: Rule
    error: Exception
    at: Location

    @property
    def where(self) -> str:
        """File and line of the rule's code that raised."""
        frame = traceback.extract_tb(self.error.__traceback__)[-1]
        return f"{frame.name}, line {frame.lineno}"


class Engine:
    """Runs the enabled rules of one project.

    Attributes:
        needs: the slow facts that may be computed; rules that need others do not run.
        checkpoint: called between the steps of the work, each short; it may raise to stop there.
        memo_of: what is remembered of the shots of a file from an earlier version of it.
        sequence: the shots of the project, where they are known; set before files are linted.
    """

    def __init__(
        self,
        registry: Registry,
        settings: Settings,
        surroundings: Surroundings,
        timings: Timings | None = None,
        needs: frozenset[Need] = ALL_NEEDS,
        checkpoint: Callable[[], None] | None = None,
        memo_of: Callable[[SpecFile], ShotMemo | None] = lambda file: None,
    ) -> None:
        self.registry = registry
        self.settings = settings
        self.surroundings = surroundings
        self.timings = timings
        self.needs = needs
        self.checkpoint = checkpoint or (lambda: None)
        self.memo_of = memo_of
        self.sequence: ShotSequence | None = None
        self._shot_facts: dict[Shot, ShotFacts] = {}
        self._rules_by_fields: dict[frozenset[str], list[tuple[Rule, Check]]] = {}
        self._shots_in_order: dict[SpecFile, list[Shot]] = {}

    @cached_property
    def enabled(self) -> dict[str, Rule]:
        """The rules that run, by code."""
        rules = self.registry.selected(self.settings.select)
        return {rule.code: rule for rule in rules if rule.needs <= self.needs and self.settings.enables(rule)}

    @cached_property
    def by_scope(self) -> dict[Scope, list[tuple[Rule, Check]]]:
        """The enabled rules by what they look at, each with its check, which measures itself where that is wanted."""
        timings = self.timings
        checked = [
            (rule, rule.check if timings is None else timings.timed(rule.code, rule.check))
            for rule in self.enabled.values()
        ]
        return {scope: [pair for pair in checked if pair[0].scope is scope] for scope in Scope}

    @cached_property
    def looks_at_project(self) -> bool:
        """Whether an enabled rule looks at other shots than those that it is asked about."""
        return bool(self.by_scope[Scope.SEQUENCE]) or any(Need.PROJECT in rule.needs for rule in self.enabled.values())

    def lint(
        self,
        files: Sequence[SpecFile],
        sequence: ShotSequence,
        progress: Progress | None = None,
        file_done: Callable[[int, int], None] | None = None,
    ) -> dict[SpecFile, list[Finding]]:
        """All findings in some files of a project and in those that they extend.

        Args:
            files: the files that are asked for.
            sequence: the shots of the project.
            progress: called with the number of pictures done and of all that have to be looked at.
            file_done: called before each file with its number, and with how many there are.
        """
        self.sequence = sequence
        self.prepare(files, progress)
        found: dict[Path, list[Finding]] = {}
        for number, file in enumerate(files):
            if file_done is not None:
                file_done(number, len(files))
            for finding in self.lint_file(file):
                found.setdefault(finding.file.path, []).append(finding)
        for finding in self.lint_sequence(sequence, files):
            found.setdefault(finding.file.path, []).append(finding)
        bases = {base.path: base for file in files for base in file.bases()}
        given = {file.path: file for file in files}
        return {
            file: self.conclude(file, found.get(path, []), asked=path in given)
            for path, file in (bases | given).items()
        }

    def prepare(self, files: Sequence[SpecFile], progress: Progress | None = None) -> None:
        """Compute the slow facts that the enabled rules need, for all files together.

        Prompts of the whole project are among them where a rule over all shots reads them. ``progress`` is called with
        the number of pictures done and of all that have to be looked at.
        """
        needs = {need for rule in self.enabled.values() for need in rule.needs}
        stages = frozenset(stage for need in needs if (stage := need.stage) is not None)
        if stages:
            references = self.surroundings.references
            named = (picture for file in files for picture in pictures_of(file) if picture.is_looked_at)
            located = (references.locate(picture.file, picture.text) for picture in named)
            references.prepare([path for path in located if isinstance(path, Path)], stages, progress)
        if Need.PROMPT in needs:
            over_all = any(Need.PROMPT in rule.needs for rule, _ in self.by_scope[Scope.SEQUENCE])
            texts = texts_of(self.sequence.files if over_all and self.sequence is not None else files)
            self.surroundings.prompts.prepare([*texts, *self.surroundings.references.captions()], self.checkpoint)

    def lint_file(self, file: SpecFile) -> list[Finding]:
        """Findings of the rules that look at the file and its shots, without directives applied."""
        findings: list[Finding] = []
        facts = FileFacts(self.surroundings)
        self._run(self.by_scope[Scope.FILE], (file, facts), findings, file)
        memo = self.memo_of(file)
        if memo is not None and memo.begin(file, self._circumstances()):
            for shot in file.shots:
                self.checkpoint()
                findings += self._lint_remembered(shot, memo)
            memo.end()
        else:
            for shot in file.shots:
                self.checkpoint()
                self._run(self._rules_for(shot), (shot, self.facts_of(shot)), findings, file, shot)
        if self.by_scope[Scope.REFERENCE]:
            for picture in pictures_of(file):
                self._lint_picture(picture, findings)
        return findings

    def _lint_remembered(self, shot: Shot, memo: ShotMemo) -> list[Finding]:
        """The findings of a shot, those remembered where it is as it was."""
        findings = memo.recall(shot)
        if findings is None:
            findings = []
            self._run(self._rules_for(shot), (shot, self.facts_of(shot)), findings, shot.file, shot)
            memo.keep(shot, findings)
        return findings

    def _circumstances(self) -> Hashable:
        """What the findings of a shot rest on besides the text of its file and of those that it extends."""
        pictures = self.needs - {Need.PROJECT, Need.PROMPT}
        states = frozenset(self.surroundings.references.asked_for.items()) if pictures else frozenset()
        shape = Chains.of(self.sequence).shape if self.sequence is not None else None
        return self.needs, self.surroundings.today, shape, states

    def _lint_picture(self, picture: Picture, findings: list[Finding]) -> None:
        """Add what the rules say of a picture; the shot that tolerates the least drift decides how bad it is."""
        known = ReferenceFacts()
        if not picture.is_url:
            known = self.surroundings.references.of(picture.file, picture.text)
        facts = PictureFacts(self.surroundings, known, self.facts_of)
        strictest = next((shot for shot in picture.shots if shot.intended_usage == "hero"), None)
        shot = strictest or next(iter(picture.shots), None)
        self._run(self.by_scope[Scope.REFERENCE], (picture, facts), findings, picture.file, shot)

    def lint_sequence(self, sequence: ShotSequence, asked: Sequence[SpecFile] | None = None) -> list[Finding]:
        """Findings of the rules that look at all shots together.

        ``asked`` are the files that are linted: what is found in others and is not about a shot of theirs is left out.
        None asks for all.
        """
        findings: list[Finding] = []
        about = sequence.files if asked is None else asked
        if not about:
            return findings
        facts = SequenceFacts(self.surroundings, self.facts_of)
        self._run(self.by_scope[Scope.SEQUENCE], (sequence, facts), findings, about[0], within=set(about))
        return findings

    def _rules_for(self, shot: Shot) -> list[tuple[Rule, Check]]:
        """The rules that are asked about a shot: those whose fields it has."""
        given = frozenset(shot.fields)
        rules = self._rules_by_fields.get(given)
        if rules is None:
            rules = [pair for pair in self.by_scope[Scope.SHOT] if given.issuperset(pair[0].fields)]
            self._rules_by_fields[given] = rules
        return rules

    def facts_of(self, shot: Shot) -> ShotFacts:
        """The facts of a shot, made once."""
        facts = self._shot_facts.get(shot)
        if facts is None:
            facts = self._shot_facts[shot] = ShotFacts(shot, self.surroundings, self.sequence)
        return facts

    def conclude(self, file: SpecFile, findings: Iterable[Finding], *, asked: bool = True) -> list[Finding]:
        """Apply directives, per-file ignores and the least confidence; report unused directives; sort.

        In a file that was not ``asked`` for, only extended, nobody knows whether a directive is used; nor where some
        rules do not run for want of facts.
        """
        directives = find_directives(file)
        kept = [finding for finding in findings if finding.confidence >= self.settings.min_confidence]
        if directives:
            kept = apply_directives(kept, directives, self._answers_to)
            rule = self.enabled.get(UNUSED_SUPPRESSION_RULE)
            if rule is not None and asked and self.needs == ALL_NEEDS:
                unused = [self._finding(rule, problem) for problem in rule.check(file, directives, self)]
                kept += apply_directives(unused, [d for d in directives if d.selectors], self._answers_to)
        ignored = [
            selector
            for pattern, selectors in self.settings.per_file_ignores
            if matches((pattern,), file.path, self.settings.root)
            for selector in selectors
        ]
        if ignored:
            kept = [f for f in kept if not any(self._answers_to(f.code, selector) for selector in ignored)]
        return sorted(_without_repeats(kept), key=lambda finding: finding.order)

    def _answers_to(self, code: str, selector: str) -> bool:
        rule = self.enabled.get(code) or self.registry.rules.get(code)
        return rule.answers_to(selector) if rule is not None else code == selector

    def _run(
        self,
        rules: list[tuple[Rule, Check]],
        arguments: tuple[Any, Any],
        findings: list[Finding],
        file: SpecFile,
        shot: Shot | None = None,
        within: Container[SourceFile] | None = None,
    ) -> None:
        """Add what the rules report ``within`` some files; a rule that raises is reported, its findings are kept."""
        subject, facts = arguments
        for rule, check in rules:
            try:
                for problem in check(subject, facts):
                    if within is None or (problem.shot.file if problem.shot else problem.at.file) in within:
                        findings.append(self._finding(rule, problem, shot))
            except Exception as error:
                crash_rule = self.registry.rules.get(CRASH_RULE)
                if crash_rule is None:
                    raise
                crash = Crash(rule, error, shot.head if shot else Location(file, Span(0, 0)))
                findings += [self._finding(crash_rule, problem, shot) for problem in crash_rule.check(crash)]

    def _shot_at(self, at: Location) -> Shot | None:
        """The shot that a finding about a file or a sequence lies in."""
        if not isinstance(at.file, SpecFile) or not at.file.shots:
            return None
        shots = self._shots_in_order.get(at.file)
        if shots is None:
            shots = self._shots_in_order[at.file] = sorted(at.file.shots, key=lambda shot: shot.node.start)
        index = bisect_right(shots, at.span.start, key=lambda shot: shot.node.start) - 1
        return shots[index] if index >= 0 and at.span.start <= shots[index].node.end else None

    def _finding(self, rule: Rule, problem: Problem, shot: Shot | None = None) -> Finding:
        shot = shot or problem.shot or self._shot_at(problem.at)
        severity = problem.severity or rule.severity
        if rule.drift and severity is Severity.WARNING and shot is not None and shot.intended_usage != "hero":
            severity = severity.lowered()
        return Finding(
            rule.code,
            rule.name,
            self.settings.severity.get(rule.code, severity),
            problem.confidence or rule.confidence,
            problem.message,
            problem.advice,
            problem.at.file,
            problem.at.span,
            problem.at.path,
            shot.name if shot else None,
            problem.evidence,
            problem.fix,
            problem.tag,
            problem.alternatives,
        )


def texts_of(files: Sequence[SpecFile]) -> Iterator[str]:
    """What the prompt parser reads of files: their prompts, and what their character bibles say."""
    for file in files:
        yield from (shot.prompt.value for shot in file.shots if shot.prompt)
    for character in dict.fromkeys(character for file in files for character in file.characters.values()):
        yield from (declared.text for declared in declared_by(character))


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    """A value in ``defaults`` is reported once, not for every shot that inherits it."""
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = (finding.code, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding
