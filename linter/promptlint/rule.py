"""The declaration of a rule: its metadata, documentation, examples and logic stand in one file.

A rule module holds one decorated function::

    @shot_rule(
        code="D301",
        name="exceeds-coherence-window",
        severity=Severity.WARNING,
        summary="The clip is longer than the model holds its subject.",
        sources=("...",),
        bad=(Example("..."), Example("...")),
        good=(Example("..."), Example("...")),
    )
    def exceeds_coherence_window(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
        '''What it checks, in Markdown.

        ## Why it matters

        ...
        '''

The function's docstring is the rule's page in the documentation, the text of ``promptlint rule CODE``, and the hover in
the editor. Nothing else lists the rule.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from promptlint.facts.reference.model import Stage
from promptlint.families import FAMILIES
from promptlint.finding import Confidence, Problem, Severity

if TYPE_CHECKING:
    from promptlint.facts import FileFacts, PictureFacts, SequenceFacts, ShotFacts
    from promptlint.facts.reference.model import ReferenceFacts
    from promptlint.facts.tracking import Tracking
    from promptlint.spec.model import Shot, SpecFile
    from promptlint.spec.pictures import Picture
    from promptlint.spec.sequence import ShotSequence

DOCS_URL: Final = "https://promptlint.github.io/rules/"
_CODE: Final = re.compile(r"[A-Z]{1,4}[0-9]{3,4}")
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Scope(StrEnum):
    """What one call of the rule looks at."""

    FILE = "file"
    SHOT = "shot"
    REFERENCE = "reference"
    """One picture or clip with every place of a file that names it."""
    SEQUENCE = "sequence"
    RUN = "run"
    """The engine itself reports it, such as a crash of a rule."""


class Need(StrEnum):
    """Facts that cost time; only those that an enabled rule needs are computed."""

    PROJECT = "project"
    """The other shots of the project: the ids that they have, and which of them lead to which."""
    PROMPT = "prompt"
    REFERENCE_HEADER = "reference-header"
    REFERENCE_PIXELS = "reference-pixels"
    REFERENCE_FACES = "reference-faces"
    REFERENCE_OBJECTS = "reference-objects"
    REFERENCE_SUBJECT = "reference-subject"
    REFERENCE_TEXT = "reference-text"

    @property
    def stage(self) -> Stage | None:
        """The stage of looking at a picture that it asks for; None where it is not about pictures."""
        subject, dash, stage = self.value.partition("-")
        return Stage(stage) if dash and subject == "reference" else None


@dataclass(frozen=True, slots=True)
class Example:
    """A spec on which the rule must report (or must not), executed as a test and printed in the documentation.

    Attributes:
        spec: the YAML text. In a bad example the words that the finding must underline are given in ``marks``.
        marks: the text under each finding, in order; None does not check it.
        fixed: the lines that the rule's fixes write, safe or not, without the blanks around them; None does not check
            it.
        config: a ``promptlint.toml`` to lint it with.
        files: further files of the project by path.
        pictures: what is known of the pictures that it names, by path; others do not exist.
        git: what git knows of pictures, by path; the spec itself is then tracked.
        name: the file's name.
        title: one line above it in the documentation.
    """

    spec: str
    marks: tuple[str, ...] | None = None
    fixed: tuple[str, ...] | None = None
    config: str = ""
    files: tuple[tuple[str, str], ...] = ()
    pictures: tuple[tuple[str, ReferenceFacts], ...] = ()
    git: tuple[tuple[str, Tracking], ...] = ()
    name: str = "example.shot.yaml"
    title: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "spec", inspect.cleandoc(self.spec) + "\n" if "\n" in self.spec else self.spec)


Check: TypeAlias = Callable[..., Iterable[Problem]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule with everything that is known of it.

    Attributes:
        code: released name, such as ``D301``; never reused.
        name: readable name, such as ``exceeds-coherence-window``; accepted wherever the code is.
        summary: one line.
        sources: where the rule comes from.
        severity: for ``usage: hero``.
        fields: names of the fields that a shot must have; the rule is not asked about others.
        drift: whether it is about drift, so that ``usage: b-roll`` and ``background`` lower it by a step.
        preview: not yet part of a preset.
        page: address of its page; the rules of promptlint itself have theirs on this project's site.
        documentation: Markdown.
    """

    code: str
    name: str
    summary: str
    scope: Scope
    severity: Severity
    sources: tuple[str, ...]
    check: Check = field(repr=False)
    documentation: str = field(repr=False)
    confidence: Confidence = Confidence.CERTAIN
    needs: frozenset[Need] = frozenset()
    fields: tuple[str, ...] = ()
    drift: bool = False
    preview: bool = False
    page: str = ""
    bad: tuple[Example, ...] = field(default=(), repr=False)
    good: tuple[Example, ...] = field(default=(), repr=False)

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.code) or not _NAME.fullmatch(self.name):
            raise ValueError(f"not a rule code and name: {self.code!r}, {self.name!r}")

    @property
    def letters(self) -> str:
        """The letters of its code."""
        return self.code.rstrip("0123456789")

    @property
    def family(self) -> str:
        """The family's name; the rules of a plugin or a project are a family by the letters of their code."""
        return FAMILIES.get(self.letters, self.letters.lower())

    @property
    def url(self) -> str:
        """The rule's page; empty where it has none."""
        return self.page or (f"{DOCS_URL}{self.name}/" if self.letters in FAMILIES else "")

    def answers_to(self, selector: str) -> bool:
        """Whether a code, its letters with some of its digits, a rule's or family's name or ``all`` means this rule."""
        return selector in (self.name, self.family, "all") or (
            len(selector) >= len(self.letters) and self.code.startswith(selector)
        )


def _declare(scope: Scope, metadata: dict[str, Any]) -> Callable[[Check], Rule]:
    def decorate(check: Check) -> Rule:
        documentation = inspect.cleandoc(check.__doc__ or "")
        return Rule(scope=scope, check=check, documentation=documentation, **metadata)

    return decorate


def file_rule(**metadata: Any) -> Callable[[Callable[[SpecFile, FileFacts], Iterable[Problem]]], Rule]:
    """Declare a rule over a file as it was written. Keywords are the attributes of ``Rule``."""
    return _declare(Scope.FILE, metadata)


def shot_rule(**metadata: Any) -> Callable[[Callable[[Shot, ShotFacts], Iterable[Problem]]], Rule]:
    """Declare a rule over one shot. Keywords are the attributes of ``Rule``."""
    return _declare(Scope.SHOT, metadata)


def reference_rule(**metadata: Any) -> Callable[[Callable[[Picture, PictureFacts], Iterable[Problem]]], Rule]:
    """Declare a rule over one picture or clip that a file names. Keywords are the attributes of ``Rule``."""
    return _declare(Scope.REFERENCE, metadata)


def sequence_rule(**metadata: Any) -> Callable[[Callable[[ShotSequence, SequenceFacts], Iterable[Problem]]], Rule]:
    """Declare a rule over all shots of a project. Keywords are the attributes of ``Rule``."""
    return _declare(Scope.SEQUENCE, metadata)


def run_rule(**metadata: Any) -> Callable[[Check], Rule]:
    """Declare a rule that the engine reports itself; the function turns an event into problems."""
    return _declare(Scope.RUN, metadata)
