"""Reference facts of a run: from memory, else from the store, else by looking at the pictures, each only once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from promptlint.facts.reference.locate import locate, read_picture, similar_path
from promptlint.facts.reference.model import (
    SEEN,
    Face,
    HeaderFacts,
    ObjectFacts,
    PixelFacts,
    ReferenceFacts,
    SmallCopy,
    Stage,
    SubjectFacts,
    TextBox,
    Unreadable,
)
from promptlint.facts.serial import from_plain, to_plain
from promptlint.facts.store import FactStore, content_key
from promptlint.file_state import file_state
from promptlint.picture_limits import Limits
from promptlint.workers import HERE, Failure, Job, Load, Task, Workers

if TYPE_CHECKING:
    from promptlint.text import SourceFile

Progress = Callable[[int, int], None]
_KINDS: Final[dict[Stage, Any]] = {
    Stage.HEADER: HeaderFacts,
    Stage.PIXELS: PixelFacts,
    Stage.FACES: tuple[Face, ...],
    Stage.OBJECTS: ObjectFacts,
    Stage.SUBJECT: SubjectFacts,
    Stage.TEXT: tuple[TextBox, ...],
    Stage.COPY: SmallCopy,
}
_FILE_ONLY: Final = frozenset({Stage.FILE})
_SECONDS: Final = {
    Stage.HEADER: 0.005,
    Stage.PIXELS: 0.13,
    Stage.FACES: 0.03,
    Stage.OBJECTS: 0.13,
    Stage.SUBJECT: 0.45,
    Stage.TEXT: 0.17,
    Stage.COPY: 0.03,
}
"""About what a stage of one picture takes (1080p, one thread)."""

_START_SECONDS: Final = 0.65
"""What a process takes until it can look at a picture, mostly to import libraries and to load the networks."""

_HASHES: Final = "picture-hash"
_BATCH: Final = 25
"""Pictures whose facts are written to the store together."""


class ReferenceFactsSource:
    """Answers for pictures by their path.

    Args:
        root: the project's folder, resolved; nothing outside is opened.
        limits: how large a picture may be.
        store: where facts are kept between runs.
        workers: who looks at pictures that are not in the store.
        along: stages that are done with any other one for which a picture is decoded, so that it never is for them.
    """

    def __init__(
        self,
        root: Path,
        limits: Limits,
        store: FactStore,
        workers: Workers = HERE,
        along: frozenset[Stage] = frozenset(),
    ) -> None:
        self.root = root
        self.limits = limits
        self.store = store
        self.workers = workers
        self.along = along
        self.has_failed = False
        """Whether a picture could not be looked at for a reason that may pass."""
        self.looked_at: dict[Path, str] = {}
        self._located: dict[tuple[Path, str], Path | Unreadable] = {}
        self.asked_for: dict[Path, str] = {}
        """The state of every path that was asked for, links not resolved, as ``file_state`` tells it."""
        self._known: dict[str, ReferenceFacts] = {}
        self._unread: dict[Path, ReferenceFacts] = {}

    def locate(self, file: SourceFile, text: str) -> Path | Unreadable:
        """The file that a path in a spec means."""
        asked = file.path, text
        known = self._located.get(asked)
        if known is None:
            folder = file.path.parent
            written = folder / text
            self.asked_for.setdefault(written, file_state(written))
            known = self._located[asked] = locate(self.root, folder, text)
        return known

    def look_again(self) -> None:
        """Forget where pictures lie and which they are, as files may have changed; what is known of each stays."""
        for memory in (self._located, self.asked_for, self.looked_at, self._unread):
            memory.clear()

    def similar_path(self, file: SourceFile, text: str) -> str | None:
        """A path that may be meant by one that leads to no file."""
        return similar_path(self.root, file.path.parent, text)

    def of(self, file: SourceFile, text: str, stages: frozenset[Stage] = _FILE_ONLY) -> ReferenceFacts:
        """What is known of the picture that a spec names by a path; stages that are missing are done now."""
        path = self.locate(file, text)
        if isinstance(path, Unreadable):
            return ReferenceFacts(unreadable=path)
        if stages == _FILE_ONLY:
            sha = self.looked_at.get(path)
            return self._unread.get(path, ReferenceFacts()) if sha is None else self._known[sha]
        self.prepare([path], stages)
        return self._unread[path] if path in self._unread else self._known[self.looked_at[path]]

    def prepare(self, paths: Iterable[Path], stages: frozenset[Stage], progress: Progress | None = None) -> None:
        """Make sure that the stages of some pictures are known; what is not in the store is done side by side.

        ``progress`` is called with the number of pictures done and of all that have to be looked at.
        """
        wanted = tuple(stage for stage in _KINDS if stage in (stages | self.along if stages & SEEN else stages))
        if not wanted:
            return
        paths = tuple(paths)
        self._read(paths)
        missing = {
            sha: stages
            for sha in dict.fromkeys(self.looked_at[path] for path in paths if path in self.looked_at)
            if (stages := frozenset(stage for stage in wanted if _lacks(self._known[sha], stage)))
        }
        for stage in wanted:
            self._recall(stage, [sha for sha, stages in missing.items() if stage in stages])
        path_of = {sha: path for path, sha in self.looked_at.items()}
        jobs = {
            path_of[sha]: lacking
            for sha, stages in missing.items()
            if (lacking := frozenset(stage for stage in stages if _lacks(self._known[sha], stage)))
        }
        if jobs:
            self._look(jobs, progress)

    def captions(self) -> list[str]:
        """The texts that are embedded in the pictures looked at so far."""
        return [caption.text for facts in self._known.values() if facts.header for caption in facts.header.captions]

    def _read(self, paths: Iterable[Path], *, afresh: bool = False) -> None:
        """Hash the pictures that were not met before; their bytes are not kept.

        One whose file is as it was when an earlier run hashed it is not read again, unless that is asked for.
        """
        new = [path for path in dict.fromkeys(paths) if path not in self.looked_at and path not in self._unread]
        keys = {path: content_key(str(self.limits.max_bytes), f"{path}\n{file_state(path)}".encode()) for path in new}
        hashed = {} if afresh else self.store.get(_HASHES, keys.values())
        fresh: dict[bytes, str] = {}
        for path, key in keys.items():
            sha = hashed.get(key)
            if sha is None:
                data = read_picture(path, self.limits)
                if isinstance(data, Unreadable):
                    self._unread[path] = ReferenceFacts(unreadable=data)
                    continue
                sha = fresh[key] = sha256(data).hexdigest()
            self.looked_at[path] = sha
            self._known.setdefault(sha, ReferenceFacts(sha))
        self.store.put(_HASHES, fresh)

    def _recall(self, stage: Stage, hashes: list[str]) -> None:
        """Take a stage of pictures from the store where it is there."""
        keys = {sha: content_key(self.version, bytes.fromhex(sha)) for sha in hashes}
        stored = self.store.get(_stored_as(stage), keys.values())
        for sha, key in keys.items():
            if key in stored:
                try:
                    self._known[sha] = _with_stage(self._known[sha], stage, stored[key])
                except (KeyError, TypeError, ValueError, AttributeError):
                    continue

    def _look(self, jobs: dict[Path, frozenset[Stage]], progress: Progress | None) -> None:
        """Look at pictures and keep what was found, also when the run is stopped halfway."""
        done = 0
        found = _Found(self.store, self.version)
        try:
            changed = []
            for path, facts in self._looked_at(jobs, self.workers.opens):
                if facts is None:
                    changed.append(path)
                    continue
                self._add(path, facts, jobs[path], found)
                done += 1
                if progress is not None:
                    progress(done, len(jobs))
            for path in changed:
                del self.looked_at[path]
            self._read(changed, afresh=True)
            again = {path: jobs[path] for path in changed if path in self.looked_at}
            if again:
                for path, facts in self._looked_at(again, lambda path: False):
                    self._add(path, facts or _failed("it changes while it is looked at"), jobs[path], found)
        finally:
            found.store()

    def _looked_at(
        self, jobs: dict[Path, frozenset[Stage]], opens: Callable[[Path], bool]
    ) -> Iterator[tuple[Path, ReferenceFacts | None]]:
        """The facts of each picture as soon as they are there; None where the file is not what it was."""
        from promptlint.facts.reference.look import look, version

        def calls() -> Iterator[Job[Path]]:
            for path, stages in jobs.items():
                if not any(_lacks(self._known[self.looked_at[path]], stage) for stage in stages):
                    continue  # It was asked for by itself meanwhile.
                content = path if opens(path) else read_picture(path, self.limits)
                if isinstance(content, Unreadable):
                    gone.append(path)
                else:
                    yield Job(path, (content, self.looked_at[path], stages, self.limits))

        gone: list[Path] = []
        seconds = sum(_SECONDS[stage] for stages in jobs.values() for stage in stages)
        load = Load(len(jobs), seconds, _START_SECONDS)
        for path, facts in self.workers.do(Task(look, version), calls(), load):
            yield path, _failed(facts.reason) if isinstance(facts, Failure) else facts
        yield from ((path, None) for path in gone)

    def _add(self, path: Path, facts: ReferenceFacts, stages: frozenset[Stage], found: _Found) -> None:
        sha = self.looked_at[path]
        self._known[sha] = _joined(self._known[sha], facts)
        if facts.unreadable is not None and facts.unreadable.trouble == "failed":
            self.has_failed = True
        else:
            found.add(sha, facts, stages)

    @cached_property
    def version(self) -> str:
        """Changes with the code that looks at pictures, the networks and the limits."""
        from promptlint.facts.reference.version import REFERENCE_FACTS_VERSION

        return f"{REFERENCE_FACTS_VERSION}:{self.limits.max_pixels}"


class _Found:
    """Facts on their way to the store, a batch at a time."""

    def __init__(self, store: FactStore, version: str) -> None:
        self._store = store
        self._version = version
        self._waiting: dict[str, dict[bytes, Any]] = {}

    def add(self, sha: str, facts: ReferenceFacts, stages: frozenset[Stage]) -> None:
        """Keep what was found, the absence of a stage included where the picture is the reason."""
        key = content_key(self._version, bytes.fromhex(sha))
        for stage in stages:
            value = getattr(facts, stage.value)
            if value is not None or facts.unreadable is not None:
                plain = {"value": to_plain(value)} if value is not None else {"trouble": to_plain(facts.unreadable)}
                self._waiting.setdefault(_stored_as(stage), {})[key] = plain
        if any(len(waiting) >= _BATCH for waiting in self._waiting.values()):
            self.store()

    def store(self) -> None:
        """Write what waits."""
        for kind, facts in self._waiting.items():
            self._store.put(kind, facts)
        self._waiting.clear()


def _failed(reason: str) -> ReferenceFacts:
    return ReferenceFacts(unreadable=Unreadable("failed", reason))


def _stored_as(stage: Stage) -> str:
    return f"picture-{stage.value}"


def _lacks(facts: ReferenceFacts, stage: Stage) -> bool:
    return facts.unreadable is None and getattr(facts, stage.value) is None


def _with_stage(facts: ReferenceFacts, stage: Stage, stored: dict[str, Any]) -> ReferenceFacts:
    if "trouble" in stored:
        return replace(facts, unreadable=from_plain(Unreadable, stored["trouble"]))
    return replace(facts, **{stage.value: from_plain(_KINDS[stage], stored["value"])})


def _joined(known: ReferenceFacts, new: ReferenceFacts) -> ReferenceFacts:
    found = {stage.value: value for stage in _KINDS if (value := getattr(new, stage.value)) is not None}
    return replace(known, unreadable=known.unreadable or new.unreadable, **found)
