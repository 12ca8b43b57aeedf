"""What an example cannot express: silence of the other rules, severities, languages, and fixes in every style."""

import pytest

from promptlint.edits import apply
from promptlint.finding import Confidence, Finding, Severity
from promptlint.testing import lint_text
from promptlint_rules.prompt._reading import removal

IMAGE = "image: refs/start.png\n"


def findings(prompt: str, fields: str = IMAGE, *, select: tuple[str, ...] = ("P",)) -> list[Finding]:
    spec = f"id: s01\n{fields}prompt: {prompt}\n"
    return [finding for finding in lint_text(spec, select=select) if finding.confidence >= Confidence.LIKELY]


def codes(prompt: str, fields: str = IMAGE) -> list[str]:
    return [finding.code for finding in findings(prompt, fields)]


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A beautiful brunette woman with brown eyes in a cream blouse", ["P101"]),
        ("Slowly turns her head toward the camera with a gentle smile, soft afternoon light from the left window", []),
        ("A white ceramic mug with a blue rim on a wooden table, warm morning light", ["P101"]),
        ("Gentle steam curls up from the mug while the camera performs a slow dolly-in", []),
        ("Steam rises from the mug, slow dolly-in", []),
        ("A beautiful woman", ["P101"]),
        ("A beautiful woman turns around", ["P103"]),
        ("Realistic woman walking", ["P103"]),
        ("She smiles, zoom in", ["P106"]),
        ("She smiles, the camera zooms in on the woman's eyes", []),
        ("The same woman from the reference turns her head slowly. Static camera. Identity preserved.", []),
        ("The woman moves", ["P113"]),
        ("The woman walks slowly towards the camera", []),
        ("Cut to a street, then we see the man running", ["P108"]),
        ("Static camera, the camera pans left over the table", ["P109"]),
        ("No camera movement, slow dolly-in on the vase", ["P109"]),
        ("She turns under strobe lights", ["P120"]),
        ("A dancer spins fast", ["P116"]),
        ("She turns to the window, 8k, masterpiece", ["P118"]),
        ("She turns to the window, 5 seconds", ["P122"]),
        ("Please let the woman turn to the window", ["P117"]),
        ("The light shifts from warm to cold while she waits", ["P107"]),
        ("A sad woman turns to the window", ["P114"]),
    ],
)
def test_one_mistake_is_one_finding(prompt: str, expected: list[str]) -> None:
    assert codes(prompt) == expected


@pytest.mark.parametrize(
    "prompt",
    [
        "She lifts the cup to her lips and looks out of the window.",
        "A fox trots through fresh snow, its breath visible. Slow tracking shot from the side.",
        "Waves roll onto the beach, gulls circle above. The camera slowly tilts up to the horizon.",
        "The chef tosses the vegetables once, flames flare up behind him. Handheld camera.",
        "Candlelight flickers on his face as he turns the page.",
        "The car rolls to a stop. The camera holds steady with a slight push-in on the driver.",
        "The camera holds still, then slowly pans right to the door.",
        "Her dress, cut to the knee, sways in the breeze. One continuous shot, no cuts.",
        "The boxer steps out of the ring and watches the crowd.",
        "The curtain moves in the wind and the woman closes her eyes.",
        "He quickly glances at the note and nods.",
        "She waits for 2 seconds, then turns around.",
        "The camera cuts through the crowd and stops at the stage.",
        "The knife cuts to the core of the apple.",
        "Her lips move as she prays. Fade to black.",
        "A 4K television flickers in the corner while he sleeps.",
        "The smith lets the hammer fall twice, sparks fly. Locked-off camera, no zoom.",
    ],
)
def test_good_prompts_are_left_alone(prompt: str) -> None:
    assert codes(f'"{prompt}"') == []


@pytest.mark.parametrize(
    "prompt", ["一位美丽的女人站在窗前，8k，杰作。", "Eine schöne Frau mit braunen Augen in einer Bluse", "''", "' '"]
)
def test_other_languages_and_empty_prompts_are_left_alone(prompt: str) -> None:
    assert codes(prompt) == []


def test_a_model_without_text_input_has_no_prompt_findings() -> None:
    assert codes("A beautiful woman, 8k", f"{IMAGE}model: svd-xt\n") == []


@pytest.mark.parametrize(
    "setting",
    ["motion: {camera: dolly in}\n", "motion: {reference: refs/walk.mp4}\n", "motion: {subject: turns around}\n"],
)
def test_motion_from_elsewhere_is_no_appearance_only_prompt(setting: str) -> None:
    assert "P101" not in codes("A woman in a cream blouse, tripod", IMAGE + setting)


def test_a_still_camera_setting_is_no_motion() -> None:
    assert codes("A woman in a cream blouse", f"{IMAGE}motion: {{camera: static}}\n") == ["P101"]


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("runway-gen4-turbo", [Severity.WARNING]),
        ("seedance-1.0-pro", [Severity.INFO]),
        ("kling-2.6", []),
        ("hailuo-2.3", []),
    ],
)
def test_negations_are_judged_by_the_vendor(model: str, expected: list[Severity]) -> None:
    found = findings("She turns around, no people", f"{IMAGE}model: {model}\n", select=("P110",))
    assert [finding.severity for finding in found] == expected


def test_drift_matters_less_in_b_roll() -> None:
    assert [f.severity for f in findings("A dancer spins fast", f"{IMAGE}usage: b-roll\n")] == [Severity.INFO]


def test_unsure_motion_is_possible_only() -> None:
    found = lint_text(f"id: s01\n{IMAGE}prompt: a campfire on the beach and the ocean waves\n", select=("P101",))
    assert [finding.confidence for finding in found] in ([], [Confidence.POSSIBLE])


@pytest.mark.parametrize("code", ["P101", "P102", "P107", "P111", "P114", "P116", "P120", "P124"])
def test_without_an_image_the_text_may_describe_looks(code: str) -> None:
    prompt = (
        "A sad young woman with long red hair, green eyes and a blue coat spins fast under strobe lights, grows old, "
        "and the light shifts from warm to cold"
    )
    assert code not in codes(prompt, "")


STYLES = {
    "plain": "She turns around, 8k, masterpiece, static camera",
    "single": "'It''s she who turns around, 8k, masterpiece, static camera'",
    "double": '"She turns \\"around\\", 8k, masterpiece, static camera"',
    "folded": ">-\n  She turns around, 8k,\n  masterpiece, static camera",
    "literal": "|\n  She turns around, 8k,\n  masterpiece, static camera",
}


@pytest.mark.parametrize("style", STYLES)
def test_quality_tags_go_with_their_punctuation(style: str) -> None:
    [finding] = findings(STYLES[style], select=("P118",))
    assert finding.fix is not None
    assert finding.fix.safe
    text = apply(finding.file.source.text, finding.fix.edits)
    assert "8k" not in text
    assert "masterpiece" not in text
    assert ", static camera" in text
    assert ", ," not in text
    assert not lint_text(text, select=("P118",))


@pytest.mark.parametrize(
    ("prompt", "fixed"),
    [
        ("She turns, no camera movement", "She turns, static camera"),
        ("Static camera. She turns, no camera movement", "Static camera. She turns"),
        ("The camera does not move. She turns", "The camera stays static. She turns"),
        ("'She''s turning, no blur'", "'She''s turning, everything in focus'"),
        ("She turns, no text or logos", "She turns, plain surfaces"),
    ],
)
def test_negations_become_positive_wording(prompt: str, fixed: str) -> None:
    [finding] = findings(prompt, f"{IMAGE}model: runway-gen4-turbo\n", select=("P110",))
    assert finding.fix is not None
    assert not finding.fix.safe
    assert f"prompt: {fixed}\n" in apply(finding.file.source.text, finding.fix.edits)


def test_a_spoken_negation_is_none() -> None:
    prompt = "'She says: \"There is no time.\"'"
    assert codes(prompt, f"{IMAGE}model: runway-gen4-turbo\n") == []


def test_a_prompt_from_the_defaults_is_not_edited_for_one_shot() -> None:
    spec = "defaults: {prompt: 'She turns, 8k'}\nshots:\n  - id: s01\n    image: refs/start.png\n"
    [finding] = lint_text(spec, select=("P118",))
    assert finding.fix is None


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        ("A woman walks along the pier.", "The same woman from the reference walks along the pier."),
        ("Behind the glass a woman walks.", "Behind the glass the same woman from the reference walks."),
        ("Woman walks along the pier.", "Woman walks along the pier. Same face, hair and outfit as the reference."),
    ],
)
def test_the_identity_anchor_fits_the_subject(prompt: str, expected: str) -> None:
    [finding] = findings(prompt, f"{IMAGE}duration: 10s\n", select=("P111",))
    assert finding.fix is not None
    assert finding.fix.safe
    assert f"prompt: {expected}\n" in apply(finding.file.source.text, finding.fix.edits)


def test_the_starter_leaves_out_what_the_prompt_asks_for() -> None:
    [finding] = findings("Handheld shot, she runs, motion blur", f"{IMAGE}model: kling-2.6\n", select=("P112",))
    assert finding.fix is not None
    assert "negative_prompt: distort, extra limbs" in apply(finding.file.source.text, finding.fix.edits)


def test_a_zoom_gets_a_target_from_the_prompt() -> None:
    [finding] = findings("The old woman smiles, camera zooms in", select=("P106",))
    assert "zooms in on the woman's eyes" in finding.advice


@pytest.mark.parametrize(
    ("text", "cut", "expected"),
    [
        ("She turns, 8k", "8k", "She turns"),
        ("8k, she turns", "8k", "she turns"),
        ("She turns, 8k, slowly", "8k", "She turns, slowly"),
        ("She turns. 8k. She waits", "8k", "She turns. She waits"),
        ("She turns. 8k.", "8k", "She turns."),
        ("She turns, 8k.", "8k", "She turns."),
        ("She looks at an 8k screen", "8k", None),
        ("Style: 8k. She turns", "8k", None),
        ("8k", "8k", None),
    ],
)
def test_removal_takes_the_punctuation_along(text: str, cut: str, expected: str | None) -> None:
    at = text.index(cut)
    span = removal(text, at, at + len(cut))
    assert (text[: span[0]] + text[span[1] :] if span else None) == expected


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("La femme tourne lentement la tête vers la fenêtre et elle sourit.", "French"),
        ("La mujer gira la cabeza lentamente hacia la ventana y sonríe a la cámara.", "Spanish"),
    ],
)
def test_languages_in_latin_script_are_told_where_words_are_checked(prompt: str, language: str) -> None:
    spec = f"id: s01\nmodel: kling-2.6\nimage: a.png\nprompt: {prompt}\n"
    [finding] = [f for f in lint_text(spec, select=("S011", "P")) if f.code == "S011"]
    assert language in finding.message
