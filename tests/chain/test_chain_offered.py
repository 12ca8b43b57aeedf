"""Whether a chain may take the place of a shot, told without its prompt."""

from __future__ import annotations

import pytest
from chaining import read, surroundings

from promptlint.chain import is_too_long
from promptlint.facts import ShotFacts


@pytest.mark.parametrize(
    ("shot", "too_long"),
    [
        ("model: pika-1.5\nduration: 10s", True),
        ("model: pika-1.5\nduration: 3s", False),
        ("model: pika-1.5\nduration: auto", False),
        ("model: pika-1.5", False),
        ("duration: 30s", True),
        ("model: pika-1.5\nduration: 240f\nfps: 24", True),
        ("model: kling-2.6\nduration: 60s\nmotion: {reference: walk.mp4}", False),
    ],
)
def test_too_long(shot: str, too_long: bool) -> None:
    (found,) = read(f"id: a\nimage: a.png\nprompt: 她转身。\n{shot}\n").shots
    assert is_too_long(found, ShotFacts(found, surroundings())) is too_long
