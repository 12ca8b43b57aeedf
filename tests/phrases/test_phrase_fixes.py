"""What a replacement writes, when that is safe, and that it comes to an end."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.document import Mapping, compose, to_instance
from promptlint.edits import apply
from promptlint.finding import Finding
from promptlint.testing import lint_text

WORDS = st.sampled_from(["shot", "wide shot", "Shot", "SHOT", "wide", "Wide", "close-up", "a", "aa", "8k", "8 k", "ß"])


def lint(spec: str, phrase: str) -> list[Finding]:
    config = f"[[phrases]]\ncode = 'STU101'\nmessage = 'Not in our house.'\n{phrase}\n"
    return lint_text(spec, config=config, select=["STU"])


def fixed(spec: str, phrase: str) -> str:
    findings = lint(spec, phrase)
    assert all(finding.fix for finding in findings)
    return apply(spec, tuple(edit for finding in findings if finding.fix for edit in finding.fix.edits))


@pytest.mark.parametrize(
    ("spec", "phrase", "wanted"),
    [
        ("prompt: Golden hour, golden hour.", "words='golden hour'\nreplacement='low sun'", "Low sun, low sun."),
        ("prompt: The WALK.", "lemma='walk'\nreplacement='stroll'", "The Stroll."),
        ("prompt: A steadicam.", "words='steadicam'\nreplacement='Steadicam'", "A Steadicam."),
        ("prompt: In 8K, 8k.", "words='8k'\nreplacement='sharp'", "In sharp, sharp."),
        ("prompt: A color.", "regex='colou?r'\nreplacement='colour'", "A colour."),
        (
            "prompt: >-\n  At golden\n  hour\n  she waits.",
            "words='golden hour'\nreplacement='dusk'",
            "At dusk she waits.",
        ),
        ("prompt: |\n  Fog\n  here.", "words='fog'\nreplacement='mist'", "Mist\nhere."),
        ("prompt: 'No fog.'", "words='fog'\nreplacement=\"cat's cradle\"", "No cat's cradle."),
        ("prompt: 'fog'", "words='fog'\nreplacement='mist: thin'", "mist: thin"),
        ("prompt: fog", "words='fog'\nreplacement='mist: thin'", "mist: thin"),
        ('{"prompt": "fog"}', "words='fog'\nreplacement='\"mist\"'", '"mist"'),
        ("prompt: fog & fire", "words='fog'\nreplacement='&'", "& & fire"),
    ],
)
def test_what_is_written(spec: str, phrase: str, wanted: str) -> None:
    text = fixed(spec + "\n", phrase)
    document = compose(text)
    assert not document.errors
    value = to_instance(document.roots[0])["prompt"]
    assert value.strip() == wanted
    assert not lint(text, phrase)


@pytest.mark.parametrize(
    ("prompt", "phrase"),
    [
        ("A wide shot, a Wide\u00a0shot and a WIDE SHOT.", "words='shot'\nreplacement='wide shot'"),
        ("On IMAX film.", "words='imax'\nreplacement='IMAX'"),
        ("Colour, colour.", "regex='colou?r'\nreplacement='colour'"),
    ],
)
def test_what_is_written_right_is_not_reported(prompt: str, phrase: str) -> None:
    assert not lint(f"prompt: {prompt}\n", phrase)


@pytest.mark.parametrize(
    ("prompt", "phrase", "safe"),
    [
        ("A close up.", "words='close up'\nreplacement='close-up'", True),
        ("A slow-motion run.", "words='slow-motion'\nreplacement='slow motion'", True),
        ("On imax film.", "words='imax'\nreplacement='IMAX'", True),
        ("In 4 k.", "words='4 k'\nreplacement='4K'", True),
        ("At golden hour.", "words='golden hour'\nreplacement='low sun'", False),
        ("A color.", "words='color'\nreplacement='colour'", False),
        ("In 16 9.", "words='16 9'\nreplacement='169'", False),
        ("At -5 degrees.", "words='-5'\nreplacement='5'", False),
    ],
)
def test_only_another_spelling_is_safe(prompt: str, phrase: str, safe: bool) -> None:
    (finding,) = lint(f"prompt: {prompt}\n", phrase)
    assert finding.fix is not None
    assert finding.fix.safe is safe


def test_what_the_finding_advises() -> None:
    (finding,) = lint("prompt: Golden hour.\n", "words='golden hour'\nreplacement='low sun'")
    assert finding.text == "Not in our house. Write `Low sun`."
    (finding,) = lint("prompt: Golden hour.\n", "words='golden hour'\nreplacement='low sun'\nadvice='Ask Ada.'")
    assert finding.text == "Not in our house. Ask Ada."
    assert finding.fix is not None
    (finding,) = lint("prompt: Golden hour.\n", "words='golden hour'")
    assert finding.text == "Not in our house."
    assert finding.fix is None


@settings(max_examples=150)
@given(
    st.lists(WORDS, min_size=1, max_size=6),
    WORDS,
    WORDS,
    st.sampled_from(["{}", '"{}"', "'{}'", ">-\n  {}", "|\n  {}"]),
)
def test_fixing_ends_and_changes_nothing_else(words: list[str], pattern: str, new: str, style: str) -> None:
    phrase = f"words='{pattern}'\nreplacement='{new}'"
    spec = f"# head\nid: s1\nprompt: {style.format(' '.join(words))}\nmode: pro  # behind\n"
    text = spec
    for _ in range(10):
        after = fixed(text, phrase)
        if after == text:
            break
        text = after
    assert not lint(text, phrase)
    before, now = (compose(version).roots[0] for version in (spec, text))
    assert isinstance(before, Mapping)
    assert isinstance(now, Mapping)
    assert [entry.key.value for entry in before] == [entry.key.value for entry in now]
    assert text.startswith("# head\nid: s1\nprompt: ")
    assert text.endswith("\nmode: pro  # behind\n")
