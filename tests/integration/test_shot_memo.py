"""What is remembered of shots is what a fresh look at them finds."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from promptlint.engine import Engine
from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Finding, Problem, Severity
from promptlint.loader import Loader
from promptlint.registry import Registry, installed
from promptlint.rule import Need, shot_rule
from promptlint.settings import Settings
from promptlint.shot_memo import ShotMemo
from promptlint.spec.model import Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.surroundings import surroundings_of
from promptlint.testing import TODAY

HEAD = """\
defaults: {model: kling-2.6, duration: 12s}
characters:
  mara: {description: woman with red hair}
"""
SHOTS = (
    """\
  - id: a
    image: refs/a.png
    duration: 12  # promptlint: disable=A101
    aspect_ratio: 16:9
    prompt: >-
      \U0001f3ac 映画 A woman turns her head.
      No hands. Dutch angle.
""",
    "  - {id: b, image: {from: a, frame: last}, duration: 40, model: gen4_turbo, prompt: 'she  walks'}\n",
    "  - id: c\n    durration: 5\n    motion: {strength: extreme, camera: fast whip pan}\n    prompt: |\n      4k, 8k\n",
    "  - id: a\n    extend: b\n    seed: yes\n    negative_prompt: blur\n    characters: [mara, nobody]\n",
)
PIECES = ("x", " ", "\n", "12", "# promptlint: disable=D301\n", "&n ", "*n", "- ", "motion: ", "\U0001f3ac", "", *SHOTS)
EDITS = st.lists(st.tuples(st.integers(0, 900), st.just(0) | st.integers(0, 30), st.sampled_from(PIECES)), max_size=6)


def values(finding: Finding) -> Any:
    """Everything of a finding that can be compared, its file by its text."""
    evidence = [
        (one.message, one.picture, one.location and (one.location.file.path, one.location.span, one.location.path))
        for one in finding.evidence
    ]
    return (
        finding.code,
        finding.span,
        finding.text,
        finding.path,
        finding.shot,
        finding.severity,
        finding.fix,
        finding.alternatives,
        evidence,
        finding.file.source.text,
    )


CHOSEN = Settings(Path("/nowhere"), min_confidence=Confidence.POSSIBLE)
SURROUNDINGS = surroundings_of(installed(), CHOSEN, TODAY, None)
TEXT_ONLY = frozenset({Need.PROJECT})


def found(text: str, memo: ShotMemo | None, registry: Registry | None = None) -> list[Any]:
    loader = Loader(CHOSEN.root, lambda path: True, lambda path: path.name, lambda path: text.encode())
    file = loader.load(CHOSEN.root / "a.shot.yaml")
    assert isinstance(file, SpecFile)
    engine = Engine(registry or installed(), CHOSEN, SURROUNDINGS, needs=TEXT_ONLY, memo_of=lambda file: memo)
    return [values(one) for one in engine.lint([file], ShotSequence([file]))[file]]


@settings(max_examples=150)
@given(st.lists(st.sampled_from(SHOTS), max_size=5), EDITS)
@example([SHOTS[0], SHOTS[0]], [(900, 0, " ")])
def test_the_same_as_a_fresh_look(shots: list[str], edits: list[tuple[int, int, str]]) -> None:
    memo = ShotMemo()
    text = HEAD + "shots:\n" + "".join(shots)
    assert found(text, memo) == found(text, None)
    for at, length, new in edits:
        text = text[:at] + new + text[at + length :]
        assert found(text, memo) == found(text, None)


@pytest.mark.parametrize(
    ("old", "new", "looked_at"),
    [
        ("a.png, seed: 4", "b.png, seed: 4", ["s4"]),
        ("# head", "# head and more", [f"s{n}" for n in range(6)]),
        ("  - {id: s0", "  - {id: new}\n  - {id: s0", [*(f"s{n}" for n in range(6)), "new"]),
        ("  - {id: s3", "\n  - {id: s3", ["s2"]),
        ("seed: 5}", "seed: 5", []),
    ],
    ids=["one shot", "text outside", "another id", "an empty line between", "broken"],
)
def test_what_is_looked_at_again(old: str, new: str, looked_at: list[str]) -> None:
    looked: list[str] = []

    @shot_rule(code="X901", name="looks-at-shots", severity=Severity.INFO, summary="", sources=("",))
    def looks(shot: Shot, facts: ShotFacts) -> list[Problem]:
        looked.append(shot.name or "")
        return [Problem(shot.head, "seen")]

    registry = installed().extended([looks])
    memo = ShotMemo()
    text = "# head\nshots:\n" + "".join(f"  - {{id: s{n}, image: a.png, seed: {n}}}\n" for n in range(6))
    found(text, memo, registry)
    looked.clear()
    changed = text.replace(old, new)
    assert changed != text
    found(changed, memo, registry)
    assert sorted(looked) == sorted(looked_at)
    looked.clear()
    found(text, memo, registry)
    assert sorted(looked) == sorted({*looked_at} - {"new"})
