"""What the examples of the conflict rules cannot express: what is no claim, who is the stronger witness, what fits."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from promptlint.facts.reference.model import (
    Caption,
    DetectedObject,
    KindEvidence,
    ObjectFacts,
    PictureKind,
    ReferenceFacts,
    ThingEvidence,
    Verdict,
)
from promptlint.facts.reference.stated import face, picture, region
from promptlint.finding import Confidence, Finding
from promptlint.geometry import Box
from promptlint.testing import lint_text
from promptlint_rules.colours import basics, can_be_same, seen_as

PATH = "refs/mara.png"
BLUE = picture(frame=region("frame", {"blue": 0.6}), faces=(), objects=ObjectFacts(1, 1))
"""A picture in which nothing is red."""


def found(
    prompt: str,
    facts: ReferenceFacts | None = None,
    *,
    bible: dict[str, Any] | None = None,
    select: Sequence[str] = ("C",),
    **fields: Any,
) -> list[Finding]:
    shot = {"id": "s01", "image": PATH, "prompt": prompt, **fields}
    if bible is not None:
        shot["characters"] = ["mara"]
    spec = json.dumps({"characters": {"mara": bible} if bible else {}, "shots": [shot]})
    return lint_text(spec, select=select, pictures=[(PATH, facts)] if facts is not None else [])


def codes(findings: list[Finding]) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize(
    "prompt",
    [
        "No red coat. The woman turns her head.",
        'She whispers: "my red coat is gone".',
        "A red taxi hisses past behind her.",
        "Through the window a red car passes; she follows it with her eyes.",
        "A woman in a red coat enters from the left.",
        "She pulls a red scarf from her bag.",
        "Her face turns red.",
        "The leaves slowly become red.",
        "The camera pans to reveal a red barn.",
        "She dreams of a red balloon.",
        "A bird as if painted: it looks like a red ribbon in the wind.",
        "Then the lights go out and a red lamp stands on the table.",
        "Red light sweeps across her face.",
        "The room is bathed in red light.",
        "She looks at a painting of a red horse.",
        "A red car is reflected in the shop window.",
        "Her red earrings catch the light.",
        "Cut to: the red car drives off.",
    ],
)
def test_what_need_not_be_in_the_start_frame_is_no_claim(prompt: str) -> None:
    assert found(prompt, BLUE) == []


@pytest.mark.parametrize(
    "prompt",
    [
        "The woman in the red coat turns her head.",
        "A woman in a red coat turns her head.",
        "The red car stands in the rain.",
        "Her red coat moves in the wind while she waits.",
        "The camera pushes in on the red door.",
        "In a red dress she walks slowly along the beach.",
    ],
)
def test_a_colour_that_the_picture_lacks_is_reported(prompt: str) -> None:
    (finding,) = found(prompt, BLUE)
    assert finding.code == "C202"
    assert finding.confidence is Confidence.LIKELY
    assert finding.file.source.text[finding.span.start : finding.span.end] == "red"
    assert finding.evidence[0].box is not None
    assert "0.0%" in finding.message


@pytest.mark.parametrize(
    "change",
    [
        {"frame": region("frame", {"blue": 0.6}, coloured_light=True)},
        {"frame": region("frame", {"red": 0.05})},
    ],
)
def test_pixels_abstain_in_coloured_light_and_where_some_of_it_is_there(change: dict[str, Any]) -> None:
    assert found("The red car stands in the rain.", picture(faces=(), **change), select=["C202"]) == []


@pytest.mark.parametrize(
    ("change", "reported"),
    [
        ({}, True),
        ({"skin": 0.8}, False),
        ({"pixels": 30}, False),
        ({"unevenness": 55.0}, False),
        ({"coloured_light": True}, False),
    ],
)
def test_hair_is_judged_only_where_there_is_hair_to_see(change: dict[str, Any], reported: bool) -> None:
    hair = region("hair", {"black": 0.9}, face=0, **change)
    findings = found("Her blonde hair moves in the wind.", picture(regions=(hair,)))
    assert codes(findings) == (["C201"] if reported else [])


def test_hair_in_the_dark_is_not_judged() -> None:
    hair = region("hair", {"black": 0.9}, face=0)
    dark = picture(regions=(hair,), faces=(face(0.45, lightness=15.0),))
    assert found("Her blonde hair moves in the wind.", dark) == []


@pytest.mark.parametrize(("hair", "reported"), [({"black": 0.1, "brown": 0.7}, True), ({"black": 0.9}, False)])
def test_the_dark_hides_all_hair_but_black(hair: dict[str, float], reported: bool) -> None:
    dark = picture(regions=(region("hair", hair, face=0),), faces=(face(0.45, lightness=15.0),))
    assert bool(found("Her black hair moves in the wind.", dark)) is reported


@pytest.mark.parametrize(
    ("noun", "shares", "reported"),
    [
        ("cup", {"white": 0.6, "red": 0.002}, True),
        ("cup", {"white": 0.6, "red": 0.05}, False),
        ("bicycle", {"white": 0.6, "red": 0.002}, False),
        ("saucer", {"white": 0.6, "red": 0.002}, False),
    ],
)
def test_the_box_of_a_thing_is_looked_at(noun: str, shares: dict[str, float], reported: bool) -> None:
    name = "bicycle" if noun == "bicycle" else "cup"
    thing = DetectedObject("food", name, Box(10, 10, 300, 300), 0.7, region("thing", shares))
    facts = picture(frame=region("frame", {"red": 0.1}), regions=(), objects=ObjectFacts(1, 1, (thing,)))
    assert bool(found(f"She lifts the red {noun}.", facts, select=["C202"])) is reported


@pytest.mark.parametrize(
    ("noun", "share", "reported"), [("wall", 0.01, True), ("wall", 0.03, False), ("flag", 0.01, False)]
)
def test_what_is_broad_must_take_up_more_of_the_picture(noun: str, share: float, reported: bool) -> None:
    facts = picture(frame=region("frame", {"red": share}), faces=())
    assert bool(found(f"Leaves sway in front of the red {noun}.", facts, select=["C202"])) is reported


@pytest.mark.parametrize(
    ("prompt", "kinds", "reported"),
    [
        ("The elephant lifts its trunk.", {"animal": ("absent", 0.0, 0.05)}, True),
        ("The elephant lifts its trunk.", {"animal": ("unclear", 0.2, 0.05)}, True),
        ("The elephant lifts its trunk.", {"animal": ("unclear", 0.4, 0.05)}, False),
        ("The elephant lifts its trunk.", {"animal": ("unclear", 0.2, 0.12)}, False),
        ("The red bus stops.", {"vehicle": ("absent", 0.0, 0.0)}, True),
        ("The red bus stops.", {"vehicle": ("absent", 0.0, 0.0), "place": ("unclear", 0.0, 0.4)}, False),
        ("The red bus stops.", {"vehicle": ("unclear", 0.2, 0.02)}, False),
        ("The woman turns her head.", {"person": ("absent", 0.0, 0.0)}, False),
    ],
)
def test_kinds_where_it_is_not_clear_what_the_picture_shows(
    prompt: str, kinds: dict[PictureKind, tuple[Verdict, float, float]], reported: bool
) -> None:
    evidence = tuple(KindEvidence(kind, *told) for kind, told in kinds.items())
    facts = picture(faces=(), objects=ObjectFacts(0, 0, (), evidence, (ThingEvidence("vase", "unclear", 0.0, 0.3),)))
    assert bool(found(prompt, facts, select=["C205"])) is reported


def test_the_bible_counts_more_than_a_caption_and_a_caption_more_than_pixels() -> None:
    prompt = "The woman in the red coat turns her head."
    caption = Caption("EXIF ImageDescription", "caption", "A woman in a red coat.")
    blue_by_pixels = picture(captions=(caption,), frame=region("frame", {"blue": 0.5}))
    assert found(prompt, blue_by_pixels) == []
    (finding,) = found(prompt, blue_by_pixels, bible={"image": PATH, "description": "woman in a green coat"})
    assert finding.confidence is Confidence.CERTAIN
    assert finding.evidence[0].location is not None
    assert found(prompt, blue_by_pixels, bible={"image": PATH, "description": "woman in a scarlet coat"}) == []


def test_a_caption_of_two_people_says_nothing_of_one() -> None:
    caption = Caption("EXIF ImageDescription", "caption", "A blonde woman beside a man.")
    assert found("His black hair moves in the wind.", picture(captions=(caption,))) == []


def test_the_bible_is_found_by_the_start_frame() -> None:
    spec = f"""
characters: {{mara: {{image: {PATH}, eyes: brown}}}}
shots: [{{id: s01, image: {PATH}, prompt: The woman with green eyes turns her head.}}]
"""
    assert codes(lint_text(spec, select=["C"], pictures=[(PATH, picture())])) == ["C207"]


def test_one_contradiction_is_one_finding_over_all_rules() -> None:
    bible = {"image": PATH, "description": "woman with black hair, green eyes"}
    findings = found("The woman with blonde hair turns her head.", picture(), bible=bible, select=["C", "K601"])
    assert codes(findings) == ["C201"]
    assert findings[0].fix is not None


@pytest.mark.parametrize(
    ("prompt", "least", "most", "reported"),
    [
        ("Three women sit on a bench.", 1, 1, True),
        ("A couple walks along the beach.", 1, 1, True),
        ("A man and a woman look at each other.", 1, 1, True),
        ("A family of four sits at the table.", 1, 2, True),
        ("She sits all alone at the table.", 2, 3, True),
        ("A woman sits at the table.", 2, 3, False),
        ("Two women sit on a bench.", 2, 4, False),
        ("The crowd cheers.", 1, 1, False),
        ("A second woman walks in and sits down.", 1, 1, False),
        ("Two children run past behind her.", 1, 1, False),
        ("She is not alone.", 2, 2, False),
    ],
)
def test_numbers_of_people(prompt: str, least: int, most: int, reported: bool) -> None:
    facts = picture(objects=ObjectFacts(least, most))
    assert codes(found(prompt, facts, select=["C203"])) == (["C203"] if reported else [])


def test_many_people_may_be_too_small_to_be_found() -> None:
    facts = picture(objects=ObjectFacts(1, 1), faces=(face(0.03),))
    assert found("Six astronauts walk to the domes.", facts, select=["C203"]) == []


@pytest.mark.parametrize(
    ("prompt", "shown", "reported"),
    [
        ("At midnight the boat rocks in the harbour.", "day", True),
        ("On a moonlit beach she waits.", "day", True),
        ("High noon, the street lies empty.", "night", True),
        ("The boat rocks at dusk.", "day", False),
        ("Night falls.", "day", False),
        ("Day turns to night.", "day", False),
        ("The light fades until it is night.", "day", False),
        ("He tells the cat about a storm at night.", "day", False),
        ("Her midnight blue dress moves.", "day", False),
        ("She leaves the night club.", "day", False),
        ("A sunny smile.", "night", False),
        ("At night she waits.", "unclear", False),
    ],
)
def test_day_and_night(prompt: str, shown: str, reported: bool) -> None:
    findings = found(prompt, picture(time_of_day=shown), select=["C204"])
    assert codes(findings) == (["C204"] if reported else [])


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("auburn", "red", True),
        ("auburn", "dark brown", True),
        ("dark blonde", "light brown", True),
        ("platinum-blonde", "silver", True),
        ("dark", "black", True),
        ("blonde", "black", False),
        ("red", "brown", False),
        ("pink", "blonde", False),
        ("auburn", "dark", True),
        ("auburn", "black", False),
        ("golden", "dark brown", False),
        ("strawberry-blonde", "blonde", True),
        ("redheaded", "ginger", True),
        ("silver-white", "grey", True),
        ("honey-blonde", "chestnut", False),
        ("golden brown", "blonde", True),
        ("dark blonde", "jet-black", False),
        ("light brown", "platinum", False),
    ],
)
def test_hair_colours_that_may_be_the_same(mine: str, theirs: str, same: bool) -> None:
    assert can_be_same(mine, theirs, "hair") is can_be_same(theirs, mine, "hair") is same


@pytest.mark.parametrize(
    ("mine", "theirs", "same"),
    [
        ("navy", "black", True),
        ("burgundy", "red", True),
        ("mint-green", "navy", False),
        ("mint", "turquoise", True),
        ("cream", "white", True),
        ("blue-grey", "grey", True),
        ("lime-green", "yellow", False),
        ("red", "orange", False),
        ("red", "blue", False),
        ("zaffre", "blue", True),
        ("tan", "burgundy", False),
        ("cream", "teal", False),
        ("cream", "pale ginger", True),
        ("whitish", "green", False),
        ("reddish-brown", "chestnut", True),
        ("dark", "burgundy", True),
        ("dark", "yellow", False),
        ("navy blue", "black", True),
        ("dark red", "black", False),
        ("silver", "green", False),
        ("dark green", "dark blue", False),
        ("bright yellow", "white", False),
        ("tortoiseshell", "orange", True),
        ("mustard", "olive", True),
    ],
)
def test_colours_of_things_that_may_be_the_same(mine: str, theirs: str, same: bool) -> None:
    assert can_be_same(mine, theirs) is can_be_same(theirs, mine) is same


@pytest.mark.parametrize(
    ("bible", "prompt", "reported"),
    [
        ({"description": "person with black hair"}, "The wind ruffles the boy's blonde hair.", True),
        ({"description": "person with black hair"}, "A white-haired kid skips along the fence.", True),
        ({"description": "boy with black hair"}, "The kid's blonde hair is wet.", True),
        ({"description": "boy with black hair"}, "The teacher's blonde hair is wet.", False),
        ({"description": "worker in a grey coat"}, "Workers in red coats bend over the pipe.", True),
        ({"description": "woman in a grey coat"}, "Workers in red coats bend over the pipe.", False),
        ({"description": "woman in a grey raincoat"}, "The woman in the red coat lifts her hand.", True),
        ({"description": "small animal with a red scarf", "kind": "animal"}, "The fox tugs at its green scarf.", True),
        ({"description": "tortoiseshell glasses", "kind": "product"}, "He lifts the pink glasses.", True),
        ({"description": "white robot", "kind": "product"}, "A white-and-black robot walks through the ruins.", False),
        ({"description": "white robot", "kind": "product"}, "A green-and-black robot walks through the ruins.", True),
        ({"description": "orange sky", "kind": "scene"}, "Waves roll in below the green sky.", True),
        ({"description": "yellow wall", "kind": "scene"}, "Shadows of leaves dance on the pink wall.", True),
        ({"description": "yellow car", "kind": "product"}, "The shadow of a red car lies on the road.", False),
        ({"description": "monk in an orange robe"}, "The monk gathers his grey robe and sits.", True),
        ({"description": "dancer with blonde hair"}, "A brunette dancer rises on her toes.", True),
        ({"description": "old parrot, green cap", "kind": "animal"}, "A parrot in a red cap lands on her arm.", False),
        ({"description": "silver car", "kind": "product"}, "The car overtakes a red car.", False),
        ({"description": "silver car", "kind": "product"}, "A second red car stops.", False),
        ({"description": "silver car", "kind": "product"}, "A red car races past the shops.", True),
        ({"description": "amber beer", "kind": "product"}, "Someone pours green beer, the foam rises.", True),
        ({"description": "woman with blonde hair"}, "The woman, raven-haired, blinks.", True),
        ({"description": "yellow bus", "kind": "product"}, "Lamps are reflected in the windows of the red bus.", True),
        ({"description": "yellow bus", "kind": "product"}, "A red bus is reflected in the puddle.", False),
        ({"description": "person in a white coat"}, "Snow lands on the collar of the green coat.", True),
        ({"description": "person in a white coat"}, "Snow falls on the mannequin in the green coat.", False),
        ({"description": "singer in a white coat"}, "The singer throws off sparks of energy, red coat flapping.", True),
        ({"description": "white guitar", "kind": "product"}, "Gloved hands strum a cobalt blue guitar.", True),
    ],
)
def test_whose_colours_the_bible_speaks_of(bible: dict[str, Any], prompt: str, reported: bool) -> None:
    findings = found(prompt, bible=bible, select=["C201", "C202"])
    assert bool(findings) is reported


def test_a_caption_of_one_says_nothing_of_two() -> None:
    caption = Caption("EXIF ImageDescription", "caption", "A woman in a green coat.")
    prompt = "She steps out of the taxi and a man in a black coat greets her."
    facts = picture(captions=(caption,), frame=region("frame", {"black": 0.4}), regions=())
    assert found(prompt, facts, select=["C202"]) == []


_COLOUR = st.sampled_from(["red", "navy", "cream", "dark green", "pale blue", "gold", "teal", "black and white", "xyz"])


@given(_COLOUR, _COLOUR)
def test_sameness_is_symmetrical_and_reflexive(mine: str, theirs: str) -> None:
    assert can_be_same(mine, mine)
    assert can_be_same(mine, theirs) is can_be_same(theirs, mine)
    assert seen_as(mine) <= basics(mine) | {"black"}


@pytest.mark.parametrize("value", ["grey", "brown", "beige", "dark blue", "silver", "tan", "dusty teal", "olive"])
def test_what_shadow_and_warm_light_bring_is_never_judged_by_pixels(value: str) -> None:
    assert seen_as(value) == frozenset()


@pytest.mark.parametrize(
    ("size", "ratio", "cut"),
    [
        ((1920, 1080), "16:9", None),
        ((1080, 1920), "16:9", "at the top and bottom"),
        ((1920, 1080), "1:1", "at the left and right"),
    ],
)
def test_the_message_says_which_sides_are_cut_off(size: tuple[int, int], ratio: str, cut: str | None) -> None:
    facts = picture(width=size[0], height=size[1])
    findings = found("She turns her head.", facts, select=["C211"], aspect_ratio=ratio)
    assert [cut in finding.message for finding in findings if cut] == ([True] if cut else [])
    assert bool(findings) is bool(cut)


@settings(deadline=None)
@given(st.text(max_size=120))
def test_no_prompt_makes_a_rule_fail(prompt: str) -> None:
    assert "S013" not in codes(found(prompt, BLUE, select=["C", "S013"]))
