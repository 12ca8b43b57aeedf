"""Phrases stand exactly where the words stand, and no pattern takes long."""

import json
import time

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.finding import Finding
from promptlint.phrases.matching import MAX_PLACES, PatternError, finder
from promptlint.testing import lint_text, marked

STYLES = {
    "plain": "prompt: She waits at golden hour today.\n",
    "plain over lines": "prompt: She waits at golden\n  hour today.\n",
    "single": "prompt: 'She waits at golden hour, it''s late.'\n",
    "double": 'prompt: "She waits at golden hour \\u2014 late."\n',
    "escaped": 'prompt: "at g\\u006flden \\\n  hour"\n',
    "literal": "prompt: |\n  She waits at golden\n  hour today.\n",
    "folded": "prompt: >-\n  She waits at\n  golden\n  hour today.\n",
    "flow": "{id: a, prompt: She waits at golden hour}\n",
    "json": '{"prompt": "She waits at golden hour."}\n',
    "defaults": "defaults: {prompt: At golden hour.}\nshots: [{id: a}, {id: b}]\n",
    "alias": "shots:\n- {id: a, prompt: &p At golden hour.}\n- {id: b, prompt: *p}\n",
}


def phrase(pattern: str, more: str = "") -> str:
    return f"[[phrases]]\ncode = 'STU101'\nmessage = 'Not in our house.'\n{pattern}\n{more}\n"


def lint(spec: str, pattern: str, more: str = "") -> list[Finding]:
    return lint_text(spec, config=phrase(pattern, more), select=["STU", "S001", "S013"])


def found(prompt: str, pattern: str, more: str = "") -> list[str]:
    spec = json.dumps({"prompt": prompt}, ensure_ascii=False)
    return [marked(finding).replace("\\\\", "\\") for finding in lint(spec, pattern, more)]


@pytest.mark.parametrize("pattern", ["words = 'golden hour'", "lemma = 'golden hour'", r"regex = 'golden\s+hour'"])
@pytest.mark.parametrize("spec", STYLES.values(), ids=STYLES)
def test_in_every_style(spec: str, pattern: str) -> None:
    (finding,) = lint(spec, pattern)
    written = marked(finding).replace("\\u006f", "o").replace("\\\n", "")
    assert " ".join(written.split()) == "golden hour"
    assert finding.path[-1] == "prompt"


@pytest.mark.parametrize(
    ("prompt", "words", "places"),
    [
        ("A Golden HOUR, golden hour.", "'golden hour'", ["Golden HOUR", "golden hour"]),
        ("The goldenhour, golden hours, marigolden hour.", "'golden hour'", []),
        ("A pan, a panda, pan-in, pan's end.", "'pan'", ["pan", "pan", "pan"]),
        ("golden   hour, golden_hour", "'golden hour'", ["golden   hour", "golden_hour"]),
        ("A golden hour.", "['golden', 'golden hour']", ["golden hour"]),
        ("Dusk at the magic hour.", "['magic hour', 'dusk']", ["Dusk", "magic hour"]),
        ("Costs $5 (net) or C++.", "['$5 (net)', 'c++']", ["$5 (net)", "C++"]),
        ("In 8k, 18k and 8kg.", "'8k'", ["8k"]),
        ("Une ÉCOLE, écoles.", "'école'", ["ÉCOLE"]),
        ("夕方の黄金時間に", "'黄金時間'", ["黄金時間"]),
        ("Sparkle ✨ and 🎬✨", "'✨'", ["✨", "✨"]),
        ("a.b acb", "'a.b'", ["a.b"]),
    ],
)
def test_words(prompt: str, words: str, places: list[str]) -> None:
    assert found(prompt, f"words = {words}") == places


@pytest.mark.parametrize(
    ("prompt", "lemma", "places"),
    [
        ("She walks on. They walked. Walking alone, a walk.", "walk", ["walks", "walked", "Walking", "walk"]),
        ("The children run, a child ran.", "child", ["children", "child"]),
        ("Leaves fall while she leaves.", "leave", ["leaves"]),
        ("Leaves fall while she leaves.", "leaf", ["Leaves"]),
        ("He walked away, she walks slowly away.", "walk away", ["walked away"]),
        ("The slow dolly-ins of the film.", "dolly in", []),
        ("A slow dolly-in on her face.", "Dolly in", ["dolly-in"]),
        ("The lens turns.", "lens", ["lens"]),
        ("Das Kind geht nach Hause und die Kinder spielen im Garten mit dem Ball.", "Kinder", ["Kinder"]),
    ],
)
def test_lemmas(prompt: str, lemma: str, places: list[str]) -> None:
    assert found(prompt, f"lemma = '{lemma}'") == places


@pytest.mark.parametrize(
    ("prompt", "regex", "places"),
    [
        ("Colour and color, colored.", r"\bcolou?r\b", ["Colour", "color"]),
        ("Naïve 女 🎬 5 people", r"\d+ people", ["5 people"]),
        ("Élan, élan!", "élan", ["Élan", "élan"]),
        ("one two", "(?-i)ONE|Two", []),
        ("the 女🎬 end", r"[^\x00-\x7f]+", ["女🎬"]),
        (r"a \C here", r"\\C here", [r"\C here"]),
        ("anything", r"\bx?y*\bz|q", []),
    ],
)
def test_regular_expressions(prompt: str, regex: str, places: list[str]) -> None:
    assert found(prompt, f"regex = '{regex}'") == places


PLACES = """\
prompt: no fog here
negative_prompt: fog, rain
motion: {strength: fog, camera: {type: pan, note: fog}, subject: drifts like fog}
image: refs/fog.png
notes: fog
"""


@pytest.mark.parametrize(
    ("places", "paths"),
    [
        ("", [("prompt",)]),
        ("in = 'negative_prompt'", [("negative_prompt",)]),
        ("in = 'motion'", [("motion", "strength"), ("motion", "subject")]),
        ("in = ['negative_prompt', 'prompt', 'prompt']", [("prompt",), ("negative_prompt",)]),
    ],
)
def test_places(places: str, paths: list[tuple[str, ...]]) -> None:
    for pattern in ("words = 'fog'", "lemma = 'fog'", "regex = 'fog'"):
        assert [finding.path for finding in lint(PLACES, pattern, places)] == paths


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["turns", "窗", "🎬", "é", "golden", "hour,", "'", '"', "\\", "\n", "#", ": "]), max_size=12
    ),
    st.lists(st.sampled_from(["her", "\n\n", "late", "👩\u200d🎤"]), max_size=6),
    st.sampled_from(["'", '"', "|", ">", None]),
    st.integers(15, 60),
    st.booleans(),
)
def test_places_in_what_pyyaml_writes(
    before: list[str], behind: list[str], style: str | None, width: int, unicode: bool
) -> None:
    prompt = " ".join([*before, "silver\u00a0screen", *behind])
    spec = yaml.dump({"id": "s1", "prompt": prompt}, default_style=style, width=width, allow_unicode=unicode)
    (finding,) = lint(spec, "words = 'silver screen'")
    text = marked(finding).replace("\\_", " ").replace("\\\n", "").replace("\\ ", " ")
    assert text.split() == ["silver", "screen"]


def test_no_more_places_than_can_be_read() -> None:
    for pattern in ("words = 'a'", "lemma = 'a'", "regex = 'a'"):
        assert len(found("a " * 500, pattern)) == MAX_PLACES


@pytest.mark.parametrize(
    "pattern",
    [
        r"(a+)+$",
        r"(a|a)*b",
        r"(a*)*b",
        r"(?:a?){1000}b",
        r"(.*)(.*)(.*)(.*)(.*)(.*)[^a]",
        r"(?:a|aa)+(?:a|aa)+(?:a|aa)+!",
        r"a(?:.*a{900}!)?",
        r"[ab]*a[ab]{300}c",
    ],
)
def test_no_pattern_takes_long(pattern: str) -> None:
    texts = ["a" * 100_000, "ab" * 50_000]
    find = finder("regex", (pattern,))
    begin = time.perf_counter()
    for text in texts:
        assert len(list(find(text, None))) <= MAX_PLACES  # type: ignore[arg-type]
    assert time.perf_counter() - begin < 60


def test_no_words_take_long() -> None:
    find = finder("words", ["a " * number + "b" for number in range(50)])
    begin = time.perf_counter()
    assert not list(find("a" + " " * 50_000 + "a " * 5_000, None))  # type: ignore[arg-type]
    assert time.perf_counter() - begin < 30


@pytest.mark.parametrize(
    "pattern",
    [
        *("(", "[a", "a**", r"(a)\1", "(?=a)", "(?<!a)b", "a{1001}", r"\p{Nonsense}", r"\C", r"x\\\C"),
        *("a*", "", "^", "x|", r"\b(?:x)?", r"(?:\pL{50}){50}", "((a{100}){100}){100}"),
    ],
)
def test_patterns_that_cannot_be_used(pattern: str) -> None:
    with pytest.raises(PatternError):
        finder("regex", (pattern,))


@settings(max_examples=150)
@given(st.text(st.sampled_from("ab(|)*+?[]{},1\\CpLnQEdws.^$- é女\x00:=<!P"), max_size=20), st.text(max_size=40))
def test_any_pattern_is_refused_or_finds_places_in_the_text(pattern: str, text: str) -> None:
    for kind in ("words", "regex"):
        try:
            find = finder(kind, (pattern,))
        except PatternError:
            continue
        last = 0
        for start, end in find(text, None):  # type: ignore[arg-type]
            assert last <= start < end <= len(text)
            last = end


def test_lone_surrogates_do_no_harm() -> None:
    for pattern in ("words = 'fog'", "regex = 'fog'", "regex = '.'"):
        findings = lint('prompt: "fog \\ud83c fog"\n', pattern)
        assert not [finding for finding in findings if finding.code == "S013"]
