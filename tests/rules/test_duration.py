"""What the examples of the duration rules cannot express: fixes in every notation, usage, chains of every shape."""

from __future__ import annotations

from time import process_time

import pytest

from promptlint.edits import apply
from promptlint.finding import Finding, Severity
from promptlint.testing import lint_text

BIBLE = "characters: {mara: {image: m.png}}\n"


def found(spec: str, code: str, config: str = "") -> list[Finding]:
    return lint_text(spec, select=[code], config=config)


def marks(findings: list[Finding], spec: str) -> list[str]:
    return [spec[finding.span.start : finding.span.end] for finding in findings]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("duration: 8", "duration: 3"),
        ("duration: 8.0", "duration: 3.0"),
        ('duration: "8s"', 'duration: "3s"'),
        ("duration: 8 sec", "duration: 3 sec"),
        ("duration: 240f", "duration: 72f"),
        ("num_frames: 240", "num_frames: 72"),
        ("num_frames: 0xf0", "num_frames: 72"),
        ("duration: 1e1", "duration: 3"),
        ("duration_seconds: '8'", "duration_seconds: '3'"),
    ],
)
def test_the_fix_keeps_the_notation(before: str, after: str) -> None:
    spec = f"id: s01\nmodel: pika-1.5\nimage: m.png\n{before} # as planned\n"
    (finding,) = found(spec, "D301")
    assert finding.fix is not None
    assert not finding.fix.safe
    assert apply(spec, finding.fix.edits) == spec.replace(before, after)


def test_the_fix_in_json() -> None:
    spec = '{"shots": [{"id": "s01", "model": "pika-1.5", "image": "m.png", "duration": "10s"}]}\n'
    (finding,) = found(spec, "D301")
    assert finding.fix is not None
    assert '"duration": "3s"' in apply(spec, finding.fix.edits)


@pytest.mark.parametrize(
    "spec",
    [
        "defaults: {duration: 10}\nshots:\n  - {id: s01, model: pika-1.5, image: m.png}\n",
        "x: &x {duration: 10}\nshots:\n  - {id: s01, model: pika-1.5, image: m.png, <<: *x}\n",
        "shots:\n  - {id: s01, model: runway-gen3-alpha, image: m.png, duration: 10}\n",
    ],
)
def test_no_fix_where_others_share_the_value_or_nothing_fits(spec: str) -> None:
    (finding,) = found(spec, "D301")
    assert finding.fix is None
    assert "10" in marks([finding], spec)[0]


def test_the_message_gives_both_units_the_rate_and_the_source() -> None:
    (finding,) = found("id: s01\nmodel: runway-gen3-alpha\nimage: m.png\nduration: 10\nfps: 30\n", "D301")
    for part in ("10 s (300 frames at 30 fps)", "3.3 s (80 frames at 24 fps)", "source", "4 such shots"):
        assert part in finding.text


def test_a_project_sets_its_own_window() -> None:
    spec = "id: s01\nmodel: runway-gen3-alpha\nimage: m.png\nduration: 5\n"
    config = "[models.runway-gen3-alpha]\nwindows = [{kind = 'coherence', seconds = 6, fps = 24}]\n"
    assert found(spec, "D301")
    assert not found(spec, "D301", config)


@pytest.mark.parametrize("seconds", ["4", "5"])
def test_a_full_body_is_held_for_less_than_5_s(seconds: str) -> None:
    spec = f"id: s01\nmodel: sora-1\nimage: m.png\nprompt: Full body. She turns.\nduration: {seconds}\n"
    assert bool(found(spec, "D301")) == (seconds == "5")


def test_the_general_figure_is_only_possible() -> None:
    spec = "id: s01\nmodel: kling-2.6\nimage: m.png\nduration: 10\n"
    assert not found(spec, "D301")
    (finding,) = found(spec, "D301", 'confidence = "possible"')
    assert finding.severity is Severity.INFO


@pytest.mark.parametrize(("usage", "severity"), [("hero", Severity.WARNING), ("b-roll", Severity.INFO)])
def test_usage_lowers_the_findings_of_sequence_rules(usage: str, severity: Severity) -> None:
    spec = BIBLE + (
        f"defaults: {{model: kling-2.6, duration: 5, usage: {usage}, characters: [mara], motion: {{strength: strong}}}}\n"
        "shots:\n  - {id: s01, image: m.png}\n  - {id: s02, image: {from: s01}}\n  - {id: s03, image: m.png}\n"
    )
    assert [finding.severity for finding in found(spec, "D304")] == [severity]
    assert [finding.severity for finding in found(spec, "D305")] == [severity]


def test_a_circle_is_one_error() -> None:
    spec = "shots:\n" + "".join(f"  - {{id: s{n}, image: {{from: s{(n + 1) % 3}}}}}\n" for n in range(3))
    assert [finding.severity for finding in found(spec, "D304")] == [Severity.ERROR, Severity.ERROR]
    spec = "shots:\n  - {id: s0, image: {from: s2}}\n  - {id: s1, image: {from: s0}}\n  - {id: s2, image: {from: s1}}\n"
    (finding,) = found(spec, "D304")
    assert finding.severity is Severity.ERROR


def test_an_end_frame_may_come_from_a_later_shot() -> None:
    assert not found(
        "shots:\n  - {id: s0, image: m.png, end_image: {from: s1, frame: first}}\n  - {id: s1, image: n.png}\n", "D304"
    )


def test_only_the_first_link_of_a_chain_is_built_on_sand() -> None:
    spec = "defaults: {model: runway-gen3-alpha, duration: 5}\nshots:\n  - {id: s0, image: m.png}\n"
    spec += "".join(f"  - {{id: s{n}, image: {{from: s{n - 1}}}}}\n" for n in range(1, 6))
    assert marks(found(spec, "D305"), spec) == ["s0"]


def test_one_finding_for_one_cause() -> None:
    spec = BIBLE + (
        "shots:\n  - {id: s01, model: kling-2.6, mode: pro, characters: [mara], image: m.png, duration: 10, "
        "motion: {camera: slow orbit}}\n"
    )
    codes = {finding.code for finding in lint_text(spec, select=["D", "M"])}
    assert codes == {"M507"}


def test_the_figure_of_the_provider_beats_the_weights() -> None:
    assert not found("id: s01\nmodel: ovi-i2v\nimage: m.png\nduration: 10\n", "D301")
    assert not found(
        "id: s01\nmodel: wan-2.2-animate-animation\nimage: m.png\nmotion: {reference: m.mp4}\nduration: 20\n", "D301"
    )


def test_chains_take_linear_time() -> None:
    def seconds(count: int) -> float:
        spec = BIBLE + "defaults: {model: kling-2.6, duration: 5, characters: [mara]}\nshots:\n"
        spec += "".join(f"  - {{id: s{n}, image: {{from: s{n - 1}}}}}\n" for n in range(count))
        started = process_time()
        found(spec, "D304")
        return process_time() - started

    seconds(10)
    assert min(seconds(2000), seconds(2000), seconds(2000)) < 8 * max(seconds(500), 0.05)


def test_a_picture_from_the_defaults_is_not_where_the_chain_breaks() -> None:
    spec = BIBLE + (
        "defaults: {model: kling-2.6, image: m.png, characters: [mara]}\n"
        "shots:\n  - id: s01\n  - {id: s02, image: {from: s01}}\n  - id: s03\n"
    )
    assert marks(found(spec, "D304"), spec) == ["s03"]
