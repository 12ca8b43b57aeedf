"""The engine: spec files in, findings out. A rule that raises costs one finding, not the run."""

from __future__ import annotations

import traceback
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from time import perf_counter
from typing import Any

from promptlint.facts import FileFacts, SequenceFacts, ShotFacts, Surroundings
from promptlint.finding import Finding, Problem
from promptlint.patterns import matches
from promptlint.registry import Registry
from promptlint.rule import Need, Rule, Scope
from promptlint.settings import Settings
from promptlint.spec.model import Location, Shot, ShotSequence, SpecFile
from promptlint.suppress import apply_directives, find_directives
from promptlint.text import Span
from promptlint.timings import Timings

CRASH_RULE = "S013"
UNUSED_SUPPRESSION_RULE = "S010"


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
    """Runs the enabled rules of one project."""

    def __init__(
        self, registry: Registry, settings: Settings, surroundings: Surroundings, timings: Timings | None = None
    ) -> None:
        self.registry = registry
        self.settings = settings
        self.surroundings = surroundings
        self.timings = timings
        self._shot_facts: dict[int, ShotFacts] = {}

    @cached_property
    def enabled(self) -> dict[str, Rule]:
        """The rules that run, by code."""
        return {rule.code: rule for rule in self.registry if self.settings.enables(rule)}

    @cached_property
    def by_scope(self) -> dict[Scope, list[Rule]]:
        """The enabled rules by what they look at."""
        return {scope: [rule for rule in self.enabled.values() if rule.scope is scope] for scope in Scope}

    def prepare(self, files: Iterable[SpecFile]) -> None:
        """Compute the slow facts that the enabled rules need, for all files together."""
        if any(Need.PROMPT in rule.needs for rule in self.enabled.values()):
            shots = (shot for file in files for shot in file.shots)
            self.surroundings.prompts.prepare(shot.prompt.value for shot in shots if shot.prompt)

    def lint_file(self, file: SpecFile) -> list[Finding]:
        """Findings of the rules that look at the file and its shots, without directives applied."""
        findings: list[Finding] = []
        facts = FileFacts(self.surroundings)
        whole = Location(file, Span(0, 0))
        for rule in self.by_scope[Scope.FILE]:
            findings += self._run(rule, (file, facts), whole, None)
        for shot in file.shots:
            shot_facts = self.facts_of(shot)
            for rule in self.by_scope[Scope.SHOT]:
                findings += self._run(rule, (shot, shot_facts), shot.head, shot)
        return findings

    def lint_sequence(self, sequence: ShotSequence) -> list[Finding]:
        """Findings of the rules that look at all shots together."""
        findings: list[Finding] = []
        if not sequence.files:
            return findings
        facts = SequenceFacts(self.surroundings, self.facts_of)
        whole = Location(sequence.files[0], Span(0, 0))
        for rule in self.by_scope[Scope.SEQUENCE]:
            findings += map(_with_shot, self._run(rule, (sequence, facts), whole, None))
        return findings

    def facts_of(self, shot: Shot) -> ShotFacts:
        """The facts of a shot, made once."""
        facts = self._shot_facts.get(id(shot))
        if facts is None:
            facts = self._shot_facts[id(shot)] = ShotFacts(shot, self.surroundings)
        return facts

    def conclude(self, file: SpecFile, findings: Iterable[Finding]) -> list[Finding]:
        """Apply directives, per-file ignores and the least confidence; report unused directives; sort."""
        directives = find_directives(file)
        kept = [finding for finding in findings if finding.confidence >= self.settings.min_confidence]
        if directives:
            kept = list(apply_directives(kept, directives, self._answers_to))
            rule = self.enabled.get(UNUSED_SUPPRESSION_RULE)
            if rule is not None:
                unused = list(self._run(rule, (file, directives, self), Location(file, Span(0, 0)), None))
                kept += apply_directives(unused, [d for d in directives if d.selectors], self._answers_to)
        ignored = [
            selector
            for pattern, selectors in self.settings.per_file_ignores
            if matches((pattern,), file.path, self.settings.root)
            for selector in selectors
        ]
        if ignored:
            kept = [f for f in kept if not any(self._answers_to(f.code, selector) for selector in ignored)]
        return sorted(_without_repeats(kept), key=lambda f: (f.span.start, f.span.end, f.code, f.message))

    def _answers_to(self, code: str, selector: str) -> bool:
        rule = self.registry.rules.get(code)
        return rule.answers_to(selector) if rule is not None else code == selector

    def _run(self, rule: Rule, arguments: tuple[Any, ...], whole: Location, shot: Shot | None) -> Iterator[Finding]:
        started = perf_counter() if self.timings is not None else 0.0
        try:
            for problem in rule.check(*arguments):
                yield self._finding(rule, problem, shot)
        except Exception as error:
            crash_rule = self.registry.rules.get(CRASH_RULE)
            if crash_rule is None or rule.code == CRASH_RULE:
                raise
            yield from self._run(crash_rule, (Crash(rule, error, whole),), whole, shot)
        if self.timings is not None:
            self.timings.add(rule.code, perf_counter() - started)

    def _finding(self, rule: Rule, problem: Problem, shot: Shot | None) -> Finding:
        severity = problem.severity or rule.severity
        if rule.drift and shot is not None and shot.intended_usage != "hero":
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
        )


def _with_shot(finding: Finding) -> Finding:
    """The finding of a sequence rule with the id of the shot that it lies in."""
    if isinstance(finding.file, SpecFile):
        for shot in finding.file.shots:
            if shot.node.start <= finding.span.start <= shot.node.end:
                return replace(finding, shot=shot.name)
    return finding


def _without_repeats(findings: Iterable[Finding]) -> Iterator[Finding]:
    """A value in ``defaults`` is reported once, not for every shot that inherits it."""
    seen: set[tuple[str, Span, str]] = set()
    for finding in findings:
        key = (finding.code, finding.span, finding.message)
        if key not in seen:
            seen.add(key)
            yield finding
