"""The character map: whatever the style, each decoded character leads back to the source that made it."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.document import Mapping, Scalar, compose, compose_lines
from promptlint.text import SourceText

TRICKY = st.sampled_from(
    [
        *"abc xyz",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "'",
        '"',
        "\\",
        "#",
        ": ",
        "- ",
        "é",
        "e\u0301",
        "女",
        "🎬",
        "👩\u200d🎤",
        "%",
        "&",
        "|",
    ]
)
TEXTS = st.lists(TRICKY, max_size=25).map("".join)
WORDS = st.lists(st.sampled_from(["turns", "her", "head", "窗", "🎬", "é", "slowly,"]), min_size=1, max_size=12)
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def scalar_at(text: str, key: str = "prompt") -> Scalar:
    document = compose(text)
    assert not document.errors, document.errors
    root = document.roots[0]
    assert isinstance(root, Mapping)
    entry = root.get(key)
    assert entry is not None
    assert isinstance(entry.value, Scalar)
    return entry.value


def check_map(text: str, scalar: Scalar) -> None:
    """The map decodes to libyaml's value, its ranges are ordered, and unescaped characters stand for themselves."""
    mapped = scalar.map()
    assert mapped.decoded == scalar.value
    assert len(mapped.starts) == len(mapped.ends) == len(scalar.value)
    previous = scalar.start
    for char, start, end in zip(mapped.decoded, mapped.starts, mapped.ends, strict=True):
        assert previous <= start < end
        previous = end
        made_by = text[start:end]
        if made_by == char or (char in " \n" and made_by.isspace()) or made_by in ("''",):
            continue
        assert made_by.startswith("\\")
        assert scalar.style == "double"


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["'", '"', "|", ">", None]), st.integers(15, 60), LINE_ENDS, st.booleans())
def test_every_style_as_pyyaml_writes_it(value, style, width, line_end, unicode):
    text = yaml.dump(
        {"id": "s1", "prompt": value}, default_style=style, width=width, allow_unicode=unicode, line_break=line_end
    )
    scalar = scalar_at(text)
    assert scalar.value == value
    check_map(text, scalar)


@settings(max_examples=300)
@given(
    st.lists(
        st.tuples(st.integers(0, 3), TEXTS.map(lambda t: t.replace("\n", " ")), st.integers(0, 2)),
        min_size=1,
        max_size=6,
    ),
    st.sampled_from(["|", ">"]),
    st.sampled_from(["", "-", "+"]),
    st.booleans(),
    st.integers(1, 4),
    LINE_ENDS,
    st.sampled_from(["", "next: 1", "# a comment"]),
)
def test_block_scalars_with_every_indicator(lines, style, chomping, explicit, indent, line_end, follower):
    body = "".join(
        " " * indent + " " * extra + (line or "x") + line_end + line_end * blanks for extra, line, blanks in lines
    )
    first_is_indented = lines[0][0] > 0 or lines[0][1][:1] in (" ", "\t")
    indicator = str(indent) if explicit or first_is_indented else ""
    text = f"shots:{line_end}prompt: {style}{indicator}{chomping} # why{line_end}{body}{follower}"
    document = compose(text)
    if document.errors:
        return
    check_map(text, scalar_at(text))


@settings(max_examples=200)
@given(
    WORDS,
    st.sampled_from(["", "'", '"']),
    st.lists(st.sampled_from([" ", "  ", "\n    ", " \n\n     ", "\r\n    \t "]), min_size=12, max_size=12),
)
def test_flow_scalars_over_several_lines(words, quote, gaps):
    joined = "".join(word + gap for word, gap in zip(words, gaps, strict=False)).strip()
    text = f"- id: 1\n  prompt: {quote}{joined}{quote}\n  next: 2\n"
    document = compose(text)
    assert not document.errors
    scalar = document.roots[0].items[0].get("prompt").value
    check_map(text, scalar)
    for word in words:
        at = scalar.value.index(word)
        span = scalar.span_of(at, at + len(word))
        assert text[span.start : span.end] == word


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        pytest.param('prompt: "a \\\n  b\\tc"', "\t", "\\t", id="escaped line break"),
        pytest.param('prompt: "x \\u00e9 y"', "é", "\\u00e9", id="hex escape"),
        pytest.param('{"prompt": "a \\ud83c\\udfac b"}', "🎬", "\\ud83c\\udfac", id="JSON surrogate pair"),
        pytest.param("prompt: 'it''s'", "'", "''", id="single quote"),
        pytest.param("prompt: >-\n  🎬 one\n  two", "two", "two", id="behind an emoji in a folded scalar"),
        pytest.param("prompt: >-\n  one\n\n  two", "\n", "\n", id="paragraph in a folded scalar"),
        pytest.param("prompt: |2-\n    deep\n", "  deep", "  deep", id="indentation indicator"),
        pytest.param("prompt: &x !!str words", "words", "words", id="anchor and tag"),
    ],
)
def test_words_lead_to_their_source(text, word, expected):
    scalar = scalar_at(text)
    at = scalar.value.index(word)
    span = scalar.span_of(at, at + len(word))
    assert text[span.start : span.end] == expected.strip() or text[span.start : span.end] == expected


def test_a_byte_order_mark_is_not_counted():
    source = SourceText.from_bytes(b"\xef\xbb\xbfprompt: go\n")
    scalar = scalar_at(source.text)
    assert source.text[scalar.start : scalar.end] == "go"
    assert source.position(scalar.start) == (1, 9)


def test_json_lines_keep_file_offsets():
    text = '{"prompt": "a"}\n\n{"prompt": "b"}\n'
    document = compose_lines(text)
    assert not document.errors
    values = [root.get("prompt").value for root in document.roots]
    assert [text[v.start : v.end] for v in values] == ['"a"', '"b"']


@pytest.mark.parametrize("text", ["prompt: ''", 'prompt: ""', "prompt:", "prompt: |\n", "prompt: >-\n\nnext: 1"])
def test_empty_values_have_an_empty_span(text):
    scalar = scalar_at(text)
    span = scalar.span_of(0, 5)
    assert span.start == span.end
    assert 0 <= span.start <= len(text)
