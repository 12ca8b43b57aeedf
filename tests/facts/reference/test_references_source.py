from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import pytest
from picture_files import picture, png, saved

from promptlint.facts import references
from promptlint.facts.reference import analyse as analyse_module
from promptlint.facts.reference.locate import locate
from promptlint.facts.reference.model import ReferenceFacts, Stage, Unreadable
from promptlint.facts.references import ReferenceFactsSource
from promptlint.facts.store import FactStore
from promptlint.picture_limits import Limits
from promptlint.text import SourceFile, SourceText

HEADER = frozenset({Stage.HEADER})
LFS_POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    root = tmp_path.resolve() / "film"
    (root / "shots").mkdir(parents=True)
    (root / "refs").mkdir()
    (root / "refs" / "mara.png").write_bytes(png())
    (tmp_path / "outside.png").write_bytes(png())
    return root


def spec_in(project: Path) -> SourceFile:
    return SourceFile(project / "shots" / "a.shot.yaml", "shots/a.shot.yaml", SourceText(""))


def source_for(project: Path, store: FactStore | None = None, limits: Limits | None = None) -> ReferenceFactsSource:
    return ReferenceFactsSource(project, limits or Limits(), store or FactStore(None))


@pytest.fixture
def analysed(monkeypatch: pytest.MonkeyPatch) -> list[frozenset[Stage]]:
    """The stages of every picture that is looked at."""
    calls: list[frozenset[Stage]] = []
    real = analyse_module.analyse

    def watched(data: bytes, stages: frozenset[Stage], limits: Limits) -> ReferenceFacts:
        calls.append(stages)
        return real(data, stages, limits)

    monkeypatch.setattr(analyse_module, "analyse", watched)
    return calls


@pytest.mark.parametrize("text", ["../refs/mara.png", "..\\refs\\mara.png", "../refs/../refs/mara.png"])
def test_a_path_is_relative_to_the_spec(project: Path, text: str) -> None:
    assert locate(project, project / "shots", text) == project / "refs" / "mara.png"


@pytest.mark.parametrize(
    ("text", "trouble"),
    [
        ("../refs/none.png", "missing"),
        ("../../outside.png", "outside"),
        ("../../none.png", "outside"),
        ("../refs", "directory"),
        ("../refs/mara.png/x", "missing"),
        ("nul\0byte.png", "missing"),
        ("x" * 5000 + ".png", "missing"),
        ("../refs/pipe", "not-a-file"),
        ("../refs/link-out.png", "outside"),
        ("../refs/link-loop.png", "missing"),
    ],
)
def test_what_is_not_opened(project: Path, text: str, trouble: str) -> None:
    os.mkfifo(project / "refs" / "pipe")
    (project / "refs" / "link-out.png").symlink_to(project.parent / "outside.png")
    (project / "refs" / "link-loop.png").symlink_to(project / "refs" / "link-loop.png")
    assert locate(project, project / "shots", text) == Unreadable(trouble)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("content", "trouble"), [(b"", "empty"), (LFS_POINTER, "lfs-pointer"), (b"words", "not-a-picture")]
)
def test_files_that_hold_no_picture(project: Path, content: bytes, trouble: str) -> None:
    (project / "refs" / "mara.png").write_bytes(content)
    facts = source_for(project).of(spec_in(project), "../refs/mara.png", HEADER)
    assert facts.unreadable is not None and facts.unreadable.trouble == trouble


def test_a_file_that_is_too_large_is_not_read(project: Path) -> None:
    facts = source_for(project, limits=Limits(max_bytes=100)).of(spec_in(project), "../refs/mara.png", HEADER)
    assert facts.unreadable is not None and facts.unreadable.trouble == "too-large"


def test_a_picture_with_two_names_is_looked_at_once(project: Path, analysed: list[frozenset[Stage]]) -> None:
    (project / "refs" / "again.png").write_bytes((project / "refs" / "mara.png").read_bytes())
    source = source_for(project)
    source.prepare([project / "refs" / name for name in ("mara.png", "again.png")], HEADER)
    first, second = (source.of(spec_in(project), f"../refs/{name}") for name in ("mara.png", "again.png"))
    assert len(analysed) == 1 and first == second and first.header is not None


def test_what_was_not_asked_for_is_not_known(project: Path, analysed: list[frozenset[Stage]]) -> None:
    assert source_for(project).of(spec_in(project), "../refs/mara.png") == ReferenceFacts()
    assert analysed == []


@pytest.mark.parametrize("content", [png(), b"words", saved(picture(), "JPEG")[:60]])
def test_a_second_run_takes_everything_from_the_store(
    project: Path, tmp_path: Path, content: bytes, analysed: list[frozenset[Stage]]
) -> None:
    path = project / "refs" / "mara.png"
    path.write_bytes(content)
    facts = []
    for _ in range(2):
        source = source_for(project, FactStore(tmp_path / "facts.sqlite"))
        source.prepare([path], HEADER)
        facts.append(source.of(spec_in(project), "../refs/mara.png"))
    assert facts[0] == facts[1] and len(analysed) == 1


def test_a_second_run_reads_no_picture_that_is_as_it_was(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("other.png", "again.png"):
        (project / "refs" / name).write_bytes(saved(picture((40, 50)), "PNG"))
    paths = sorted((project / "refs").iterdir())
    source_for(project, FactStore(tmp_path / "facts.sqlite")).prepare(paths, HEADER)
    (project / "refs" / "other.png").write_bytes(saved(picture((40, 51)), "PNG"))
    read: list[str] = []
    real = references.read_picture

    def watched(path: Path, limits: Limits) -> bytes | Unreadable:
        read.append(path.name)
        return real(path, limits)

    monkeypatch.setattr(references, "read_picture", watched)
    source_for(project, FactStore(tmp_path / "facts.sqlite")).prepare(paths, HEADER)
    assert read == ["other.png"]
    source_for(project, FactStore(tmp_path / "facts.sqlite"), Limits(max_bytes=10)).prepare(paths, HEADER)
    assert len(read) == 1 + len(paths)


def test_a_changed_picture_is_looked_at_again(project: Path, tmp_path: Path, analysed: list[frozenset[Stage]]) -> None:
    path = project / "refs" / "mara.png"
    for size in ((20, 30), (30, 40)):
        path.write_bytes(saved(picture(size), "PNG"))
        header = source_for(project, FactStore(tmp_path / "f.sqlite")).of(spec_in(project), "../refs/mara.png", HEADER)
        assert header.header is not None and (header.header.width, header.header.height) == size
    assert len(analysed) == 2


def test_a_fault_of_ours_is_not_kept(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> ReferenceFacts:
        return ReferenceFacts("", Unreadable("failed", "no memory"))

    store = FactStore(tmp_path / "facts.sqlite")
    with monkeypatch.context() as patch:
        patch.setattr(analyse_module, "analyse", fail)
        assert source_for(project, store).of(spec_in(project), "../refs/mara.png", HEADER).header is None
    assert source_for(project, store).of(spec_in(project), "../refs/mara.png", HEADER).header is not None


def test_one_bad_picture_does_not_stop_the_others(project: Path) -> None:
    paths: Iterable[Path] = []
    for name, content in (("a.png", b"words"), ("b.png", png()), ("c.png", b"")):
        (project / "refs" / name).write_bytes(content)
        paths = [*paths, project / "refs" / name]
    source = source_for(project)
    source.prepare(paths, HEADER)
    known = [source.of(spec_in(project), f"../refs/{path.name}") for path in paths]
    assert [facts.header is not None for facts in known] == [False, True, False]
