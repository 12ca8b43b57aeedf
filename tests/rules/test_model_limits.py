"""The model-limit rules against every model: no false alarm on what a profile lists, and a true message otherwise."""

import json
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest

from promptlint.document import compose
from promptlint.edits import apply
from promptlint.engine import Engine
from promptlint.finding import Confidence, Finding, Severity
from promptlint.profiles import Match, Profile, Profiles
from promptlint.registry import installed
from promptlint.settings import Settings
from promptlint.spec.read import read_file
from promptlint.spec.sequence import ShotSequence
from promptlint.surroundings import surroundings_of
from promptlint.testing import lint_text
from promptlint.text import SourceText

ROOT = Path("/project")
FAMILY = ("A", "S006", "S007", "S008")
CONDITIONAL = {"A113", "A114"}


@cache
def surroundings() -> Any:
    return surroundings_of(installed(), Settings(ROOT), date(2026, 11, 20), None)


PROFILES: Profiles = surroundings().profiles
MODELS = [pytest.param(profile_id, id=profile_id) for profile_id in PROFILES.ids]

Shot = dict[str, Any]


def lint(shots: list[Shot], select: tuple[str, ...] = ("A",)) -> list[list[Finding]]:
    """The findings of each shot."""
    text = json.dumps({"shots": shots}, ensure_ascii=False, indent=1)
    file = read_file(ROOT / "all.shots.json", "all.shots.json", SourceText(text), compose(text), "name")
    engine = Engine(installed(), Settings(ROOT, select=(*select, "S013")), surroundings())
    found = [*engine.lint_file(file), *engine.lint_sequence(ShotSequence([file]))]
    crashes = [finding.message for finding in found if finding.code == "S013"]
    assert not crashes, crashes[0]
    per_shot: list[list[Finding]] = [[] for _ in shots]
    for finding in found:
        index = finding.path[1] if len(finding.path) > 1 else 0
        per_shot[int(index)].append(finding)
    return per_shot


BASES: dict[str, Shot] = {
    "text_to_video": {},
    "image_to_video": {"image": "refs/a.png"},
    "first_last_frame": {"image": "refs/a.png", "end_image": "refs/b.png"},
    "reference_to_video": {"references": ["refs/a.png"]},
    "motion_reference_video": {"image": "refs/a.png", "motion": {"reference": "refs/m.mp4"}},
    "avatar": {"image": "refs/a.png", "audio": "refs/voice.mp3"},
    "keyframes": {"references": ["refs/a.png", "refs/b.png"]},
    "extend": {"extend": {"from": "elsewhere"}},
}


def bases(profile: Profile) -> Iterator[Shot]:
    """Minimal shots for each task and mode that a profile lists."""
    tasks = [task for tasks in profile.tasks.values for task in tasks if task in BASES] or ["image_to_video"]
    if any(value.kind == "follows_reference_video" for value in profile.durations.values):
        tasks = [task for task in tasks if task != "avatar"]
    modes: dict[str | None, None] = {None: None}
    cases = [when for sizes in profile.resolutions.values for when, _ in sizes.cases]
    cases += [when for rates in profile.fps.values for when, _ in rates.cases]
    modes |= {str(mode): None for when in cases for mode in when.terms.get("mode", ())}
    orientation = any(control.role == "orientation" for control in profile.controls)
    for task, mode in product(dict.fromkeys(tasks), modes):
        shot = {"prompt": "She turns to the window.", **json.loads(json.dumps(BASES[task]))}
        if not any(length.n for length in profile.prompt.max_length.values) and profile.prompt.max_length.known:
            del shot["prompt"]
        if mode is not None:
            shot["mode"] = mode
        if orientation:
            shot.setdefault("motion", {})["orientation"] = "video"
        yield shot


def named(profile: Profile) -> Iterator[Shot]:
    """The bases under the canonical id, and under every alias whose own task and mode do not forbid it."""
    for base in bases(profile):
        yield {**base, "model": profile.id}
        for alias in profile.aliases:
            task = alias.implied.get("task")
            if task is not None and base != {**base, **BASES.get(task, {"never": True})}:
                continue
            if task == "text_to_video" and "image" in base:
                continue
            if "mode" in alias.implied and base.get("mode", alias.implied["mode"]) != alias.implied["mode"]:
                continue
            yield {**base, "model": alias.id}


def unexpected(profile: Profile, additions: list[Shot]) -> list[str]:
    """Which additions are reported in every base that has no finding without them."""
    shots = list(named(profile))
    clean = [shot for shot, found in zip(shots, lint(shots), strict=True) if not found]
    assert clean, "every base has a finding"
    everything = [{**shot, **addition} for addition in additions for shot in clean]
    results = lint(everything)
    wrong = []
    for index, addition in enumerate(additions):
        found = results[index * len(clean) : (index + 1) * len(clean)]
        if clean and all(found):
            wrong.append(f"{addition}: {found[0][0].text}")
    return wrong


@pytest.mark.parametrize("profile_id", MODELS)
def test_what_a_task_needs_is_enough(profile_id: str) -> None:
    """Every listed task has a shot without findings, and only circumstances keep others from it."""
    profile = PROFILES[profile_id]
    shots = [{**base, "model": profile.id} for base in bases(profile)]
    results = lint(shots)
    for task in {task for tasks in profile.tasks.values for task in tasks} & BASES.keys():
        own = [found for shot, found in zip(shots, results, strict=True) if shot.items() >= BASES[task].items()]
        assert any(not found for found in own) or not own or profile.controls, [f.text for found in own for f in found]
    for shot, found in zip(shots, results, strict=True):
        assert {finding.code for finding in found} <= CONDITIONAL, (shot, [finding.text for finding in found])


@pytest.mark.parametrize("profile_id", MODELS)
def test_listed_durations_pass(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    seconds: set[float] = set()
    for value in profile.durations.values:
        for durations in (value, *(case for _, case in value.cases)):
            if durations.allowed is not None:
                seconds.update(durations.allowed.values)
                for span in durations.allowed.spans:
                    seconds.update(number for number in (span.low, span.high) if number > 0)
            seconds.update(filter(None, (durations.default, durations.seconds_default)))
    spellings = [{"duration": f"{number:g}s"} for number in sorted(seconds)]
    assert not unexpected(profile, spellings)


@pytest.mark.parametrize("profile_id", MODELS)
def test_listed_frames_pass(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    frames: set[int] = {value.frames_default for value in profile.durations.values if value.frames_default}
    if any(value.kind == "frames" for value in profile.durations.values):
        for value in profile.frames.values:
            for count in (value, *(case for _, case in value.cases)):
                frames.update(filter(None, (count.typical, count.low, count.high)))
    assert not unexpected(profile, [{"num_frames": number} for number in sorted(frames)])


@pytest.mark.parametrize("profile_id", MODELS)
def test_listed_sizes_pass(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    sizes = [
        size.label.removesuffix(" area")
        for value in profile.resolutions.values
        for part in (value, *(case for _, case in value.cases))
        for size in part.offered
    ]
    ratios = [
        ratio
        for value in profile.aspect_ratios.values
        for part in (value, *(case for _, case in value.cases))
        for ratio in (*part.offered, *part.adaptive)
    ]
    assert not unexpected(profile, [{"resolution": size} for size in dict.fromkeys(sizes)])
    assert not unexpected(profile, [{"aspect_ratio": ratio} for ratio in dict.fromkeys(ratios)])


@pytest.mark.parametrize("profile_id", MODELS)
def test_listed_settings_pass(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    settings: list[Shot] = []
    for control in profile.controls:
        if control.supported is False or control.type not in ("number", "integer", "enum", "boolean"):
            continue
        for choice in (*control.values, control.low, control.high, control.type == "boolean" or None):
            if choice is not None:
                settings.append({"controls": {control.name: choice}})
                if control.role == "guidance":
                    settings.append({"guidance": choice})
                if control.role == "strength":
                    settings.append({"motion": {"strength": choice}})
    if any(value.offered for value in profile.audio.values):
        settings.append({"audio": True})
    if any(value.supported for value in profile.prompt.negative.values):
        settings.append({"negative_prompt": "blur"})
    if any(value.supported for value in profile.seed.values):
        settings += [{"seed": 0}, {"seed": 2147483647}]
    for rates in (part for value in profile.fps.values for part in (value, *(case for _, case in value.cases))):
        settings += [{"fps": rate} for rate in (*rates.offered, rates.low, rates.high, rates.default) if rate]
    assert not unexpected(profile, settings)


@pytest.mark.parametrize("profile_id", MODELS)
def test_recommended_strength_passes(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    numbers = [advice.low for advice in profile.motion_advice if advice.target == "strength" and advice.low]
    assert not unexpected(profile, [{"motion": {"strength": number}} for number in numbers])


WILD: dict[str, list[Any]] = {
    "duration": [0.5, "3s", 7, "12s", "81f", "auto", 600],
    "resolution": ["144p", "1080p", "4k", "1000x1000", "8k"],
    "aspect_ratio": ["7:1", "1:1", "auto", "16:9", "1280:720"],
    "mode": ["std", "pro", "text to video"],
    "image": ["refs/a.webp", {"from": "s0", "frame": "last"}, "refs/a.tiff"],
    "end_image": ["refs/b.png"],
    "references": [["refs/a.png"], [f"refs/{n}.png" for n in range(40)], ["refs/v.mp4"]],
    "extend": [{"from": "s0"}, "clips/c.mp4"],
    "audio": [True, False, "gulls", {"enabled": False}],
    "negative_prompt": ["blur", "blur, " * 500],
    "prompt": [
        "word " * 5000,
        "[Pan lefft] [Push in, Shake, Zoom in, Tilt up] @Image9 <<<image_1>>> [Image 0]",
        "é😀" * 600,
    ],
    "guidance": [-3, 0.5, 500],
    "fps": [3, 24, 240],
    "seed": [-7, 1, 10**15],
    "motion": [
        {"strength": 99999},
        {"strength": "subtle", "camera": "static"},
        {"camera": {"type": "simple", "config": {"pan": 900}}},
        {"reference": "refs/m.mp4"},
        {"reference": "refs/m.mp4", "orientation": "sideways"},
        {"orientation": "image"},
    ],
    "characters": [["mara"]],
    "controls": [{"camera_fixed": True, "camera_control": {"type": "simple"}}, {"cfg_scale": "high", "loop": 3}],
}

PAIRED = ("duration", "resolution", "mode", "end_image", "references", "extend")


@pytest.mark.parametrize("profile_id", MODELS)
def test_every_message_names_the_model_and_a_source(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    shots: list[Shot] = []
    plain: list[Shot] = [{"model": profile.id}, {"model": profile.id, "image": "refs/a.png", "duration": 5}]
    for base in plain:
        for key, values in WILD.items():
            shots += [{**base, key: value} for value in values]
    for one, two in combinations(PAIRED, 2):
        shots += [{"model": profile.id, one: first, two: second} for first in WILD[one] for second in WILD[two]]
    shots += [
        {"model": alias.id, "duration": 7.3, "resolution": "99p"} for alias in profile.aliases if _is_clear(alias.id)
    ]
    for shot, found in zip(shots, lint(shots, FAMILY), strict=True):
        for finding in found:
            if finding.code in ("S006", "S007"):
                continue
            assert profile.name in finding.message, (shot, finding.message)
            assert "Source" in finding.message, (shot, finding.message)
            assert "  " not in finding.message, finding.message
            assert ".." not in finding.message, finding.message
            assert finding.advice.endswith("."), finding.advice
            assert "None" not in finding.text, finding.text
        on_length = [finding.code for finding in found if finding.path[-1:] in (("duration",), ("num_frames",))]
        assert len(on_length) <= 1, (shot, on_length)


@pytest.mark.parametrize("profile_id", MODELS)
def test_length_fixes_lead_to_an_offered_length(profile_id: str) -> None:
    profile = PROFILES[profile_id]
    shots = [{**base, "duration": length} for base in named(profile) for length in (0.5, "3.3s", 7, "12s", "100f", 99)]
    fixed = []
    for shot, found in zip(shots, lint(shots), strict=True):
        for finding in found:
            if finding.code in ("A101", "A113", "A114") and finding.fix is not None:
                (edit,) = finding.fix.edits
                unit = "".join(char for char in str(shot["duration"]) if char.isalpha())
                fixed.append({**shot, "duration": f"{edit.text}{unit}"})
    for shot, found in zip(fixed, lint(fixed), strict=True):
        assert not [finding.text for finding in found if finding.path[-1] == "duration"], shot


def _is_clear(name: str) -> bool:
    return isinstance(PROFILES.find(name), Match)


def findings(spec: str, code: str, **options: Any) -> list[Finding]:
    return [finding for finding in lint_text(spec, select=(code,), **options) if finding.code == code]


def test_an_inherited_value_is_reported_once_in_the_defaults_and_its_fix_is_unsafe() -> None:
    spec = "defaults: {model: kling-2.6, duration: 7}\nshots:\n- {id: a, image: a.png}\n- {id: b, image: b.png}\n"
    (finding,) = findings(spec, "A101")
    assert finding.path == ("defaults", "duration")
    assert finding.fix is not None
    assert not finding.fix.safe


def test_no_fix_where_a_default_length_meets_a_shots_own_model() -> None:
    spec = "defaults: {duration: 7}\nshots:\n- {id: a, model: kling-2.6, image: a.png}\n"
    (finding,) = findings(spec, "A101")
    assert finding.fix is None


@pytest.mark.parametrize(
    ("written", "expected", "safe"),
    [
        ("7", "5", True),
        ("7s", "5s", True),
        ('"12 sec"', '"10 sec"', True),
        ("60", "10", False),
        ("2s", "5s", False),
    ],
)
def test_a_fix_keeps_how_the_length_is_written(written: str, expected: str, safe: bool) -> None:
    (finding,) = findings(f"model: kling-2.6\nimage: a.png\nduration: {written}  # length\n", "A101")
    assert finding.fix is not None
    assert finding.fix.safe is safe
    assert f"duration: {expected}  # length" in apply(finding.file.source.text, finding.fix.edits)


def test_what_only_resellers_say_is_likely() -> None:
    (reseller,) = findings("model: pixverse-v5\nimage: a.png\nprompt: x\nduration: 7\n", "A101")
    (vendor,) = findings("model: gen4.5\nimage: a.png\nprompt: x\nduration: 12\n", "A101")
    assert (reseller.confidence, vendor.confidence) == (Confidence.LIKELY, Confidence.CERTAIN)


@pytest.mark.parametrize(
    ("today", "severity", "words"),
    [
        (date(2026, 11, 1), Severity.WARNING, "will be retired on 2026-11-17, in 16 days"),
        (date(2026, 11, 17), Severity.ERROR, "was retired on 2026-11-17"),
    ],
)
def test_a_retirement_is_announced_and_then_happens(today: date, severity: Severity, words: str) -> None:
    (finding,) = findings("model: veo-3.1-generate-001\nprompt: A boat.\n", "S008", today=today)
    assert finding.severity is severity
    assert words in finding.message


def test_an_extension_is_traced_through_other_files() -> None:
    other = "id: s01\nmodel: kling-2.6\nimage: a.png\nprompt: A boat drifts.\n"
    spec = "id: s02\nmodel: veo-3.1-generate-001\nextend: {from: s01}\nprompt: It ties up.\n"
    (finding,) = findings(spec, "A115", files=[("a.shot.yaml", other)])
    assert "Kling 2.6" in finding.message
    assert finding.evidence[0].location is not None


def test_a_chain_of_extensions_ends() -> None:
    shots = ["- {id: s0, model: veo-3.1-generate-001, image: a.png, prompt: x, duration: 8}"]
    shots += [
        f"- {{id: s{n}, model: veo-3.1-generate-001, extend: {{from: s{n - 1}}}, prompt: x}}" for n in range(1, 23)
    ]
    found = findings("shots:\n" + "\n".join(shots) + "\n", "A115")
    assert [finding.shot for finding in found] == ["s21", "s22"]


def test_a_circle_of_extensions_is_left_to_the_rule_about_links() -> None:
    spec = "shots:\n- {id: a, model: veo-3.1, extend: {from: b}}\n- {id: b, model: veo-3.1, extend: {from: a}}\n"
    assert not findings(spec, "A115")


def test_a_reference_that_repeats_the_start_frame_counts_once() -> None:
    assert not findings("model: hailuo-2.3\nimage: a.png\nreferences: [a.png]\nprompt: x\n", "A105")


def test_open_weights_at_an_unknown_host_have_no_longest_clip() -> None:
    assert not findings("model: wan-2.2-ti2v-5b\nimage: a.png\nprompt: x\nduration: 10\n", "A101")
    assert findings("model: fal-ai/wan/v2.2-5b/image-to-video\nimage: a.png\nprompt: x\nduration: 20\n", "A101")


def test_frames_are_counted_where_a_model_counts_frames() -> None:
    (finding,) = findings("model: cogvideox-5b-i2v\nimage: a.png\nprompt: x\nnum_frames: 60\n", "A101")
    assert "at most 49 frames" in finding.message


def test_a_length_that_an_anchor_shares_is_not_changed_safely() -> None:
    shots = "- &base {id: a, model: kling-2.6, image: a.png, duration: 7}\n- {<<: *base, id: b, model: gen4.5}\n"
    (finding,) = findings(f"shots:\n{shots}", "A101")
    assert finding.fix is not None
    assert not finding.fix.safe
