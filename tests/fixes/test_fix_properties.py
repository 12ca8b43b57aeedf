"""Fixes on generated specs: they come to rest, and keep everything that they are not about."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec_texts import MISTAKES, NOTE, Written, json_specs, leaves, yaml_specs

from promptlint.testing import fix_text, lint_text

ADDED_KEYS = {"negative_prompt", "motion", "strength"}
RENAMED = {"promt": "prompt", "negatve_prompt": "negative_prompt", "duratoin": "duration"}
CONFIG = 'ignore = ["D301"]\n'
"""Its fix makes several shots of one, and is tested with the chains."""
CASES = settings(suppress_health_check=[HealthCheck.too_slow])


@settings(CASES, max_examples=60)
@given(yaml_specs(), st.booleans())
def test_yaml(spec: Written, unsafe: bool) -> None:
    text = fix_text(spec.text, unsafe=unsafe, config=CONFIG)
    nothing_is_left_to_fix(text, spec.name, unsafe)
    only_mistakes_change(loaded(spec.text), loaded(text))
    other_lines_stay(spec.text, text)
    assert set(re.findall("\r\n|\n|\r", text)) <= {spec.line_end}
    assert text.startswith("\ufeff") == spec.text.startswith("\ufeff")
    assert text.endswith("\n") == spec.text.endswith("\n")


@settings(CASES, max_examples=30)
@given(json_specs(), st.booleans())
def test_json(spec: Written, unsafe: bool) -> None:
    text = fix_text(spec.text, unsafe=unsafe, config=CONFIG, name=spec.name)
    nothing_is_left_to_fix(text, spec.name, unsafe)
    only_mistakes_change(json.loads(spec.text), json.loads(text))
    other_lines_stay(spec.text, text)


@settings(CASES, max_examples=30)
@given(st.one_of(yaml_specs(), json_specs()))
def test_chains_come_to_rest(spec: Written) -> None:
    text = fix_text(spec.text, unsafe=True, name=spec.name)
    nothing_is_left_to_fix(text, spec.name, unsafe=True, config="")
    assert loaded(text)


def nothing_is_left_to_fix(text: str, name: str, unsafe: bool, config: str = CONFIG) -> None:
    left = [f for f in lint_text(text, config=config, name=name) if f.fix is not None and (unsafe or f.fix.safe)]
    assert not left
    assert fix_text(text, unsafe=unsafe, config=config, name=name) == text


def loaded(text: str) -> Any:
    """Everything as text, as another YAML library reads it."""
    return list(yaml.load_all(text.lstrip("\ufeff"), Loader=yaml.BaseLoader))


def only_mistakes_change(before: Any, after: Any) -> None:
    old, new = leaves(before), leaves(after)
    old = {tuple(RENAMED.get(str(step), step) for step in path): value for path, value in old.items()}
    for path, value in old.items():
        assert path in new
        if new[path] != value:
            assert any(mistake in f"{path[-1]}: {value}" for mistake in MISTAKES), (path, value, new[path])
    for path in new.keys() - old.keys():
        assert ADDED_KEYS & {str(step) for step in path}


def other_lines_stay(old: str, new: str) -> None:
    """Indentation, quotes, folding, comments and blank lines of what has no mistake are as before.

    Where a key is added behind the last one in brackets, a comma is, too.
    """
    before, after = ([line.rstrip("\r,}]") for line in text.split("\n")] for text in (old, new))
    for tag, low, high, new_low, new_high in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag in ("delete", "replace"):
            wrong = any(mistake in line for line in before[low:high] for mistake in MISTAKES)
            longer = high - low == new_high - new_low == 1 and after[new_low].startswith(before[low])
            assert wrong or longer, before[low:high]
    assert [line for line in after if line.strip().startswith(NOTE)] == [
        line for line in before if line.strip().startswith(NOTE)
    ]
    assert new.count(NOTE) == old.count(NOTE)
