"""A project as an editor has it: its specs, open or on disk, and what the engine finds in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import IntEnum
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Final

from promptlint.config.finder import ConfigFinder
from promptlint.discovery import is_excluded, is_spec_name
from promptlint.engine import ALL_NEEDS, UNUSED_SUPPRESSION_RULE, Engine, texts_of
from promptlint.facts import ShotFacts, Surroundings
from promptlint.finding import Finding
from promptlint.phrases.rules import with_phrases
from promptlint.registry import installed
from promptlint.rule import Need
from promptlint.settings import Settings
from promptlint.shot_memo import ShotMemo
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec_files import SPEC_SUFFIXES, has_modeline, names_schema
from promptlint.surroundings import surroundings_of
from promptlint.text import SourceText
from promptlint_lsp.known import KnownFindings
from promptlint_lsp.spec_cache import SpecCache

PictureProgress = Callable[[int, int], None]
Step = Callable[[], None]


class Depth(IntEnum):
    """How far a pass looks: the slower, the deeper."""

    TEXT = 0
    PROMPTS = 1
    PICTURES = 2


_NEEDS: Final = {
    Depth.TEXT: frozenset({Need.PROJECT}),
    Depth.PROMPTS: frozenset({Need.PROJECT, Need.PROMPT}),
    Depth.PICTURES: ALL_NEEDS,
}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a pass found in one file.

    Attributes:
        file: the spec as it was read.
        findings: sorted by place.
        depth: how far the pass looked.
    """

    file: SpecFile
    findings: tuple[Finding, ...]
    depth: Depth


class Project:
    """The specs that share one configuration.

    Args:
        settings: that configuration.
        configs: tells which files share it.
        texts: the open texts by path, as they are at the moment of each question.
        cache: the folder for facts; None keeps nothing on disk.

    Raises:
        ConfigError, ProfileError, RegistryError: the configuration cannot be used.
    """

    def __init__(
        self, settings: Settings, configs: ConfigFinder, texts: Mapping[Path, SourceText], cache: Path | None
    ) -> None:
        self.settings = settings
        self.configs = configs
        self.registry = with_phrases(installed(), settings.phrases)
        self.registry.selected(settings.select)
        self.specs = SpecCache(settings, texts)
        self.sequence = ShotSequence([])
        self._texts = texts
        self._known = KnownFindings(settings.root)
        self._memos: dict[tuple[Path, Depth], ShotMemo] = {}
        self._surroundings = surroundings_of(self.registry, settings, date.today(), cache, shows_pictures=True)

    @property
    def surroundings(self) -> Surroundings:
        """What is known besides the specs, today."""
        return replace(self._surroundings, today=date.today())

    def holds(self, path: Path, text: str) -> bool:
        """Whether a file is linted: it is a spec by its name or its head, and not excluded."""
        if path.suffix.lower() not in SPEC_SUFFIXES or is_excluded(path, self.settings):
            return False
        return is_spec_name(path, self.settings) or has_modeline(text) or names_schema(text)

    def lint_text(self, path: Path) -> Analysis | None:
        """What can be said of an open file at once, without parsing prompts or looking at pictures."""
        file = self.specs.get(path)
        if file is None:
            return None
        found = self._engine(Depth.TEXT).lint([file], self.sequence_with(file))[file]
        return Analysis(file, self._known.without(found), Depth.TEXT)

    def sequence_with(self, file: SpecFile) -> ShotSequence:
        """The shots of the project with a file as it is now, and the others as the last slow pass read them."""
        return _with_file(self.sequence, file)

    def read(self, texts: Mapping[Path, SourceText] | None = None) -> ShotSequence:
        """The shots of the project, every file as it is now, or with texts in place of what some of them hold."""
        specs = self.specs if texts is None else self.specs.with_texts(texts)
        own = (path for path in self._texts if self.configs.shares(path.parent, self.settings))
        opened = [path for path in own if specs.get(path) is not None]
        return self._read_all(specs, opened)

    def codes_at(self, depth: Depth) -> frozenset[str]:
        """The rules that a pass of some depth speaks for."""
        return self._codes[depth]

    @cached_property
    def _codes(self) -> dict[Depth, frozenset[str]]:
        enabled = [rule for rule in self.registry if self.settings.enables(rule)]
        codes = {depth: {rule.code for rule in enabled if rule.needs <= _NEEDS[depth]} for depth in Depth}
        unknown_before = {UNUSED_SUPPRESSION_RULE}
        return {
            depth: frozenset(found if depth is Depth.PICTURES else found - unknown_before)
            for depth, found in codes.items()
        }

    @property
    def slow_depths(self) -> tuple[Depth, ...]:
        """The slow passes that find more than the one before."""
        adds = self.codes_at(Depth.PROMPTS) != self.codes_at(Depth.TEXT)
        return (Depth.PROMPTS, Depth.PICTURES) if adds else (Depth.PICTURES,)

    def lint(
        self, paths: Sequence[Path], depth: Depth, progress: PictureProgress | None = None, step: Step | None = None
    ) -> dict[Path, Analysis]:
        """What a pass of some depth finds in files of the project, also by the specs that extend them.

        Args:
            paths: the files.
            depth: how far to look.
            progress: called with the number of pictures done and of all that have to be looked at.
            step: called between the steps of the work; it may raise to stop there.
        """
        self.sequence = self._read_all(self.specs, paths)
        self._surroundings.references.look_again()
        engine = self._engine(depth, step)
        found = engine.lint(_about(self.sequence, paths), self.sequence, progress)
        if depth is Depth.PICTURES:
            references = self._surroundings.references
            self._surroundings.prompts.forget_all_but([*texts_of(self.sequence.files), *references.captions()])
        return {file.path: Analysis(file, self._known.without(own), depth) for file, own in found.items()}

    def try_texts(self, texts: Mapping[Path, SourceText], path: Path) -> list[Finding]:
        """What a pass that looks everywhere finds with texts in place of those that are open or on disk.

        Args:
            texts: by path.
            path: the file that is linted, as ``lint`` does.
        """
        sequence = self._read_all(self.specs.with_texts(texts), [path])
        found = Engine(self.registry, self.settings, self.surroundings).lint(_about(sequence, [path]), sequence)
        return [finding for own in found.values() for finding in self._known.without(own)]

    def _engine(self, depth: Depth, step: Step | None = None) -> Engine:
        def memo_of(file: SpecFile) -> ShotMemo | None:
            if file.path not in self._texts:
                return None
            return self._memos.setdefault((file.path, depth), ShotMemo())

        return Engine(self.registry, self.settings, self.surroundings, None, _NEEDS[depth], step, memo_of)

    def facts_of(self, shot: Shot) -> ShotFacts:
        """The facts of a shot; those that are slow to compute are computed when they are asked for."""
        return ShotFacts(shot, self.surroundings, self.sequence)

    @property
    def is_complete(self) -> bool:
        """Whether a configuration file, a repository or a folder of the workspace says what belongs together."""
        root = self.settings.root
        return self.configs.is_project(root) or root in self.configs.folders

    def _read_all(self, specs: SpecCache, paths: Iterable[Path]) -> ShotSequence:
        complete = self.is_complete
        all_paths = list(dict.fromkeys([*paths, *(self.configs.specs_of(self.settings) if complete else ())]))
        specs.keep_only(set(all_paths))
        for key in [key for key in list(self._memos) if key[0] not in self._texts]:
            del self._memos[key]
        files = [file for path in all_paths if (file := specs.get(path)) is not None]
        return ShotSequence(files, complete=complete)


@lru_cache(maxsize=1)
def _with_file(sequence: ShotSequence, file: SpecFile) -> ShotSequence:
    others = [other for other in sequence.files if other.path != file.path]
    return ShotSequence([file, *others], complete=sequence.complete)


def _about(sequence: ShotSequence, paths: Iterable[Path]) -> list[SpecFile]:
    """The files at some paths, and those that extend them."""
    wanted = set(paths)
    return [file for file in sequence.files if file.path in wanted or any(base.path in wanted for base in file.bases())]
