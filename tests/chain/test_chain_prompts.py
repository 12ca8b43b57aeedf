"""How a prompt is dealt out: no action lost or told twice, everything else in every shot."""

from __future__ import annotations

from functools import cache

import pytest
from chaining import surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.chain.deal import count_acts, deal
from promptlint.facts.prompt import PromptFacts


@cache
def facts(prompt: str) -> PromptFacts:
    return surroundings().prompts.of(prompt)


def dealt(prompt: str, count: int) -> list[str]:
    return deal(prompt, facts(prompt), [4.0] * count, lambda number, text: text)


WOMAN = "The same woman from the reference"
KITCHEN = f"In a sunlit kitchen, {WOMAN[0].lower()}{WOMAN[1:]}"


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        (
            "The man opens the door, walks to the table, picks up the letter and throws it into the fire.",
            ["The man opens the door and walks to the table.", "The man picks up the letter and throws it into the fire."],
        ),
        (
            "The man opens the door, walks to the table, picks up the letter and throws it into the fire.",
            ["The man opens the door.", "The man walks to the table.", "The man picks up the letter and throws it into the fire."],
        ),
        (
            f"{KITCHEN} slowly turns her head, then opens the fridge and takes out a bottle of milk while the camera pushes "
            "in. Soft morning light, 35mm film.",
            [
                f"{KITCHEN} slowly turns her head while the camera pushes in. Soft morning light, 35mm film.",
                f"{KITCHEN} opens the fridge while the camera pushes in. Soft morning light, 35mm film.",
                f"{KITCHEN} takes out a bottle of milk while the camera pushes in. Soft morning light, 35mm film.",
            ],
        ),
        (
            f"{WOMAN} turns her head slowly towards the window. Static camera. Identity preserved.",
            [
                f"{WOMAN} turns her head slowly towards the window. Static camera. Identity preserved.",
                f"{WOMAN} continues to turn her head slowly towards the window. Static camera. Identity preserved.",
                f"{WOMAN} continues to turn her head slowly towards the window. Static camera. Identity preserved.",
            ],
        ),
        (
            "woman in a red coat, walking down the street, turning her head, soft light, film grain, static camera",
            [
                "woman in a red coat, walking down the street, soft light, film grain, static camera",
                "woman in a red coat, turning her head, soft light, film grain, static camera",
                "woman in a red coat, continuing to turn her head, soft light, film grain, static camera",
            ],
        ),
        (
            "The camera pushes in as she turns her head and opens the door. Waves crash against the rocks.",
            [
                "The camera pushes in as she turns her head. Waves crash against the rocks.",
                "The camera pushes in as she opens the door. Waves crash against the rocks.",
            ],
        ),
        (
            "The camera pushes in as the woman turns her head. She opens the door.",
            [
                "The camera pushes in as the woman turns her head.",
                "The camera pushes in as the woman opens the door.",
            ],
        ),
        (
            "The woman walks to the door, soft light, static camera. She opens it.",
            ["The woman walks to the door, soft light, static camera.", "Soft light, static camera. The woman opens it."],
        ),
        (
            'The same man from the reference looks up and says: "I am home. At last." Then he sits down.',
            [
                'The same man from the reference looks up and says: "I am home. At last."',
                "The same man from the reference sits down.",
            ],
        ),
        (
            "First she picks up the letter. Then she reads it. Finally she smiles.",
            ["She picks up the letter.", "She reads it.", "She smiles."],
        ),
        (
            f"{WOMAN} turns her head.\nShe lifts the cup.\nStatic camera.\n",
            [f"{WOMAN} turns her head.\nStatic camera.\n", f"{WOMAN} lifts the cup.\nStatic camera.\n"],
        ),
        (
            "A close-up of a young woman with red hair. She turns to the window, smiles and closes her eyes. Handheld camera.",
            [
                "A close-up of a young woman with red hair. She turns to the window. Handheld camera.",
                "A close-up of a young woman with red hair. She smiles and closes her eyes. Handheld camera.",
            ],
        ),
        (
            "The dog is running along the beach.",
            ["The dog is running along the beach.", "The dog continues to run along the beach."],
        ),
        ("The woman begins to walk.", ["The woman begins to walk.", "The woman continues to walk."]),
        ("Slowly turn her head.", ["Slowly turn her head.", "Slowly continue to turn her head."]),
        ("Two women walk along the pier.", ["Two women walk along the pier.", "Two women continue to walk along the pier."]),
        (
            "Slow head turn toward the camera.",
            ["Slow head turn toward the camera.", "Slow head turn toward the camera continues."],
        ),
        (
            f"{WOMAN} turns her head. She is alone now. She has red hair. She does not blink.",
            [
                f"{WOMAN} turns her head. She is alone now. She has red hair. She does not blink.",
                f"{WOMAN} continues to turn her head. She has red hair. She does not blink.",
            ],
        ),
        (
            f"{WOMAN} looks into the lens and slowly begins to smile.",
            [
                f"{WOMAN} looks into the lens and slowly begins to smile.",
                f"{WOMAN} continues to look into the lens.",
            ],
        ),
        (
            "Character A gives it to Character B. Character B takes it and points at the board.",
            ["Character A gives it to Character B. Character B takes it.", "Character B points at the board."],
        ),
        (
            "Close-up. Chef B tilts the pan, then sets it down. He adjusts a knob while light glints off the steel.",
            [
                "Close-up. Chef B tilts the pan, then sets it down.",
                "Close-up. Chef B adjusts a knob while light glints off the steel.",
            ],
        ),
        (
            "A mechanic crouches beside a wheel, then looks up at a coworker. As the wheel turns, he laughs and stands up.",
            [
                "A mechanic crouches beside a wheel, then looks up at a coworker.",
                "As the wheel turns, he laughs and stands up.",
            ],
        ),
        ("Waves roll against the pier. Slow pan left.", ["Waves roll against the pier. Slow pan left."] * 2),
        ("", ["", ""]),
    ],
)  # fmt: skip
def test_dealt(prompt: str, expected: list[str]) -> None:
    assert dealt(prompt, len(expected)) == expected


def test_longer_shots_get_more() -> None:
    prompt = "The man sits down. He opens the book. He reads a page. He closes the book."
    said = facts(prompt)
    assert deal(prompt, said, [6, 2], lambda number, text: text)[1] == "The man closes the book."


SUBJECTS = ("The same woman from the reference", "The old man", "A white cat", "The dancer in the red dress")
ACTIONS = (
    "opens the door", "walks to the window", "turns her head", "smiles", "sits down", "lifts the cup",
    "nods", "runs across the street", "picks up the letter", "slowly stands up",
)  # fmt: skip
SETTINGS = (
    "Static camera.", "Soft window light.", "Identity preserved.", "Slow dolly-in.", "35mm film grain.",
    "Rain falls outside.",
)  # fmt: skip
BEFORE = ("", "In a dark room, ", "Close-up: ", "At dusk, ")


@st.composite
def prompts(draw: st.DrawFn) -> tuple[str, list[str], list[str]]:
    """A prompt, its actions in order, and what stands beside them."""
    actions: list[str] = []
    settings_ = draw(st.lists(st.sampled_from(SETTINGS), max_size=3, unique=True))
    parts: list[str] = []
    for _ in range(draw(st.integers(1, 3))):
        told = draw(
            st.lists(st.sampled_from([a for a in ACTIONS if a not in actions]), min_size=1, max_size=3, unique=True)
        )
        actions += told
        listed = (
            told[0]
            if len(told) == 1
            else f"{', '.join(told[:-1])}{draw(st.sampled_from([' and ', ', then ']))}{told[-1]}"
        )
        start = draw(st.sampled_from(BEFORE)) + draw(st.sampled_from(SUBJECTS)) if not parts else "She"
        parts.append(f"{start} {listed}.")
    return " ".join([*parts, *settings_]), actions, settings_


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(prompts(), st.integers(1, 6))
def test_every_action_is_told_once_and_in_order(made: tuple[str, list[str], list[str]], count: int) -> None:
    prompt, actions, around = made
    said = facts(prompt)
    texts = dealt(prompt, count)
    assert len(texts) == count
    new = [text for text in texts if "continue" not in text]
    whole = " ".join(new)
    places = [whole.find(action) for action in actions]
    assert -1 not in places, f"{prompt!r} lost an action: {texts}"
    assert places == sorted(places)
    assert all(whole.count(action) == 1 for action in actions)
    assert len(texts) - len(new) == max(count - count_acts(prompt, said), 0)
    for text in texts:
        assert all(setting in text for setting in around), text
        assert text[0].isupper()
        assert text.endswith(".")


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(st.sampled_from("ab \n.,;:!?\"'-and turns walks She camera"), max_size=60), st.integers(1, 4))
def test_any_text_can_be_dealt_out(prompt: str, count: int) -> None:
    assert len(dealt(prompt, count)) == count


def test_time_grows_with_the_text() -> None:
    prompt = "She opens the door, walks in and sits down. " * 200
    assert len(dealt(prompt, 24)) == 24
