from __future__ import annotations

import re
import sys
from hashlib import sha256
from pathlib import Path

import pytest

import fetch_weights
from promptlint.facts.reference.networks.runtime import WEIGHTS, Network, session

ORIGINS = {origin.name: origin for origin in fetch_weights.origins((WEIGHTS / "NOTICE").read_text("utf-8"))}


def test_the_notice_names_every_file() -> None:
    assert set(ORIGINS) == {path.name for path in WEIGHTS.glob("*.onnx")} == set(Network)


@pytest.mark.parametrize("name", sorted(Network))
def test_files_are_those_that_the_notice_names(name: str) -> None:
    assert sha256((WEIGHTS / name).read_bytes()).hexdigest() == ORIGINS[name].sha256


def test_packages_are_pinned_and_files_that_are_built_name_the_hashes_of_what_they_are_built_from() -> None:
    for origin in ORIGINS.values():
        assert re.search(r"[^=]==\d|[^@]@\d", origin.package)
        assert len(origin.member_hashes) == (len(origin.members) if origin.builder else 0)
        assert (origin.builder is None) <= (len(origin.members) == 1)


def test_no_file_is_built_from_another_member() -> None:
    with pytest.raises(ValueError, match=r"another package/models/nanodet\.json"):
        ORIGINS[Network.OBJECTS].file([b"{}", b""])


@pytest.mark.parametrize("licence", ["LICENSE-MIT", "LICENSE-Apache-2.0"])
def test_licences_are_there(licence: str) -> None:
    assert (WEIGHTS / licence).stat().st_size > 1000
    assert licence in (WEIGHTS / "NOTICE").read_text("utf-8")


def test_a_session_is_made_once_and_has_one_thread() -> None:
    faces = session(Network.FACES)
    assert session(Network.FACES) is faces
    options = faces.get_session_options()
    assert (options.intra_op_num_threads, options.inter_op_num_threads) == (1, 1)
    assert faces.get_providers() == ["CPUExecutionProvider"]


@pytest.fixture
def fetched(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of weights with one file in its NOTICE, whose package holds ``new``."""
    (tmp_path / "NOTICE").write_text(
        f"net.onnx\n  Package: somewhere==1.0\n  Member: a/net.onnx\n  SHA-256: {sha256(b'new').hexdigest()}\n"
    )

    def fetch(package: str, folder: Path) -> None:
        assert package == "somewhere==1.0"
        (folder / "a").mkdir()
        (folder / "a" / "net.onnx").write_bytes(b"new")

    monkeypatch.setattr(fetch_weights, "fetch", fetch)
    monkeypatch.setattr(fetch_weights, "WEIGHTS", tmp_path)
    return tmp_path / "net.onnx"


def fetch_again(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> int:
    monkeypatch.setattr(sys, "argv", ["fetch_weights.py", *arguments])
    return fetch_weights.main()


def test_weights_are_compared_and_written(fetched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fetched.write_bytes(b"old")
    assert fetch_again(monkeypatch, "--check") == 1
    assert fetched.read_bytes() == b"old"
    assert fetch_again(monkeypatch) == 0
    assert fetched.read_bytes() == b"new"
    assert fetch_again(monkeypatch, "--check") == 0
    fetched.unlink()
    assert fetch_again(monkeypatch, "--check", "other.onnx") == 0
    assert fetch_again(monkeypatch, "--check", "net.onnx") == 1


def test_another_file_than_the_notice_says_is_not_written(fetched: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = fetched.with_name("NOTICE")
    notice.write_text(notice.read_text().replace(sha256(b"new").hexdigest(), sha256(b"other").hexdigest()))
    assert fetch_again(monkeypatch) == 1
    assert not fetched.exists()
