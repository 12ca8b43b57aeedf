"""Every example of every installed rule does what it promises, and so does every fix."""

import pytest

from promptlint.registry import installed
from promptlint.rule import Example, Rule
from promptlint.testing import check_example

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{kind}-{number}")
    for rule in installed()
    for kind, examples in (("bad", rule.bad), ("good", rule.good))
    for number, example in enumerate(examples, 1)
]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example(rule: Rule, example: Example) -> None:
    check_example(rule, example)
