"""Edits: the result parses, the target is as asked, and everything else is equal."""

import json
from typing import Any

import pytest
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from promptlint.document import Entry, Mapping, Scalar, Sequence, compose, to_instance
from promptlint.edits import (
    apply,
    double_quoted,
    insert_entry,
    quote_scalar,
    remove_entry,
    rename_key,
    replace_scalar,
    replace_words,
)
from promptlint.finding import TextEdit

texts = st.text(
    st.sampled_from("ab z'\"\\:#-,[]{}&*!|>%@`?\t\n1.~é漢🎬\u2028\x85\xa0\x07"), min_size=0, max_size=12
).filter(lambda text: "\r" not in text)
words = st.sampled_from(
    ["hero", "b roll", "16:9", "no", "012", "5", "null", "a: b", "a #b", "-", "- x", "'", '"', "é🎬"]
)
new_texts = st.one_of(texts, words)


def literal(text: str, indent: str) -> str:
    chomp = "-" if not text.endswith("\n") else ("+" if text.endswith("\n\n") or text == "\n" else "")
    body = "".join(f"{indent}{line}\n" if line else "\n" for line in text.removesuffix("\n").split("\n"))
    return f"|2{chomp}\n{body}"


SPECS = [
    "shots:\n  - id: s01\n    prompt: She turns: no\n".replace(": no", " now"),
    "# head\nshots:\n  - id: s01  # first\n    prompt: >-\n      She turns\n      slowly.\n\n      She smiles.\n    duration: 5\n",
    "a: \"x\\ty\"\nb: 'it''s'\nc: plain words\n  over lines\nd: [1, \"2\", {e: f g}]\n",
    "defaults: {model: kling-2.6, mode: pro}\nshots:\n- prompt: |\n    one\n    two\n\n  id: a\n- id: b\n",
    '{"shots": [{"id": "s01", "prompt": "She \\"turns\\".", "n": null}], "v": 1}\n',
    '{\n  "id": "s01",\n  "prompt": "x",\n  "duration": 5\n}\n',
    "x: &x {a: 1}\ny: *x\nz:\n  <<: *x\n  b: 2\n  c: 3\n",
    "a:\nb: |+\n  text\n\n\nc: >\n  folded\n  text\n",
    "a: |-\n  text\n# comment\nb:   # behind\n  - 1\n  - k: v\n    w: u\n",
    "a: 1\r\nb: |\r\n  x\r\n  y\r\nc: >-\r\n  z\r\n",
    "a: 'one two\n  three\n\n  four'\nb: \"one two\n  three \\\n  four\\n\n\n  five\"\nc: one\n  two\n\n  three\n",
    "a: |  # why\n    one\n\n    two three\n    four\nb: >+2\n  one two\n  three\n\n  four\n   five\n\nc: 1\n",
    "- a: 1\n  b: 2\n-\n  a: 3\n- {}\n- b: |\n    last",
    "only: one\n",
    "p: {only: one}\nq: [{a: b}]\n",
]


def scalars(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Scalar]]:
    if isinstance(node, Scalar):
        return [(path, node)]
    if isinstance(node, Mapping):
        own = [e for e in node.entries if not e.merged and e.value.start >= e.key.end]
        return [found for e in own for found in scalars(e.value, (*path, e.key.value))]
    assert isinstance(node, Sequence)
    return [found for i, item in enumerate(node.items) for found in scalars(item, (*path, i))]


def entries(node: Any, path: tuple[Any, ...] = ()) -> list[tuple[tuple[Any, ...], Mapping, Entry]]:
    if isinstance(node, Mapping):
        return [
            found
            for e in node.entries
            for found in (
                [(path, node, e)] + (entries(e.value, (*path, e.key.value)) if e.value.start >= e.key.end else [])
            )
        ]
    if isinstance(node, Sequence):
        return [found for i, item in enumerate(node.items) for found in entries(item, (*path, i))]
    return []


def texts_of(node: Any) -> Any:
    """The tree with the decoded text of every scalar, so that nothing is hidden by reading numbers."""
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Mapping):
        return [(e.key.value, texts_of(e.value)) for e in node.entries]
    return [texts_of(item) for item in node.items]


def is_shared(spec: str, path: tuple[Any, ...]) -> bool:
    """Whether an alias repeats what stands at the path."""
    return "&x" in spec and path[:1] == ("x",)


def parsed(text: str) -> Any:
    document = compose(text)
    assert not document.errors, (text, document.errors)
    (root,) = document.roots
    return root


def at(tree: Any, path: tuple[Any, ...]) -> Any:
    for step in path:
        tree = next(v for k, v in tree if k == step) if isinstance(step, str) else tree[step]
    return tree


def with_value(tree: Any, path: tuple[Any, ...], value: Any) -> Any:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, str):
        return [(k, with_value(v, rest, value) if k == step else v) for k, v in tree]
    return [with_value(v, rest, value) if i == step else v for i, v in enumerate(tree)]


@settings(max_examples=600)
@given(st.sampled_from(SPECS), st.integers(0, 20), new_texts)
def test_replace_scalar(spec: str, index: int, text: str) -> None:
    root = parsed(spec)
    found = [item for item in scalars(root) if item[1].anchor is None]
    path, scalar = found[index % len(found)]
    assume(path and not is_shared(spec, path))
    after = apply(spec, (replace_scalar(scalar, text),))
    expected = with_value(texts_of(root), path, text)
    result = texts_of(parsed(after))
    assert at(result, path).rstrip("\n") == text.rstrip("\n")
    assert with_value(result, path, text) == expected


@settings(max_examples=600)
@given(st.sampled_from(SPECS), st.integers(0, 20), st.integers(0, 20), st.integers(0, 20), new_texts)
def test_replace_words(spec: str, index: int, start: int, end: int, text: str) -> None:
    root = parsed(spec)
    found = [item for item in scalars(root) if item[1].anchor is None and item[1].value]
    path, scalar = found[index % len(found)]
    assume(not is_shared(spec, path))
    start, end = sorted((start % (len(scalar.value) + 1), end % (len(scalar.value) + 1)))
    after = apply(spec, (replace_words(scalar, start, end, text),))
    last = len(scalar.value.rstrip("\n"))
    if scalar.style in ("literal", "folded") and end > last:
        start, end, text = min(start, last), last, text.rstrip("\n")
    value = scalar.value[:start] + text + scalar.value[end:]
    result = texts_of(parsed(after))
    assert at(result, path).rstrip("\n") == value.rstrip("\n")
    assert with_value(result, path, value) == with_value(texts_of(root), path, value)


@given(texts)
@example("\ud800")
def test_double_quoted(text: str) -> None:
    assume("\ud800" not in text)
    assert parsed(double_quoted(text)).value == text


@settings(max_examples=300)
@given(st.sampled_from(SPECS), st.integers(0, 20))
def test_quote_scalar(spec: str, index: int) -> None:
    root = parsed(spec)
    found = [item for item in scalars(root) if item[1].style == "plain" and item[1].value]
    assume(found)
    scalar = found[index % len(found)][1]
    after = parsed(apply(spec, (quote_scalar(scalar),)))
    assert texts_of(after) == texts_of(root)


@settings(max_examples=300)
@given(st.sampled_from(SPECS), st.integers(0, 20), new_texts)
def test_rename_key(spec: str, index: int, name: str) -> None:
    assume("\n" not in name and name != "<<")
    root = parsed(spec)
    found = entries(root)
    path, mapping, entry = found[index % len(found)]
    assume(not is_shared(spec, path))
    edit = rename_key(entry, name)
    if edit is None:
        assert entry.merged
        return
    assume(name not in mapping)
    renamed = [(name if k == entry.key.value else k, v) for k, v in texts_of(mapping)]
    assert sorted(map(repr, at(texts_of(parsed(apply(spec, (edit,)))), path))) == sorted(map(repr, renamed))


VALUES = [
    "subtle",
    5,
    5.5,
    True,
    "16:9",
    "no",
    "a: b",
    ["x", "a, b"],
    {"from": "s01", "frame": "last"},
    "",
    "é🎬",
    None,
]


@settings(max_examples=500)
@given(st.sampled_from(SPECS), st.integers(0, 20), st.sampled_from(VALUES))
def test_insert_entry(spec: str, index: int, value: Any) -> None:
    root = parsed(spec)
    found = entries(root)
    path, mapping, entry = found[index % len(found)]
    assume(not is_shared(spec, path))
    edit = insert_entry(mapping, entry, "new_key", value)
    if edit is None:
        assert entry.merged
        return
    result = parsed(apply(spec, (edit,)))
    target = at(texts_of(result), path)
    assert "new_key" in dict(target)
    instance = to_instance(result)
    for step in path:
        instance = instance[step]  # type: ignore[index,call-overload]
    assert instance["new_key"] == value  # type: ignore[index,call-overload]
    left = [item for item in target if item[0] != "new_key"]
    assert with_value(texts_of(result), path, left) == texts_of(root)


@settings(max_examples=500)
@given(st.sampled_from(SPECS), st.integers(0, 20))
def test_remove_entry(spec: str, index: int) -> None:
    root = parsed(spec)
    found = entries(root)
    path, mapping, entry = found[index % len(found)]
    assume(not is_shared(spec, path))
    edit = remove_entry(mapping, entry)
    if edit is None:
        return
    expected = with_value(texts_of(root), path, [item for item in texts_of(mapping) if item[0] != entry.key.value])
    assert texts_of(parsed(apply(spec, (edit,)))) == expected


@pytest.mark.parametrize(
    ("spec", "path", "text", "after"),
    [
        ("a: hero\n", ("a",), "b-roll", "a: b-roll\n"),
        ("a: hero\n", ("a",), "16:9", 'a: "16:9"\n'),
        ("a: hero\n", ("a",), "a: b", 'a: "a: b"\n'),
        ("a: one, two\n", ("a",), "three, four", "a: three, four\n"),
        ("{a: one}\n", ("a",), "three, four", '{a: "three, four"}\n'),
        ("a: 'it''s'\n", ("a",), "it's here", "a: 'it''s here'\n"),
        ('a: "b"  # why\n', ("a",), 'say "c"', 'a: "say \\"c\\""  # why\n'),
        ("a: |\n  one\nb: c\n", ("a",), "two\n", "a: |\n  two\nb: c\n"),
        ("a: 5\n", ("a",), "8", "a: 8\n"),
        ("a: &n 5\nb: *n\n", ("a",), "8", "a: &n 8\nb: *n\n"),
    ],
)
def test_style_is_kept(spec: str, path: tuple[Any, ...], text: str, after: str) -> None:
    scalar = dict(scalars(parsed(spec)))[path]
    written = apply(spec, (replace_scalar(scalar, text),))
    assert texts_of(parsed(written)) == texts_of(parsed(after))
    assert written == after or "|" in spec


def test_only_the_words_are_replaced_in_a_folded_text() -> None:
    spec = "a: >-\n  She turns\n  slowly to the\n  window.\n"
    scalar = parsed(spec).entries[0].value
    start = scalar.value.index("slowly")
    edit = replace_words(scalar, start, start + len("slowly"), "gently")
    assert apply(spec, (edit,)) == spec.replace("slowly", "gently")


@pytest.mark.parametrize(
    ("spec", "key", "after"),
    [
        ("a: 1\nb: 2\n", "a", "a: 1\nnew: x\nb: 2\n"),
        ("a: 1\nb: 2", "b", "a: 1\nb: 2\nnew: x"),
        ("a: 1  # why\n", "a", "a: 1  # why\nnew: x\n"),
        ("{a: 1, b: 2}\n", "a", "{a: 1, new: x, b: 2}\n"),
        ('{\n  "a": 1\n}\n', "a", '{\n  "a": 1,\n  "new": "x"\n}\n'),
        ("a: |-\n  text\nb: 2\n", "a", "a: |-\n  text\nnew: x\nb: 2\n"),
        ("a:\n  - 1\nb: 2\n", "a", "a:\n  - 1\nnew: x\nb: 2\n"),
        ("a: 1\r\nb: 2\r\n", "a", "a: 1\r\nnew: x\r\nb: 2\r\n"),
    ],
)
def test_layout_of_inserted_keys(spec: str, key: str, after: str) -> None:
    root = parsed(spec)
    edit = insert_entry(root, root.get(key), "new", "x")
    assert edit and apply(spec, (edit,)) == after


@pytest.mark.parametrize(
    ("spec", "key", "after"),
    [
        ("a: 1\nb: 2  # why\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb: |\n  x\n\n\nc: 3\n", "b", "a: 1\nc: 3\n"),
        ("a: 1\nb:\n  - x\n  - y\n", "b", "a: 1\n"),
        ("{a: 1, b: 2}\n", "a", "{b: 2}\n"),
        ("{a: 1, b: 2}\n", "b", "{a: 1}\n"),
        ("a: 1\n", "a", "{}\n"),
    ],
)
def test_layout_after_removal(spec: str, key: str, after: str) -> None:
    root = parsed(spec)
    edit = remove_entry(root, root.get(key))
    assert edit and apply(spec, (edit,)) == after


def test_what_others_use_is_not_removed() -> None:
    root = parsed("a: &n {b: 1}\nc: *n\n")
    assert remove_entry(root, root.get("a")) is None
    edit = remove_entry(root, root.get("c"))
    assert edit and apply(root.entries[0].key.source, (edit,)) == "a: &n {b: 1}\n"


def test_edits_are_applied_from_the_back() -> None:
    assert apply("abc", (TextEdit(_span(0, 1), "x"), TextEdit(_span(2, 3), "yy"))) == "xbyy"
    assert json.loads(double_quoted("é🎬")) == "é🎬"


def _span(start: int, end: int) -> Any:
    from promptlint.text import Span

    return Span(start, end)
