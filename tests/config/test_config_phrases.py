from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.config import ConfigError, ConfigFinder
from promptlint.config.phrases import read_phrases
from promptlint.config.read import ConfigFile, line_of
from promptlint.finding import Confidence, Severity
from promptlint.settings import Phrase

FOG = '[[phrases]]\ncode = "STU101"\nmessage = "No fog."\nwords = "fog"\n'
RAIN = '[[phrases]]\ncode = "STU102"\nmessage = "No rain."\nlemma = ["rain", "pour"]\n'


def phrases(folder: Path, text: str, name: str = "promptlint.toml") -> tuple[Phrase, ...]:
    (folder / name).write_text(text, "utf-8")
    return ConfigFinder().settings_for(folder).phrases


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path.resolve()
    (folder / ".git").mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_what_is_not_said(film: Path) -> None:
    fog, rain = phrases(film, FOG + RAIN)
    assert fog == Phrase("STU101", "stu101", "No fog.", "words", ("fog",), source="promptlint.toml:1")
    assert (rain.kind, rain.patterns, rain.confidence) == ("lemma", ("rain", "pour"), Confidence.LIKELY)


def test_every_key(film: Path) -> None:
    (phrase,) = phrases(
        film,
        """
        [[phrases]]
        code = "STU101"
        name = "no-fog"
        message = "No fog."
        regex = "fog|mist"
        in = ["motion", "prompt", "motion"]
        severity = "info"
        confidence = "possible"
        replacement = "haze"
        advice = "Ask Ada."
        """,
    )
    assert phrase == Phrase(
        "STU101",
        "no-fog",
        "No fog.",
        "regex",
        ("fog|mist",),
        ("motion", "prompt"),
        Severity.INFO,
        Confidence.POSSIBLE,
        "haze",
        "Ask Ada.",
        "promptlint.toml:2",
    )


def test_in_pyproject(film: Path) -> None:
    text = "[project]\nname = 'film'\n\n" + (FOG + RAIN).replace("[[phrases]]", "[[tool.promptlint.phrases]]")
    assert [phrase.source for phrase in phrases(film, text, "pyproject.toml")] == [
        "pyproject.toml:4",
        "pyproject.toml:8",
    ]


def test_an_own_phrase_replaces_an_extended_one(film: Path) -> None:
    (film / "house.toml").write_text(FOG + RAIN)
    found = phrases(film, 'extends = "house.toml"\n' + FOG.replace('"fog"', '"mist"'))
    assert [(phrase.code, phrase.patterns, phrase.source) for phrase in found] == [
        ("STU101", ("mist",), "promptlint.toml:2"),
        ("STU102", ("rain", "pour"), "house.toml:5"),
    ]


MISTAKES = [
    (FOG.replace('code = "STU101"\n', ""), 1, "has no `code`"),
    (FOG.replace("STU101", "STU1"), 2, "three or four digits"),
    (FOG.replace("STU101", "M599"), 2, "stands for the family motion. Choose letters of your own, such as STU599"),
    (FOG + FOG, 6, "Two phrases have the code STU101"),
    (FOG + RAIN + 'name = "stu101"\n', 9, "Two phrases have the name `stu101`"),
    (FOG + 'name = "motion"\n', 5, "`motion` is the name of a family"),
    (FOG + 'name = "stu"\n', 5, "`stu` is the name of a family"),
    (FOG + RAIN.replace("message", "mesage"), 7, "Unknown key `mesage` of `phrases`. Did you mean `message`?"),
    (FOG + RAIN.replace('message = "No rain."\n', ""), 5, "has no `message`"),
    (FOG.replace('words = "fog"\n', ""), 1, "takes exactly one of `words`, `lemma` and `regex`"),
    (FOG + 'regex = "fog"\n', 1, "takes exactly one of `words`, `lemma` and `regex`"),
    (FOG.replace('"fog"', "[]"), 4, "`phrases.words` is an empty list"),
    (FOG.replace('"fog"', "3"), 4, "`phrases.words` is 3. Expected text in quotes"),
    (FOG.replace('"fog"', '["fog", 3]'), 4, "An entry of `phrases.words` is 3"),
    (FOG.replace('"fog"', '["fog", " "]'), 4, "there are no words in it"),
    (FOG.replace('words = "fog"', 'lemma = "!"'), 4, "there are no words in it"),
    (FOG.replace('words = "fog"', 'regex = "fog("'), 4, "missing ): fog(. It must follow the syntax of RE2"),
    (FOG.replace('words = "fog"', 'regex = "fog*|"'), 4, "stands for no characters at all"),
    (FOG + 'in = "promt"\n', 5, "Did you mean `prompt`? Expected one of prompt, negative_prompt, motion"),
    (FOG + 'in = ["prompt", "x"]\n', 5, '`phrases.in` is "x"'),
    (FOG + 'severity = "warn"\n', 5, "Did you mean `warning`?"),
    (FOG.replace("[[phrases]]", "[phrases]"), 1, "`phrases` is a table. Expected a list; `[[phrases]]` begins"),
    ("phrases = [\n{code = 'STU101', message = 'x', words = 'y', in = 'z'}\n]", 1, '`phrases.in` is "z"'),
]


@pytest.mark.parametrize(("text", "line", "message"), MISTAKES)
def test_mistakes(film: Path, text: str, line: int, message: str) -> None:
    with pytest.raises(ConfigError) as caught:
        phrases(film, text)
    assert (caught.value.where, caught.value.line) == ("promptlint.toml", line)
    assert message in caught.value.message


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("a", 0), 1),
        (("a", 1), 4),
        (("a", 1, "x"), 5),
        (("a", 0, "b", 1, "x"), 10),
        (("a", 1, "b", 0, "y"), 4),
        (("a", 7), None),
        (("c", "x"), 8),
    ],
)
def test_lines_in_lists_of_tables(keys: tuple[str | int, ...], line: int | None) -> None:
    text = "[[a]]\nx = 1\n\n[[a]]\nx = 2\n\n[c]\nx = 3\n"
    nested = "[[a]]\n[[a.b]]\nx = 1\n[a.c]\nx = 2\n[c]\nx = 3\n[d]\n[[a]]\n"
    if keys == ("a", 0, "b", 1, "x"):
        text, line = "[[a]]\n[[a.b]]\nx = 1\n[[a.b]]\nx = 2\n[[a]]\n[[a.b]]\nx = 3\n", 5
    assert line_of(text, keys) == line
    assert line_of(nested, ("a", 0, "c", "x")) == 5


CODES = st.from_regex(r"^[A-Z]{1,4}[0-9]{3,4}$")
NAMES = st.from_regex(r"^[a-z0-9]{1,3}(-[a-z0-9]{1,3}){0,2}$")
PATTERNS = st.tuples(st.sampled_from(["words", "lemma", "regex"]), st.text(min_size=1, max_size=9))


@settings(max_examples=150)
@given(st.lists(st.tuples(CODES, NAMES, PATTERNS), max_size=3))
def test_whatever_follows_the_schema_is_read_or_refused(drawn: list[tuple[str, str, tuple[str, str]]]) -> None:
    from promptlint.config.schema import conforms
    from promptlint.phrases.rules import rule_of

    entries = [{"code": code, "name": name, "message": "x", kind: pattern} for code, name, (kind, pattern) in drawn]
    assert conforms({"phrases": entries})
    try:
        read = read_phrases(ConfigFile(Path("promptlint.toml"), "promptlint.toml", "", {"phrases": entries}))
    except ConfigError:
        return
    assert [rule_of(phrase).code for phrase in read.values()] == [entry["code"].strip() for entry in entries]
