"""Motion against appearance, and who does what."""

from __future__ import annotations

import pytest

APPEARANCE = [
    "A beautiful brunette woman with brown eyes in a cream blouse",
    "A ceramic mug on a wooden table, morning light, cozy atmosphere",
    "Portrait of an old sailor with a white beard, rim light",
    "A castle on a hill covered in snow",
    "A woman in a blue sari posing in front of a wall",
    "An aerial view of a snowy road in a forest",
    "A living room with a rocking chair and a stone fireplace",
    "Two people in a canoe on a lake with mountains in the background",
    "A man holding an umbrella, standing under a bridge",
    "A frog sitting on a lily pad",
    "Static camera, locked-off tripod shot, a vase of tulips",
    "8k, masterpiece, ultra detailed, cinematic lighting",
    "A street of pastel houses, soft shadows, film grain",
    "Her hair falls over her shoulders, freckled skin",
    "A golden necklace rests on black velvet",
    "A garden surrounded by tall hedges, overcast light",
    "A shelf filled with books next to a round window",
    "A watch on marble, no movement",
]
MOTION = [
    "Slowly turns her head toward the camera with a gentle smile, soft afternoon light from the left window",
    "Steam rises from the mug",
    "Slow dolly-in on the mug",
    "candlelight flickers",
    "hair swaying in the wind",
    "riding a bike under a bridge",
    "man fishing in a boat at sunset",
    "pouring honey over toast",
    "Two people dancing",
    "A woman is making bread in an oven",
    "slight head turn",
    "leaves rustling, curtains billowing",
    "She blinks and looks away.",
    "Timelapse of a city at night",
    "The tower collapses into dust.",
    "An astronaut floats past a window.",
    "A chef chops onions.",
    "The stage curtain opens.",
    "Coffee is poured into a cup.",
    "camera pans left",
]


@pytest.mark.parametrize("prompt", APPEARANCE)
def test_appearance_only(facts_of, prompt: str) -> None:
    assert facts_of(prompt).motion == "none"


@pytest.mark.parametrize("prompt", MOTION)
def test_clear_motion(facts_of, prompt: str) -> None:
    assert facts_of(prompt).motion == "clear"


@pytest.mark.parametrize(
    "prompt", ["A forest path with drifting mist", "falling snow, pine trees", "a portrait, looking at the camera"]
)
def test_unsure_motion_is_possible(facts_of, prompt: str) -> None:
    assert facts_of(prompt).motion == "possible"


@pytest.mark.parametrize(
    ("prompt", "verbs"),
    [
        ("She turns, smiles and walks away.", ["turn", "smile", "walk"]),
        ("He nods, puts down the book, and walks out.", ["nod", "put", "walk"]),
        ("A man in an astronaut suit playing a guitar", ["play"]),
        ("The dog runs across the yard, ears flapping.", ["run"]),
        ("A woman sits at a table. She lifts the cup.", ["lift"]),
        ("The man sits down and opens the letter.", ["sit", "open"]),
        ("The baker kneads the dough while the apprentice sweeps the floor.", ["knead", "sweep"]),
        ("The woman begins to dance.", ["dance"]),
        ("Steam rises from the cup.", []),
        ("The camera circles the statue.", []),
        ("She does not move.", []),
        ("She looks up, then looks back.", ["look", "look"]),
        ("The robot arm is welding a frame.", ["weld"]),
        ('She says, "The dog barks and the cat runs."', ["say"]),
        ("slow motion, 24fps", []),
    ],
)
def test_subject_actions(facts_of, prompt: str, verbs: list[str]) -> None:
    assert [action.verb for action in facts_of(prompt).subject_actions()] == verbs


@pytest.mark.parametrize(
    ("prompt", "verb", "actor", "kind", "speed", "negated"),
    [
        ("The tall woman slowly turns her head.", "turn", "The tall woman", "subject", "slow", False),
        ("A flock of geese flies over the marsh.", "fly", "geese", "subject", None, False),
        ("The wind whips the flags.", "whip", "The wind", "scene", None, False),
        ("The lamp light flickers.", "flicker", "The lamp light", "light", None, False),
        ("The horse does not gallop.", "gallop", "The horse", "subject", None, True),
        ("The child suddenly jumps.", "jump", "The child", "subject", "fast", False),
        ("Her hair blows in the wind.", "blow", "Her hair", "subject", None, False),
        ("A man riding a bike", "ride", "A man", "subject", None, False),
    ],
)
def test_action_fields(
    facts_of, prompt: str, verb: str, actor: str, kind: str, speed: str | None, negated: bool
) -> None:
    (action,) = facts_of(prompt).actions
    assert (action.verb, action.actor, action.actor_kind, action.speed, action.negated) == (
        verb,
        actor,
        kind,
        speed,
        negated,
    )
