"""The settings of a run, already merged from every place that they come from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypeAlias

from promptlint.finding import Confidence, Finding, Severity
from promptlint.picture_limits import DEFAULT_LIMITS, Limits

if TYPE_CHECKING:
    from promptlint.rule import Rule

DEFAULT_INCLUDE: Final = (
    "*.shot.yaml",
    "*.shot.yml",
    "*.shot.json",
    "*.shots.yaml",
    "*.shots.yml",
    "*.shots.json",
    "*.shots.jsonl",
    "shots/**/*.yaml",
    "shots/**/*.yml",
    "shots/**/*.json",
)
"""Files that are shot specs by their name, as gitignore patterns."""

DEFAULT_EXCLUDE: Final = (
    ".*/",
    "node_modules/",
    "__pycache__/",
    "venv/",
    "build/",
    "dist/",
)
"""Folders that are never searched unless they are named on the command line, as gitignore patterns."""

PhraseKind: TypeAlias = Literal["words", "lemma", "regex"]
PhrasePlace: TypeAlias = Literal["prompt", "negative_prompt", "motion"]

_EXACT: Final = 100


@dataclass(frozen=True, slots=True)
class Phrase:
    """A check that a project writes into its configuration: words that are reported where they stand.

    Attributes:
        code: the project's own letters with a number, such as ``STU101``.
        name: accepted wherever the code is.
        message: what the finding says.
        kind: how the patterns are read: ``words`` as they are written, ``lemma`` in every form of the word, ``regex``
            as regular expressions in RE2's syntax.
        patterns: what is looked for; any of them counts.
        places: where it is looked for.
        severity: how bad it is.
        confidence: how sure it is.
        replacement: what to write instead; None where the words are only reported.
        advice: what to do.
        source: the configuration file that it stands in, and the line.
    """

    code: str
    name: str
    message: str
    kind: PhraseKind
    patterns: tuple[str, ...]
    places: tuple[PhrasePlace, ...] = ("prompt",)
    severity: Severity = Severity.WARNING
    confidence: Confidence = Confidence.CERTAIN
    replacement: str | None = None
    advice: str = ""
    source: str = ""


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that decides what is reported.

    Where ``select`` and ``ignore`` both mean a rule, the more specific selector wins (a code or name before a longer
    prefix, a family, ``all``); between equals ``ignore`` wins. A preview rule runs only when its code or name is
    selected.

    Attributes:
        root: the project's folder; patterns are relative to it, and no path of a spec may leave it.
        select: codes, prefixes, names or families of the enabled rules.
        ignore: the same, for rules that are switched off.
        severity: severities instead of a rule's own, by code.
        min_confidence: findings below it are not reported.
        per_file_ignores: rules ignored in files that match a gitignore pattern.
        include: patterns of files that are shot specs by their name.
        exclude: patterns of files and folders that are not searched.
        models: model profiles that the project adds or changes, by model id.
        vocabulary: words that the project adds to the lexicons, by lexicon.
        phrases: checks that the project adds; each is a rule like any other.
        pictures: how large a picture may be.
        fail_on: the mildest severity that makes the exit code 1; None never does.
        require_reasons: whether a suppression without a reason is reported.
    """

    root: Path
    select: tuple[str, ...] = ("all",)
    ignore: tuple[str, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    min_confidence: Confidence = Confidence.LIKELY
    per_file_ignores: tuple[tuple[str, tuple[str, ...]], ...] = ()
    include: tuple[str, ...] = DEFAULT_INCLUDE
    exclude: tuple[str, ...] = DEFAULT_EXCLUDE
    models: Mapping[str, Any] = field(default_factory=dict)
    vocabulary: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    phrases: tuple[Phrase, ...] = ()
    pictures: Limits = DEFAULT_LIMITS
    fail_on: Severity | None = Severity.WARNING
    require_reasons: bool = False

    def enables(self, rule: Rule) -> bool:
        """Whether a rule runs."""
        selected = max((_specificity(rule, selector) for selector in self.select), default=0)
        ignored = max((_specificity(rule, selector) for selector in self.ignore), default=0)
        return selected > ignored and (selected == _EXACT or not rule.preview)

    def fails_on(self, finding: Finding) -> bool:
        """Whether a finding makes the exit code 1."""
        return self.fail_on is not None and finding.severity >= self.fail_on


def _specificity(rule: Rule, selector: str) -> int:
    """How closely a selector means a rule; 0 where it does not."""
    if selector in (rule.code, rule.name):
        return _EXACT
    if not rule.answers_to(selector):
        return 0
    if selector == "all":
        return 1
    return 2 if selector == rule.family else 1 + len(selector)
