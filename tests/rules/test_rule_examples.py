"""Every example of every installed rule does what it promises, and so does every fix."""

import pytest

from promptlint.registry import installed
from promptlint.testing import check_example, examples_of

EXAMPLES = {name: example for package in installed().packages for name, example in examples_of(package).items()}


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    check_example(*EXAMPLES[name])
