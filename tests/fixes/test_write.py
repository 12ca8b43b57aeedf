"""Writing edited files back."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from promptlint import atomic
from promptlint.finding import TextEdit
from promptlint.fixes import EditedText
from promptlint.fixes.write import NotWritten, reason_to_leave, write_back
from promptlint.text import SourceFile, SourceText, Span

POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")


def edited(path: Path, data: bytes = b"one\n") -> EditedText:
    path.write_bytes(data)
    source = SourceText.from_bytes(data)
    text = EditedText(SourceFile(path, path.name, source), source)
    text.edit([TextEdit(Span(0, 3), "two")])
    return text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"one\n", b"two\n"),
        (b"\xef\xbb\xbfone\r\nb\r\n", b"\xef\xbb\xbftwo\r\nb\r\n"),
        ("one é\u2028🎬\x85".encode(), "two é\u2028🎬\x85".encode()),
    ],
)
def test_bytes(before: bytes, after: bytes, tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml", before)
    write_back(text)
    assert (tmp_path / "a.yaml").read_bytes() == after
    assert [path.name for path in tmp_path.iterdir()] == ["a.yaml"]


@POSIX
@pytest.mark.parametrize("mode", [0o644, 0o600, 0o755, 0o664])
def test_permissions_are_kept(mode: int, tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    text.before.path.chmod(mode)
    write_back(text)
    assert stat.S_IMODE(text.before.path.stat().st_mode) == mode


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() != 0, reason="only root gives files away")
def test_the_owner_is_kept(tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    os.chown(text.before.path, 1234, 1234)
    write_back(text)
    status = text.before.path.stat()
    assert (status.st_uid, status.st_gid) == (1234, 1234)


def test_a_file_that_was_changed_is_left(tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    (tmp_path / "a.yaml").write_bytes(b"one\nmore\n")
    with pytest.raises(NotWritten, match="changed"):
        write_back(text)
    assert (tmp_path / "a.yaml").read_bytes() == b"one\nmore\n"


@POSIX
def test_a_link_is_left(tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    link = tmp_path / "link.yaml"
    link.symlink_to("a.yaml")
    through = EditedText(SourceFile(link, "link.yaml", text.before.source), text.now)
    with pytest.raises(NotWritten, match="symbolic link"):
        write_back(through)
    assert link.is_symlink()
    assert (tmp_path / "a.yaml").read_bytes() == b"one\n"
    assert reason_to_leave(tmp_path) == "it is no regular file"


def test_a_read_only_file_is_left(tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    text.before.path.chmod(0o444)
    with pytest.raises(NotWritten, match="read-only"):
        write_back(text)
    text.before.path.chmod(0o644)
    assert text.before.path.read_bytes() == b"one\n"


def test_a_file_that_vanished(tmp_path: Path) -> None:
    text = edited(tmp_path / "a.yaml")
    text.before.path.unlink()
    with pytest.raises(OSError, match="No such file"):
        write_back(text)


def test_a_full_disk_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = edited(tmp_path / "a.yaml")

    def full(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(atomic.Path, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_back(text)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("a.yaml", b"one\n")]
