"""Whatever the input: offsets fit, JSON goes both ways, nothing raises, long input stays fast."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from dataclasses import fields

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.facts.prompt import ANALYSED_LIMIT, PromptFacts

WORDS = st.sampled_from(
    [
        "woman",
        "red",
        "the",
        "camera",
        "pans",
        "left",
        "no",
        "slowly",
        ",",
        ".",
        "-",
        "dolly",
        "in",
        "hair",
        "blue",
        "and",
        '"Hi."',
        "'s",
        "walks",
        "to",
        "8k",
        "5s",
        ":",
        "\n",
        "“",
        "🙂",
        "of",
    ]
)


def spans(facts: PromptFacts):
    for field in fields(facts):
        value = getattr(facts, field.name)
        for item in value if isinstance(value, tuple) else [value]:
            if hasattr(item, "start"):
                yield item


def check(prompt: str, facts: PromptFacts) -> None:
    for item in spans(facts):
        assert 0 <= item.start < item.end <= len(prompt)
        assert prompt[item.start : item.end] == item.text
    for attribute in facts.attributes:
        assert prompt[attribute.noun_start : attribute.noun_end] == attribute.noun
    assert PromptFacts.from_json(json.loads(json.dumps(facts.to_json()))) == facts


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=200))
def test_any_text(facts_of, prompt: str) -> None:
    check(prompt, facts_of(prompt))


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WORDS, max_size=40).map(" ".join))
def test_any_prompt_words(facts_of, prompt: str) -> None:
    check(prompt, facts_of(prompt))


HARD = {
    "empty": "",
    "blank": " \n\t ",
    "emoji": "🎥🔥👩‍🦰🏃‍♀️",
    "chinese": "女孩转过头来微笑，镜头缓慢推近",
    "controls": "a woman\x00 walks\x07\x1b[31m slowly\x85 \u200bhome",
    "surrogate": "a dog \ud800 runs",
    "combining": "e\u0301" * 50 + " woman walks",
    "turkish": "İSTANBUL woman İ walks, 8K",
    "one word": "x" * 100_000,
    "commas": "," * 100_000,
    "quotes": "'a " * 30_000,
    "double quotes": '"a ' * 30_000,
    "brackets": "([{" * 30_000,
    "breaks": "a\n" * 50_000,
    "prose": "The woman slowly turns her head while the camera pans left. " * 1700,
    "hyphens": "red-" * 25_000,
    "colours": "dark red blue " * 7_000,
    "no": "no " * 30_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HARD)
def test_hard_input(facts_of, name: str) -> None:
    prompt = HARD[name]
    facts_of("warm up")
    start = time.perf_counter()
    facts = facts_of(prompt)
    assert time.perf_counter() - start < 60
    check(prompt, facts)
    assert facts.analysed <= ANALYSED_LIMIT
    assert (facts.analysed == len(prompt)) == (len(prompt) <= ANALYSED_LIMIT)


def test_import_leaves_spacy_and_numpy_out() -> None:
    code = "import sys, promptlint.facts.prompt; print([m for m in ('spacy', 'numpy', 'thinc') if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_facts_from_json_without_spacy() -> None:
    facts = PromptFacts(language="en", words=2, analysed=8)
    assert PromptFacts.from_json(facts.to_json()) == facts
    with pytest.raises((KeyError, TypeError)):
        PromptFacts.from_json({"language": "en"})
