"""What the examples of the continuity rules cannot express: whose words they are, shades of sameness, fixes in prose."""

from __future__ import annotations

from collections.abc import Sequence
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.document import compose
from promptlint.edits import apply
from promptlint.finding import Confidence, Finding, Severity
from promptlint.testing import lint_text
from promptlint_rules.ages import Age, apart, declared_age, read_age
from promptlint_rules.pictures import is_other_state

MARA = "28-year-old woman, pale skin, blue-grey eyes, straight dark auburn hair cut to the jaw, dark green wool jumper"
TOMAS = "61-year-old man, tanned skin, brown eyes, short grey hair, trimmed grey beard, navy work jacket"
BIBLE = (
    "characters:\n"
    f"  mara: {{image: m.png, age: 28, lighting: soft window light from camera-left, description: '{MARA}'}}\n"
    f"  tomas: {{image: t.png, age: 61, description: '{TOMAS}'}}\n"
)


def shot(prompt: str, cast: str = "mara", name: str = "s01", more: str = "image: m.png") -> str:
    quoted = prompt.replace("'", "''")
    return f"  - {{id: {name}, characters: [{cast}], {more}, prompt: '{quoted}'}}\n"


def found(
    spec: str, *codes: str, least: Confidence = Confidence.LIKELY, files: Sequence[tuple[str, str]] = ()
) -> list[Finding]:
    return lint_text(spec, select=codes, config=f'confidence = "{least.label}"', files=files)


LOOKS = ("K601", "C201", "C202", "C207")
"""Rules that hold what a prompt says of somebody against the bible; one finding for each contradiction."""


def marks(findings: list[Finding]) -> list[str]:
    return [finding.file.source.text[finding.span.start : finding.span.end] for finding in findings]


def drift(prompt: str, cast: str = "mara", least: Confidence = Confidence.LIKELY) -> list[str]:
    return marks(found(BIBLE + "shots:\n" + shot(prompt, cast), *LOOKS, least=least))


@pytest.mark.parametrize(
    "prompt",
    [
        "The same woman from the reference turns her head to the window. Slow push-in.",
        f"{MARA}, laughs.",
        "The woman with the blue-grey eyes runs down the stairs.",
        "The woman's eyes are blue-grey. Handheld camera.",
        "The young woman smiles, freckles on her pale skin.",
        "A jaw-length bob of dark auburn hair swings as the woman turns.",
        "Her auburn hair glows golden in the low sun.",
        "Her eyes turn red with tears.",
        "The woman's hair is wet and her face goes pale.",
        "The woman in the red coat opens the door.",
        "The woman pulls a yellow blanket over her dark green jumper.",
        "No red hair, no blue eyes.",
    ],
)
def test_the_same_looks_in_other_words_are_no_drift(prompt: str) -> None:
    assert drift(prompt) == []


@pytest.mark.parametrize(
    "prompt",
    [
        "Mara walks past an old man with a white beard and blue eyes.",
        "The woman looks at a red-haired doll on the shelf.",
        "The woman strokes a dog with golden fur and brown eyes.",
        "The woman holds a photograph of a girl with blonde hair and green eyes.",
        "A blonde waitress brings the coffee. Mara thanks her.",
        "Mara listens. The bartender with the black hair pours a drink.",
        "A child with brown eyes runs past the woman.",
        "Two women with black hair pass by. Mara waits.",
        "A mannequin with black hair stands behind the woman.",
        "The woman and a man talk. His hair is black and his eyes are green.",
        "The camera glides from the green eyes of a cat to the woman.",
        "She lifts the cup. His black hair is a blur in the foreground.",
    ],
)
def test_looks_of_somebody_else_are_no_drift(prompt: str) -> None:
    assert drift(prompt) == []


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("The woman with blue eyes turns.", ["blue"]),
        ("Mara's brown eyes fill with tears.", ["brown"]),
        ("Her hazel eyes narrow.", ["hazel"]),
        ("The red-haired woman laughs.", ["red"]),
        ("A green-eyed woman sits at the table.", ["green"]),
        ("The woman with light auburn hair turns.", ["light auburn"]),
        ("The woman with curly red hair opens the door.", ["curly", "red"]),
        ("The woman, tanned skin, waist-length hair, sits down.", ["tanned", "waist-length"]),
        ("The woman in the red jumper turns.", ["red"]),
        ("The woman in the red sweater turns.", ["red"]),
        ("Mara, a woman with green eyes, meets an old man with blue eyes.", ["green"]),
        ("The woman turns, her blue eyes wide.", ["blue"]),
        ("She turns. Her hair is black and her eyes are dark brown.", ["black", "dark brown"]),
    ],
)
def test_other_looks_are_drift_on_the_very_words(prompt: str, expected: list[str]) -> None:
    assert drift(prompt) == expected


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("The woman with auburn hair turns.", ["auburn"]),
        ("The woman in the white dress turns.", ["white"]),
        ("The woman in the green cotton jumper turns.", ["green", "cotton"]),
    ],
)
def test_a_lost_shade_and_another_dress_are_only_possible(prompt: str, expected: list[str]) -> None:
    assert drift(prompt) == []
    assert drift(prompt, least=Confidence.POSSIBLE) == expected


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("Mara with green eyes looks at Tomas, whose hair is black.", ["green"]),
        ("The woman with blue-grey eyes hugs the man with the grey beard.", []),
        ("The woman with brown eyes hugs the man with blue eyes.", ["brown", "blue"]),
        ("Mara: blue eyes. Tomas: green eyes.", ["blue", "green"]),
        ("Mara and Tomas talk. Green eyes, black hair.", []),
        ("Tomas, an old man with a white beard, waves to Mara.", ["white"]),
        ("They embrace. Her brown eyes close.", []),
    ],
)
def test_two_characters_are_told_apart_or_left_alone(prompt: str, expected: list[str]) -> None:
    assert drift(prompt, "mara, tomas") == expected


@pytest.mark.parametrize(
    ("prompt", "after"),
    [
        ("The woman with blue eyes turns.", "The woman with blue-grey eyes turns."),
        ("The red-haired woman laughs.", "The dark-auburn-haired woman laughs."),
        ("A woman with an orange jumper, waits.", "A woman with a dark green jumper, waits."),
        ("A woman with blue eyes and red hair turns.", f"A {MARA} turns."),
        ("Mara, green eyes, black hair, walks.", f"Mara, {MARA}, walks."),
        ("Slow push-in. Woman, green eyes, pale skin. She waits.", f"Slow push-in. {MARA}. She waits."),
        (
            "The tired woman with blue eyes and red hair turns.",
            "The tired woman with blue-grey eyes and red hair turns.",
        ),
        ("Woman, green eyes, red coat, pale skin, waits.", "Woman, blue-grey eyes, red coat, pale skin, waits."),
    ],
)
def test_the_fix_repeats_the_bible_and_loses_nothing_else(prompt: str, after: str) -> None:
    spec = BIBLE + "shots:\n" + shot(prompt)
    finding = found(spec, *LOOKS)[0]
    assert finding.fix is not None and finding.fix.safe
    assert apply(spec, finding.fix.edits) == spec.replace(prompt, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "    prompt: >-\n      The woman\n      with blue eyes\n      turns.  # no comment\n\n      Slowly.\n",
            "    prompt: >-\n      The woman\n      with blue-grey eyes\n      turns.  # no comment\n\n      Slowly.\n",
        ),
        ('    prompt: "The woman with \\"blue\\" eyes, blue eyes."\n', None),
        ("    prompt: |\n      The woman with\n      blue eyes turns.\n", None),
        ("    prompt: The woman with blue eyes\n      turns.\n", None),
        ("    prompt: |\n      A face with\n      blue eyes and pale skin.\n", None),
    ],
)
def test_the_fix_keeps_the_style_of_the_scalar(before: str, after: str | None) -> None:
    spec = BIBLE + "shots:\n  - id: s01\n    characters: [mara]\n" + before
    finding = found(spec, *LOOKS)[-1]
    assert finding.fix is not None
    fixed = apply(spec, finding.fix.edits)
    assert not compose(fixed).errors
    at = spec.index("blue eyes")
    assert fixed == (spec.replace(before, after) if after else spec[:at] + "blue-grey" + spec[at + 4 :])


def test_no_fix_where_the_words_are_shared_or_nobody_knows_who_is_right() -> None:
    shared = (
        BIBLE + "defaults: {characters: [mara], prompt: The woman with blue eyes turns.}\nshots: [{id: a}, {id: b}]\n"
    )
    (finding,) = found(shared, *LOOKS)
    assert finding.fix is None
    shots = "shots:\n" + shot("The woman with blue eyes waits.") + shot("The woman with green eyes waits.", name="s02")
    (finding,) = found("characters: {mara: {image: m.png}}\n" + shots, "K601")
    assert finding.fix is None
    assert finding.evidence[0].location is not None
    assert marks([finding]) == ["green"]


def test_the_first_shot_counts_only_for_what_the_bible_leaves_open() -> None:
    bible = "characters: {mara: {image: m.png, eyes: blue-grey}}\nshots:\n"
    first = shot("The woman with blue-grey eyes and red hair waits.")
    assert marks(found(bible + first + shot("The woman with red hair waits.", name="b"), *LOOKS)) == []
    assert marks(found(bible + first + shot("The woman with black hair waits.", name="b"), *LOOKS)) == ["black"]


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("eyes: green, description: 'woman, blue-grey eyes'", ["green"]),
        ("hair: {colour: black, length: long}, description: 'woman, black hair cut to the jaw'", ["long"]),
        ("eyes: blue-grey, hair: dark auburn, description: 'woman, blue-grey eyes, dark auburn hair'", []),
        ("skin: pale ivory with light freckles, description: 'woman with pale skin'", []),
    ],
)
def test_an_entry_agrees_with_itself(entry: str, expected: list[str]) -> None:
    assert (
        marks(found(f"characters: {{mara: {{image: m.png, {entry}}}}}\nshots: [{{id: a, prompt: Rain.}}]\n", "K601"))
        == expected
    )


def test_two_bibles_of_one_name_are_the_same_person_where_they_share_a_picture() -> None:
    other = "characters: {mara: {image: IMAGE, description: 'woman, green eyes'}}\nshots: [{id: b, prompt: Rain.}]\n"
    spec = BIBLE + "shots: [{id: a, prompt: Rain.}]\n"
    for image, expected in (("m.png", ["blue-grey"]), ("n.png", [])):
        assert marks(found(spec, "K601", files=[("a.shot.yaml", other.replace("IMAGE", image))])) == expected


def test_usage_lowers_drift() -> None:
    spec = BIBLE + "shots:\n" + shot("The woman with blue eyes waits.", more="image: m.png, usage: b-roll")
    assert [finding.severity for finding in found(spec, *LOOKS)] == [Severity.INFO]


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("28", (28, 28)),
        ("28-year-old", (28, 28)),
        ("thirty-two years old", (32, 32)),
        ("nineteen", (19, 19)),
        ("25-30", (25, 30)),
        ("in her twenties", (20, 29)),
        ("late 20s", (26, 29)),
        ("mid-forties", (43, 47)),
        ("elderly", (50, 120)),
        ("middle-aged", (35, 65)),
        ("somewhere between", None),
        ("1920", None),
    ],
)
def test_ages_in_words_and_numbers(text: str, years: tuple[int, int] | None) -> None:
    assert read_age(text) == years
    assert declared_age(text) == years


@given(st.tuples(st.integers(0, 120), st.integers(0, 120)), st.tuples(st.integers(0, 120), st.integers(0, 120)))
def test_ages_differ_both_ways_and_only_without_a_common_year(one: tuple[int, int], other: tuple[int, int]) -> None:
    mine, theirs = (Age(min(span), max(span), "") for span in (one, other))
    assert apart(mine, theirs) == apart(theirs, mine)
    common = range(max(mine.low, theirs.low), min(mine.high, theirs.high) + 1)
    if common:
        assert apart(mine, theirs) is None


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A 35-year-old woman waits.", ["35-year-old"]),
        ("A woman in her late 40s waits.", ["in her late 40s"]),
        ("An elderly woman waits.", ["elderly"]),
        ("A woman in her twenties waits.", []),
        ("The young woman waits beside an old man.", []),
        ("Twenty years later. A 48-year-old woman waits.", []),
        ("Mara as a child, a 6-year-old girl, waits.", []),
    ],
)
def test_ages_in_prompts(prompt: str, expected: list[str]) -> None:
    assert marks(found(BIBLE + "shots:\n" + shot(prompt), "K605")) == expected


def test_an_age_under_subject_counts_for_a_shot_of_one_character() -> None:
    more = "image: m.png, subject: {kind: person, age: 40}"
    assert marks(found(BIBLE + "shots:\n" + shot("She waits.", more=more), "K605")) == ["40"]
    assert not found(BIBLE + "shots:\n" + shot("They wait.", "mara, tomas", more=more), "K605")


@pytest.mark.parametrize(
    ("picture", "expected"),
    [
        ("m.png", []),
        ("./m.png", []),
        ("m-v2.png", ["m-v2.png"]),
        ("m.jpg", ["m.jpg"]),
        ("t.png", ["t.png"]),
        ("{from: s00}", []),
        ("stills/window.png", []),
        ("{path: t.png, role: style}", []),
    ],
)
def test_pictures_of_a_character(picture: str, expected: list[str]) -> None:
    spec = BIBLE + "shots:\n" + shot("She waits.", more=f"image: {picture}")
    assert marks(found(spec, "K602")) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("/a/mara.png", "/a/mara-final.png", True),
        ("/a/mara_v3.png", "/a/mara (2).png", True),
        ("/a/mara-front.png", "/a/mara-side.png", False),
        ("/a/mara1.png", "/a/mara2.png", False),
        ("/a/start.png", "/b/start.png", False),
        ("/a/mara.png", "/b/mara.png", True),
    ],
)
def test_states_of_one_picture(one: str, other: str, expected: bool) -> None:
    assert is_other_state(one, other, "mara") is expected
    assert is_other_state(other, one, "mara") is expected


@pytest.mark.parametrize(
    ("prompt", "likely", "possible"),
    [
        ("She waits. Soft light from camera-left.", [], []),
        ("She waits. Harsh light.", ["Harsh light"], ["Harsh light"]),
        (
            "She waits. Soft light from camera-right.",
            ["Soft light from camera-right"],
            ["Soft light from camera-right"],
        ),
        ("She waits in warm lamplight.", [], []),
        ("She waits. No harsh light.", [], []),
        ("She waits. The light moves from left to right.", [], []),
        ("She waits as the harsh light fades.", [], []),
    ],
)
def test_light_against_the_bible(prompt: str, likely: list[str], possible: list[str]) -> None:
    spec = BIBLE + "shots:\n" + shot(prompt)
    assert marks(found(spec, "K603")) == likely
    assert marks(found(spec, "K603", least=Confidence.POSSIBLE)) == possible


@pytest.mark.parametrize(
    ("middle", "expected"),
    [
        ("She waits.", ["Cool light"]),
        ("The light fades.", []),
        ("She waits. Cool light.", ["Cool light"]),
    ],
)
def test_light_is_carried_along_a_chain(middle: str, expected: list[str]) -> None:
    shots = shot("She sits in warm light.", name="a") + shot(middle, name="b", more="image: {from: a}")
    shots += shot("She stands. Cool light.", name="c", more="image: {from: b}")
    assert marks(found("characters: {mara: {image: m.png}}\nshots:\n" + shots, "K603")) == expected


def test_light_is_not_shared_by_shots_of_different_characters() -> None:
    shots = shot("She sits in warm light.", name="a") + shot("He stands. Cool light.", "tomas", "b", "image: {from: a}")
    assert not found("characters: {mara: {image: m.png}, tomas: {image: t.png}}\nshots:\n" + shots, "K603")


@pytest.mark.parametrize(
    ("entry", "missing"),
    [
        ("{image: m.png}", "`age`, `skin`, `eyes`, `hair`, `views` and `lighting`"),
        ("{image: m.png, kind: animal}", None),
        ("{image: m.png, description: 'a red fox with a white tail'}", None),
        ("{image: m.png, description: 'bald 40-year-old man, brown eyes, dark skin'}", "`views` and `lighting`"),
    ],
)
def test_what_a_bible_leaves_open(entry: str, missing: str | None) -> None:
    findings = found(f"characters: {{mara: {entry}}}\nshots: [{{id: a, prompt: Rain.}}]\n", "K604")
    assert [finding.severity for finding in findings] == ([Severity.INFO] if missing else [])
    assert all(missing and missing in finding.message for finding in findings)


@pytest.mark.parametrize(
    ("age", "severity"),
    [
        ("25-30", Severity.WARNING),
        ("late twenties", Severity.WARNING),
        ("young", Severity.WARNING),
        ("'28'", Severity.INFO),
    ],
)
def test_an_age_is_one_number(age: str, severity: Severity) -> None:
    (finding,) = found(
        f"characters: {{mara: {{image: m.png, age: {age}}}}}\nshots: [{{id: a, prompt: Rain.}}]\n", "K604"
    )
    assert finding.severity is severity


def test_a_change_of_model_in_defaults_is_one_finding() -> None:
    spec = BIBLE + (
        "scenes:\n"
        "  - {defaults: {model: kling-2.6}, shots: [{id: a, characters: [mara]}, {id: b, characters: [mara]}]}\n"
        "  - {defaults: {model: kling-3.0}, shots: [{id: c, characters: [mara]}, {id: d, characters: [tomas]}]}\n"
    )
    assert marks(found(spec, "K606")) == ["kling-3.0"]


def test_a_model_that_a_shot_needs_is_only_possible() -> None:
    shots = "".join(shot(f"She waits {n}.", name=f"s{n}", more="model: kling-2.6, image: m.png") for n in range(2))
    more = "model: kling-2.6-motion-control, image: m.png, motion: {reference: walk.mp4}"
    spec = BIBLE + "shots:\n" + shots + shot("She walks.", name="s3", more=more)
    assert not found(spec, "K606")
    assert len(found(spec, "K606", least=Confidence.POSSIBLE)) == 1


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("model: sora-2, subject: person, image: m.png", True),
        ("model: sora-2, subject: person", False),
        ("model: kling-avatar-v2, subject: scene, image: m.png", True),
        ("model: kling-avatar-v2, subject: person, image: m.png", False),
        ("model: kling-2.6, subject: person, image: m.png", False),
        ("model: no-such-model, subject: person, image: m.png", False),
    ],
)
def test_models_for_what_a_shot_is_of(fields: str, expected: bool) -> None:
    assert bool(found(f"shots:\n  - {{id: a, {fields}, prompt: Somebody waits.}}\n", "K607")) is expected


def test_a_name_in_a_prompt_uses_the_character() -> None:
    bible = "characters: {old_tomas: {image: t.png}}\nshots:\n"
    assert not found(bible + shot("Old Tomas waits.", "nobody"), "K608")
    assert marks(found(bible + shot("An old man waits.", "nobody"), "K608")) == ["old_tomas"]


def test_storyboards_write_nobody_where_nobody_is_seen() -> None:
    assert not found("shots:\n" + shot("The woman with blue eyes.", "None") + shot("Green eyes.", "None", "b"), "K")


words = st.sampled_from(
    ["Mara", "the woman", "an old man", "blue eyes", "red hair", "with", "and", ",", ".", "her", "28-year-old", "soft light",
     "from camera-left", "(", "looks at", "dog", "'s", "dark", "—", "@mara", "jaw-length", "night"]
)  # fmt: skip


@settings(max_examples=40)
@given(st.lists(st.lists(words, max_size=14), min_size=1, max_size=4))
def test_any_prompt_is_read_and_every_fix_parses(prompts: list[list[str]]) -> None:
    shots = "".join(shot("x " + " ".join(prompt), "mara, tomas", f"s{n}") for n, prompt in enumerate(prompts))
    for finding in found(BIBLE + "shots:\n" + shots, "K", "S013", least=Confidence.POSSIBLE):
        assert finding.code != "S013", finding.message
        if finding.fix is not None:
            assert not compose(apply(finding.file.source.text, finding.fix.edits)).errors


def test_continuity_takes_linear_time() -> None:
    prompts = [
        "The woman with blue-grey eyes waits. Soft light.",
        "A 28-year-old woman with auburn hair waits.",
        "She waits.",
    ]

    def seconds(count: int) -> float:
        shots = "".join(
            shot(
                prompts[n % 3] if n % 100 else "The 30-year-old woman with green eyes waits.",
                name=f"s{n}",
                more=f"image: {{from: s{n - 1}}}" if n else "image: m.png",
            )
            for n in range(count)
        )
        spec = BIBLE + "defaults: {model: kling-2.6}\nshots:\n" + shots
        started = process_time()
        findings = found(spec, *LOOKS, "K602", "K603", "K605", "K606", "K608")
        assert len(findings) == 1 + 2 * (count // 100)
        return process_time() - started

    seconds(100)
    assert min(seconds(5000), seconds(5000)) < 25 * max(seconds(500), 0.1)


@pytest.mark.parametrize(
    "prompt",
    [
        "a" * 11_000 + " soft light",
        "Mara, green eyes, Tomas, brown eyes. " * 300,
        "hair cut" + " " * 11_000 + "to the jaw",
        "soft light warm light " * 500,
        " ".join(["jaw-length"] * 1000) + " hair",
    ],
    ids=["one word", "many people", "spaces", "much light", "many lengths"],
)
def test_no_prompt_takes_long(prompt: str) -> None:
    spec = BIBLE + "shots:\n" + shot(prompt, "mara, tomas")
    found(spec, "P101")
    started = process_time()
    found(spec, "K")
    assert process_time() - started < 30


def test_many_characters_do_not_search_every_prompt_for_all_of_them() -> None:
    def seconds(count: int) -> float:
        bible = "".join(
            f"  c{n}: {{image: {n}.png, description: 'woman number {n}, grey eyes'}}\n" for n in range(count)
        )
        shots = "".join(shot(f"The woman {n % 7} waits.", f"c{n}", f"s{n}") for n in range(count))
        spec = f"characters:\n{bible}shots:\n{shots}"
        found(spec, "P101")
        started = process_time()
        found(spec, "K601", "K602", "K605", "K608")
        return process_time() - started

    assert min(seconds(500), seconds(500)) < 20 * max(seconds(50), 0.05)
