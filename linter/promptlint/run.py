"""One call: paths or texts in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from promptlint.cache import RunCache, digest, file_digest
from promptlint.discovery import Target, find_targets, is_spec_name
from promptlint.finding import Finding
from promptlint.folders import cache_folder
from promptlint.settings import Phrase, Settings
from promptlint.spec_files import Skipped, read_at_most
from promptlint.timings import Timings
from promptlint.workers import HERE, Workers

if TYPE_CHECKING:
    from promptlint.config import ConfigFinder
    from promptlint.facts import Surroundings

Progress: TypeAlias = Callable[[int, int, Literal["files", "pictures"]], None]


@dataclass(frozen=True, slots=True)
class RunRequest:
    """What is asked of a run.

    Attributes:
        configs: finds the settings of each file.
        today: the day of the run, for retirement dates.
        stdin: a path and the bytes that stand for its content.
        force_exclude: whether exclusions hold for files that are named, too.
        use_cache: whether the result of an earlier run on the same content may serve.
        timing: whether to measure each rule; switches the cache off.
        project: report all files of the project, not only the given ones.
        workers: who does slow work.
        contents: bytes that stand for the content of files, by path; one of them may be the path of ``stdin``.
    """

    configs: ConfigFinder
    today: date
    stdin: tuple[Path, bytes] | None = None
    force_exclude: bool = False
    use_cache: bool = True
    timing: bool = False
    project: bool = False
    workers: Workers = HERE
    contents: Mapping[Path, bytes] = field(default_factory=dict)


@dataclass(slots=True)
class RunResult:
    """What a run found.

    Attributes:
        findings: sorted by file, then by position.
        files: number of spec files that were linted.
        shots: number of shots in them.
        skipped: files that are no shot specs.
        unreadable: files that could not be read, as shown path and reason.
        phrases: the projects' own checks.
        timings: seconds per rule, where they were asked for.
        surroundings: what was known besides the specs, by the folder of each project that was linted afresh.
    """

    findings: list[Finding] = field(default_factory=list)
    files: int = 0
    shots: int = 0
    skipped: list[Skipped] = field(default_factory=list)
    unreadable: list[tuple[str, str]] = field(default_factory=list)
    phrases: list[Phrase] = field(default_factory=list)
    timings: Timings | None = None
    surroundings: dict[Path, Surroundings] = field(default_factory=dict, repr=False)


def run(targets: Sequence[Path], request: RunRequest, progress: Progress | None = None) -> RunResult:
    """Lint files and folders.

    Args:
        targets: files and folders.
        request: settings and options.
        progress: called with how many files, or pictures, are done, and how many there are in all.

    Raises:
        FileNotFoundError: a target does not exist.
        ConfigError: a configuration file cannot be used.
        ExecutorError: slow work cannot be done where it was asked for.
    """
    return _Run(targets, request, progress or (lambda done, total, what: None)).result()


class _Run:
    def __init__(self, targets: Sequence[Path], request: RunRequest, progress: Progress) -> None:
        self.request = request
        self.progress = progress
        self.asked = [Path(target).resolve() for target in targets]
        self.cwd = Path.cwd().resolve()
        self.contents: dict[Path, bytes | OSError] = dict(request.contents)
        self.out = RunResult(timings=Timings() if request.timing else None)

    def result(self) -> RunResult:
        found: list[Target] = []
        if self.request.stdin is not None:
            path, data = self.request.stdin
            self.contents.setdefault(path.resolve(), data)
            found.append(Target(path.resolve(), explicit=True))
        settings_for = self.request.configs.settings_for
        found += find_targets(self.asked, settings_for, force_exclude=self.request.force_exclude)
        groups: dict[int, tuple[Settings, list[Target]]] = {}
        for target in found:
            settings = settings_for(target.path.parent)
            groups.setdefault(id(settings), (settings, []))[1].append(target)
        for settings, members in groups.values():
            self.lint_project(settings, members)
        self.out.findings.sort(key=lambda f: f.file.name)
        self.progress(self.out.files, self.out.files, "files")
        return self.out

    def lint_project(self, settings: Settings, targets: list[Target]) -> None:
        """Lint the targets that share one configuration."""
        others = self.other_files(settings, {target.path for target in targets})
        if self.request.project:
            targets = [*targets, *(Target(path, explicit=False) for path in others)]
            others = []
        readable = [target for target in targets if self.is_readable(target)]
        use_cache = self.request.use_cache and not self.request.timing
        cache = RunCache(cache_folder()) if use_cache else None
        key = self.cache_key(settings, readable, others) if cache else ""
        known = cache.load(key, self.shown, self.read) if cache else None
        if known is None:
            known, states = self.lint_fresh(settings, readable, others)
            if cache is not None and states is not None:
                in_key = {*others, *(target.path for target in readable)}
                further = {path: file_digest(path, self.read) for path in self.contents if path not in in_key}
                cache.save(key, known, further, states)
        self.out.findings += known.findings
        self.out.files += known.files
        self.out.shots += known.shots
        self.out.skipped += known.skipped
        self.out.phrases += settings.phrases

    def other_files(self, settings: Settings, targets: set[Path]) -> list[Path]:
        """The spec files of the project that are not linted themselves, for the rules that look at all shots."""
        root = settings.root
        if self.covers(root) or not self.is_complete(settings):
            return []
        return [path for path in self.request.configs.specs_of(settings) if path not in targets]

    def covers(self, root: Path) -> bool:
        """Whether the whole folder was asked for."""
        return any(root.is_relative_to(asked) for asked in self.asked)

    def is_complete(self, settings: Settings) -> bool:
        """Whether the files that are read are all of the project."""
        root = settings.root
        return self.covers(root) or self.request.project or self.request.configs.is_project(root)

    def cache_key(self, settings: Settings, targets: list[Target], others: list[Path]) -> str:
        contents = [(target.path, file_digest(target.path, self.read)) for target in targets]
        context = [(path, file_digest(path, self.read)) for path in others]
        return digest(settings, self.cwd, self.request.today, contents, context, self.is_complete(settings))

    def lint_fresh(
        self, settings: Settings, targets: list[Target], others: list[Path]
    ) -> tuple[RunResult, dict[Path, str] | None]:
        """Lint without the cache; also the states of the files beside the specs on which the result rests.

        They are None where the next run may find something else although nothing has changed.
        """
        from promptlint.engine import Engine
        from promptlint.loader import Loader
        from promptlint.phrases.rules import with_phrases
        from promptlint.registry import installed
        from promptlint.spec.model import SpecFile
        from promptlint.spec.sequence import ShotSequence
        from promptlint.surroundings import surroundings_of

        registry = with_phrases(installed(), settings.phrases)
        cache = cache_folder() if self.request.use_cache else None
        surroundings = surroundings_of(registry, settings, self.request.today, cache, self.request.workers)
        engine = Engine(registry, settings, surroundings, self.out.timings)
        loader = Loader(settings.root, lambda path: is_spec_name(path, settings), self.shown, self.read)
        out = RunResult()
        files: list[SpecFile] = []
        for target in targets:
            loaded = loader.load(target.path)
            if isinstance(loaded, Skipped):
                out.skipped.append(loaded)
            else:
                files.append(loaded)
        context: list[SpecFile] = []
        if engine.looks_at_project:
            readable = (path for path in others if self.is_readable(Target(path, explicit=False)))
            context = [other for path in readable if isinstance(other := loader.load(path), SpecFile)]
        found = engine.lint(
            files,
            ShotSequence([*files, *context], complete=self.is_complete(settings)),
            lambda done, total: self.progress(done, total, "pictures"),
            lambda done, total: self.progress(done, total, "files"),
        )
        out.findings = [finding for findings in found.values() for finding in findings]
        self.out.surroundings[settings.root] = surroundings
        out.files = len(files)
        out.shots = sum(len(file.shots) for file in files)
        return out, None if surroundings.references.has_failed else surroundings.file_states()

    def is_readable(self, target: Target) -> bool:
        try:
            self.read(target.path)
        except OSError as error:
            self.out.unreadable.append((self.shown(target.path), error.strerror or str(error)))
            return False
        return True

    def read(self, path: Path) -> bytes:
        """The bytes of a file, read once."""
        known = self.contents.get(path)
        if known is None:
            stated = self.request.contents
            try:
                known = stated.get(path.resolve()) if stated and path.is_symlink() else None
                known = read_at_most(path) if known is None else known
            except OSError as error:
                known = error
            self.contents[path] = known
        if isinstance(known, OSError):
            raise known
        return known

    def shown(self, path: Path) -> str:
        """A path relative to the working directory where it lies below it."""
        return path.relative_to(self.cwd).as_posix() if path.is_relative_to(self.cwd) else path.as_posix()
