"""What the examples of the motion rules cannot express: word meanings, fixes in every notation, usage."""

from __future__ import annotations

import pytest

from promptlint.edits import apply
from promptlint.finding import Finding, Severity
from promptlint.testing import lint_text
from promptlint_rules.motion._words import Level, level_of


def found(spec: str, code: str, config: str = "") -> list[Finding]:
    return lint_text(spec, select=[code], config=config)


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("strong", Level.STRONG),
        ("Very High", Level.STRONG),
        ("high motion", Level.STRONG),
        ("medium", Level.MODERATE),
        ("subtle", Level.SUBTLE),
        ("very low", Level.SUBTLE),
        ("medium-high", None),
        ("high angle", None),
        ("slow push-in, high contrast, intense mood", None),
        ("", None),
    ],
)
def test_level_of(text: str, level: Level | None) -> None:
    assert level_of(text) is level


@pytest.mark.parametrize(
    ("camera", "marks"),
    [
        ("whip-pan to the door", ["whip-pan"]),
        ("crash_zoom", ["crash_zoom"]),
        ("{type: push_in, speed: fast}", ["fast"]),
        ("no fast moves", []),
        ("slow, never rapid", []),
        ("static, fast lens, quick cuts", []),
        ("slow push-in for breakfast", []),
    ],
)
def test_fast_camera(camera: str, marks: list[str]) -> None:
    value = camera if camera.startswith("{") else f'"{camera}"'
    spec = f"id: s01\nmodel: kling-2.6\nimage: m.png\ncamera: {value}\n"
    assert [spec[f.span.start : f.span.end] for f in found(spec, "M501")] == marks


@pytest.mark.parametrize(
    ("camera", "fires"),
    [
        ("slow orbit left", True),
        ("arc around her", True),
        ("360 degrees around the car", True),
        ("orbit_left", True),
        ("pull-out from the face to a wide shot", True),
        ("pull out", False),
        ("gentle orbit", False),
        ("arc of 20 degrees", False),
        ("static, no orbit", False),
        ("slow push-in", False),
    ],
)
def test_large_camera_moves(camera: str, fires: bool) -> None:
    spec = f"id: s01\nmodel: veo-3.1\nimage: m.png\nduration: 8\ncamera: {camera}\n"
    assert bool(found(spec, "M507")) == fires


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("id: s01\nmodel: svd-xt\nimage: m.png\n", "id: s01\nmodel: svd-xt\nimage: m.png\nmotion: {strength: 1}\n"),
        (
            "shots:\n  - id: s01\n    model: pika-1.5\n    motion:\n      camera: zoom in # slowly\n    image: m.png\n",
            "shots:\n  - id: s01\n    model: pika-1.5\n    motion:\n      camera: zoom in # slowly\n      strength: 1\n"
            "    image: m.png\n",
        ),
        (
            '{"id": "s01", "model": "svd-xt", "image": "m.png"}\n',
            '{"id": "s01", "model": "svd-xt", "image": "m.png", "motion": {"strength": 1}}\n',
        ),
    ],
)
def test_the_fix_sets_the_strictest_strength(before: str, after: str) -> None:
    (finding,) = found(before, "M503")
    assert finding.fix is not None
    assert finding.fix.safe
    assert apply(before, finding.fix.edits) == after


def test_a_model_from_the_defaults_is_reported_once_and_without_fix() -> None:
    (finding,) = found(
        "defaults: {model: svd-xt}\nshots:\n  - {id: a, image: m.png}\n  - {id: b, image: m.png}\n", "M503"
    )
    assert finding.fix is None


@pytest.mark.parametrize(("strength", "severity"), [("0.5", None), ("0.8", Severity.INFO), ("1.5", Severity.WARNING)])
def test_pika(strength: str, severity: Severity | None) -> None:
    findings = found(f"id: s01\nmodel: pika-2.2\nimage: m.png\nmotion: {{strength: {strength}}}\n", "M501")
    assert [finding.severity for finding in findings] == ([severity] if severity else [])


def test_sources_allow_strong_motion_in_landscapes() -> None:
    assert not found("id: s01\nmodel: pika-1.5\nimage: m.png\nsubject: scene\nmotion: {strength: 4}\n", "M501")


@pytest.mark.parametrize(("usage", "fires"), [("usage: hero\n", True), ("", False), ("usage: background\n", False)])
def test_without_advice_only_a_declared_hero_shot_counts(usage: str, fires: bool) -> None:
    spec = f"id: s01\nmodel: hailuo-02\nimage: m.png\nmotion: {{strength: strong}}\n{usage}"
    assert bool(found(spec, "M501")) == fires


def test_a_strength_without_effect_is_left_to_the_limits() -> None:
    assert not found("id: s01\nmodel: vidu-q3\nimage: m.png\nusage: hero\nmovement_amplitude: large\n", "M501")


def test_a_strength_under_the_providers_name() -> None:
    spec = "id: s01\nmodel: pika-1.5\nimage: m.png\ncontrols: {motion: 3}\n"
    (finding,) = found(spec, "M501")
    assert spec[finding.span.start : finding.span.end] == "3"


@pytest.mark.parametrize(
    ("reference", "severity"),
    [
        ("m.mp4", None),
        ("'{{VIDEO}}'", None),
        ("https://x.org/a.mov?sig=1", None),
        ("{from: s00}", None),
        ("https://x.org/a.PNG?sig=1", Severity.ERROR),
        ("a woman waves to the camera", Severity.WARNING),
    ],
)
def test_what_a_motion_reference_may_be(reference: str, severity: Severity | None) -> None:
    spec = f"id: s01\nmodel: kling-2.6-motion-control\nimage: m.png\nmotion: {{reference: {reference}}}\n"
    assert [finding.severity for finding in found(spec, "M505")] == ([severity] if severity else [])


def test_strong_motion_in_a_long_clip_is_said_with_the_window_of_the_model() -> None:
    spec = "id: s01\nmodel: runway-gen3-alpha\nimage: m.png\nduration: 5\nmotion: {strength: strong}\n"
    (finding,) = found(spec, "M506")
    assert "3.3 s (80 frames at 24 fps)" in finding.message
