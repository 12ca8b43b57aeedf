"""What is said of text that is no YAML: nothing in the parser's own words."""

from __future__ import annotations

import pytest

from promptlint.document import compose


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("motion: {", "a value or a closing bracket is missing"),
        ("motion: {camera: ", "a value or a closing bracket is missing"),
        ("shots: [", "a value or a closing bracket is missing"),
        ("sizes: [1,,2]", "a value or a closing bracket is missing"),
        ('{"shots": [{"duration": ', "a value or a closing bracket is missing"),
        ("image: ]", "cannot start a value"),
        ("characters: - mara", "a list starts on the line of its key"),
        ("prompt: > She walks\n  along the quay.", "text stands on the line of `|` or `>`"),
        ("prompt: * waits", "no name follows"),
        ("motion: {camera: pan", "a mapping opened with `{` is not closed"),
    ],
)
def test_words(text: str, words: str) -> None:
    (error,) = compose(text).errors
    assert words in error.message
    assert error.advice
    assert "expected" not in error.message and "while " not in error.message
