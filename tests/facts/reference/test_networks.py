from __future__ import annotations

from hashlib import sha256

import pytest

import fetch_weights
from promptlint.facts.reference.networks.runtime import WEIGHTS, Network, session

ORIGINS = {origin.name: origin for origin in fetch_weights.origins((WEIGHTS / "NOTICE").read_text("utf-8"))}


def test_the_notice_names_every_file() -> None:
    assert set(ORIGINS) == {path.name for path in WEIGHTS.glob("*.onnx")} == set(Network)


@pytest.mark.parametrize("name", sorted(Network))
def test_files_are_those_that_the_notice_names(name: str) -> None:
    assert sha256((WEIGHTS / name).read_bytes()).hexdigest() == ORIGINS[name].sha256
    assert "==" in ORIGINS[name].package


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
