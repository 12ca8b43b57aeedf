"""What YAML 1.1 reads, held against PyYAML."""

from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.document import compose, resolve
from promptlint.spec.yaml11 import flag_of, has_leading_zeros, other_reading

TRAPS = [
    *("16:9", "9:16", "4:3", "1:1", "21:9", "1:30", "190:20:30.15"),
    *("yes", "No", "ON", "off"),
    *("012", "08", "-017", "1_000", "0b101", "1_0.5", "0o14", "1e3", "2E5"),
    *("2025-11-20", "2001-12-14t21:59:43.10-05:00"),
]
PLAIN = [
    *("hero", "s01", "720p", "8s", "1280:720", "16x9", "3-5s", "on-air", "y", "n", "yesterday"),
    *("5", "5.5", "-1", "0", "0x1F", ".5", "+5", "1e+3.5", "0.5", "001", "00"),
    *("true", "False", "null", "~"),
]


def both(text: str) -> tuple[Any, Any]:
    root = compose(f"k: {text}").roots[0]
    return yaml.safe_load(f"k: {text}")["k"], resolve(root.get("k").value)  # type: ignore[union-attr]


@pytest.mark.parametrize("text", TRAPS)
def test_traps(text: str) -> None:
    old, new = both(text)
    assert old != new or type(old) is not type(new)
    assert other_reading(text)


@pytest.mark.parametrize("text", PLAIN)
def test_what_both_read_alike(text: str) -> None:
    old, new = both(text)
    assert old == new
    assert other_reading(text) is None


@settings(max_examples=2000)
@given(st.text("0123456789:_-+.exobEyno", min_size=1, max_size=8))
def test_against_pyyaml(text: str) -> None:
    try:
        old, new = both(text)
    except (yaml.YAMLError, ValueError, AttributeError, IndexError, KeyError, TypeError):
        return
    differ = type(old) is not type(new) or old != new
    assert differ == (other_reading(text) is not None), (text, old, new, other_reading(text))


def test_the_readings_are_named() -> None:
    assert other_reading("16:9") == "the number 969"
    assert other_reading("012") == "the number 10"
    assert other_reading("off") == "the boolean `false`"
    assert has_leading_zeros("001") and not has_leading_zeros("0") and not has_leading_zeros("0s")
    assert flag_of("Yes") is True
    assert flag_of("no") is False
    assert flag_of("maybe") is None
