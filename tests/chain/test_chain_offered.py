"""Whether a chain may take the place of a shot, told without its prompt."""

from __future__ import annotations

import pytest
from chaining import read, surroundings

from promptlint.chain import can_be_split
from promptlint.facts import ShotFacts


@pytest.mark.parametrize(
    ("shot", "split"),
    [
        ("model: pika-1.5\nduration: 10s", True),
        ("model: pika-1.5\nduration: 3s", False),
        ("model: pika-1.5\nduration: auto", False),
        ("model: pika-1.5", False),
        ("model: kling-2.6\nduration: 7s", False),
        ("model: kling-2.6\nduration: 8s", True),
        ("duration: 30s", True),
        ("duration: 3000s", False),
        ("model: pika-1.5\nduration: 240f\nfps: 24", True),
        ("model: kling-2.6\nduration: 60s\nmotion: {reference: walk.mp4}", False),
    ],
)
def test_whether_a_chain_is_offered(shot: str, split: bool) -> None:
    (found,) = read(f"id: a\nimage: a.png\nprompt: 她转身。\n{shot}\n").shots
    assert can_be_split(found, ShotFacts(found, surroundings())) is split
