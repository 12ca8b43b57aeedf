"""Camera moves: found, named, and not seen where there are none."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("prompt", "moves"),
    [
        ("camera pans left", [("pan", "left", None)]),
        ("The camera slowly pans from left to right.", [("pan", "right", None)]),
        ("The camera tilts up from her boots to her face.", [("tilt", "up", "her face")]),
        ("Slow dolly-in on the watch face.", [("dolly", "in", "the watch face")]),
        ("slow push in toward the door", [("dolly", "in", "the door")]),
        ("The camera dollies out.", [("dolly", "out", None)]),
        ("As the camera pulls back, the tower falls.", [("dolly", "out", None)]),
        ("zooms in on the woman's eyes", [("zoom", "in", "the woman's eyes")]),
        ("slow zoom out", [("zoom", "out", None)]),
        ("camera orbits clockwise around the vase", [("orbit", "clockwise", "the vase")]),
        ("slow 360 orbit around the car", [("orbit", "around", "the car")]),
        (
            "The drone rises above the vineyard and circles the tower.",
            [("pedestal", "up", "the vineyard"), ("orbit", "around", "the tower")],
        ),
        ("Tracking shot of a cyclist", [("follow", None, "a cyclist")]),
        ("tracking shot following a dog", [("follow", None, "a dog")]),
        ("Rack focus from the candle to the window", [("rack-focus", None, "the window")]),
        ("crane shot over the crowd", [("crane", None, "the crowd")]),
        ("FPV flying over the ridge", [("fly", "in", "the ridge")]),
        ("drone shot flying through the canyon", [("fly", "in", "the canyon")]),
        ("whip pan to the door", [("whip-pan", None, "the door")]),
        ("Handheld camera, documentary style", [("handheld", None, None)]),
        ("static camera", [("static", None, None)]),
        ("camera static", [("static", None, None)]),
        ("Locked-off shot.", [("static", None, None)]),
        ("Static product shot of a lamp", [("static", None, None)]),
        ("The camera holds steady.", [("static", None, None)]),
        ("no camera movement", [("static", None, None)]),
        ("The camera does not move.", [("static", None, None)]),
        ("gentle camera movement", [("move", None, None)]),
        ("Camera: slow arc left.", [("orbit", "left", None)]),
        ("camera trucks right along the shelves", [("truck", "right", "the shelves")]),
        ("Truck left, Pan right", [("truck", "left", None), ("pan", "right", None)]),
    ],
)
def test_moves(facts_of, prompt: str, moves: list[tuple[str, str | None, str | None]]) -> None:
    assert [(move.move, move.direction, move.target) for move in facts_of(prompt).camera] == moves


@pytest.mark.parametrize(
    "prompt",
    [
        "The woman pulls back the curtain and tilts her head.",
        "a frying pan on the stove",
        "She pans for gold in the river.",
        "Cars zoom past the gate.",
        "The planet orbits the sun.",
        "a slight head tilt",
        "A crane stands in the marsh.",
        "A photographer raises her camera and smiles.",
        "He speaks into a handheld microphone.",
        "A wide view over rolling hills",
        "The dragon appears, rotating around the tower.",
        "The television shows static.",
        "A waiter follows the guests to the table.",
        "A drone rests on a table.",
    ],
)
def test_no_moves(facts_of, prompt: str) -> None:
    assert facts_of(prompt).camera == ()


def test_negated_and_fast(facts_of) -> None:
    (zoom,) = facts_of("no rapid zoom").camera
    assert zoom.negated
    assert zoom.speed == "fast"


def test_slow_move_with_spans(facts_of) -> None:
    prompt = "🎥 The camera slowly pushes in on her face."
    (move,) = facts_of(prompt).camera
    assert (move.move, move.direction, move.target, move.speed) == ("dolly", "in", "her face", "slow")
    assert prompt[move.start : move.end] == "pushes in"
