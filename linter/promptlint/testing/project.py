"""A temporary project of which everything is stated: its specs, its pictures, what git knows, the day."""

from __future__ import annotations

import atexit
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from promptlint.config import ConfigFinder
from promptlint.engine import Engine
from promptlint.facts import Surroundings
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.facts.tracking import GitTracking, Tracking
from promptlint.finding import Finding
from promptlint.fixes import Outcome, make_fixes
from promptlint.loader import Loader
from promptlint.phrases.rules import with_phrases
from promptlint.picture_limits import Limits
from promptlint.registry import Registry, installed
from promptlint.rule import Rule
from promptlint.settings import Settings
from promptlint.spec.model import SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import Skipped, read_at_most
from promptlint.surroundings import surroundings_of
from promptlint.text import SourceFile

TODAY: Final = date(2026, 11, 1)
"""The day on which examples are linted, so that retirement dates do not change what they show."""


@dataclass(slots=True)
class Linted:
    """A temporary project after linting."""

    findings: list[Finding]
    files: list[SpecFile] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Project:
    """A temporary project with one spec that is looked at.

    Attributes:
        spec: the text of the spec.
        config: the text of the configuration beside it.
        files: further files, as path and text.
        pictures: what is known of pictures, as path and facts; others do not exist.
        rules: rules that run besides the installed ones.
        name: the spec's name.
        select: selectors of the rules that run; None takes those of the configuration.
        today: the day.
        git: what git knows of pictures; without any, the project is not in git.
        adjust: changes the settings.
    """

    spec: str
    config: str
    files: Iterable[tuple[str, str]]
    pictures: Iterable[tuple[str, ReferenceFacts]]
    rules: tuple[Rule, ...]
    name: str
    select: Sequence[str] | None
    today: date
    git: Iterable[tuple[str, Tracking]] = ()
    adjust: Callable[[Settings], Settings] = lambda settings: settings

    def lint(self) -> Linted:
        """What there is to be said of its files."""
        with self._written() as root:
            return self._look(root, {})

    def fix(self, *, unsafe: bool) -> Outcome:
        """What becomes of its fixes."""
        with self._written() as root:
            return make_fixes(
                lambda texts: self._look(root, texts.contents).findings,
                lambda finding: finding.fix is not None and (unsafe or finding.fix.safe),
            )

    @contextmanager
    def _written(self) -> Iterator[Path]:
        """The folder that holds it."""
        with TemporaryDirectory(prefix="promptlint-") as folder:
            root = Path(folder).resolve()
            for path, text in (*self.files, (self.name, self.spec)):
                target = root / path
                assert target.resolve().is_relative_to(root), f"{path!r} leads out of the project"
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode("utf-8"))
            (root / "promptlint.toml").write_text(self.config, encoding="utf-8")
            yield root

    def _look(self, root: Path, contents: Mapping[Path, bytes]) -> Linted:
        """Lint with the contents in place of what is written."""
        settings = ConfigFinder().settings_for(root)
        if self.select is not None:
            settings = replace(settings, select=tuple(self.select))
        settings = self.adjust(settings)
        surroundings = replace(
            _surroundings(root, settings, self.today),
            references=_Stated(root, dict(self.pictures)),
            tracking=_StatedTracking(root, dict(self.git)),
        )

        def read(path: Path) -> bytes:
            return contents[path] if path in contents else read_at_most(path)

        engine = Engine(with_phrases(_registry(self.rules), settings.phrases), settings, surroundings)
        loader = Loader(root, lambda path: True, lambda path: path.relative_to(root).as_posix(), read)
        first = root / self.name
        linted = Linted([])
        for path in (first, *(path for path in sorted(root.rglob("*.shot*.*")) if path != first)):
            file = loader.load(path)
            if isinstance(file, Skipped):
                linted.skipped.append(file)
                continue
            linted.files.append(file)
        found = engine.lint(linted.files, ShotSequence(linted.files, complete=True))
        linted.findings = [finding for findings in found.values() for finding in findings]
        return linted


class _StatedTracking(GitTracking):
    """A working tree in which everything is stated; what is not is tracked."""

    def __init__(self, root: Path, stated: dict[str, Tracking]) -> None:
        super().__init__()
        self.stated = {root / path: state for path, state in stated.items()}

    def of(self, path: Path) -> Tracking | None:
        return self.stated.get(path, "tracked") if self.stated else None


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
    return replace(_built_in_surroundings(), root=root, today=today, min_confidence=settings.min_confidence)


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
        self._rules = dict(sorted(self._rules.items()))


@cache
def _registry(rules: tuple[Rule, ...]) -> Registry:
    return _ExtendedRegistry(rules) if rules else installed()
