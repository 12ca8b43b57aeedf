"""What comes out of a shot that is split is valid, and keeps what the shot was."""

from __future__ import annotations

import json
from typing import Any

import pytest
from chaining import attempt, split, surroundings
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint.chain import NoChain
from promptlint.document import compose, to_instance
from promptlint.fixes import damage
from promptlint.spec.model import Shot
from promptlint.testing import lint_text

PROMPT = "The same woman from the reference opens the door, walks in and sits down. Static camera. Identity preserved."
CHECKED = ("S001", "S002", "S004", "S005", "S009", "A101", "A113", "D301", "D304")
MODELS = (
    "veo-3.1", "sora-1", "sora-2", "kling-2.6", "kling-3.0", "wan-2.1-i2v", "wan-2.5-i2v", "wan-2.7-i2v",
    "wan-2.2-i2v-a14b", "hunyuanvideo-i2v", "pika-1.0", "pika-1.5", "seedance-1.0-pro", "runway-gen4.5", "luma-ray-2",
    "ltxv", "cogvideox-5b-i2v", "svd-xt", "minimax-h3", "grok-imagine", "hailuo-2.3", "pixverse-v5", "ovi-i2v",
)  # fmt: skip


def findings(text: str, name: str = "example.shot.yaml") -> list[str]:
    return [f"{finding.code} {finding.text}" for finding in lint_text(text, select=CHECKED, name=name)]


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("duration", ["duration: 12s", "num_frames: 288\n    fps: 24"])
def test_12_seconds_become_a_chain_that_passes(model: str, duration: str) -> None:
    text = (
        "characters: {mara: {image: refs/mara.png}}\nshots:\n"
        f"  - id: s01\n    model: {model}\n    characters: [mara]\n    image: refs/mara.png\n    {duration}\n"
        f"    prompt: >-\n      {PROMPT}\n"
    )
    made = split(text)
    assert findings(made.text) == []
    asked = 288 if "frames" in duration else 12
    step = max(length.length for length in made.chain.plan.shots)
    assert abs(made.chain.plan.total - asked) <= step / 2
    assert all("Static camera. Identity preserved." in prompt for prompt in made.prompts)
    assert all("same woman from the reference" in prompt for prompt in made.prompts)


@pytest.mark.parametrize("duration", ["12", "288f"])
def test_every_model_has_a_chain_or_a_reason(duration: str) -> None:
    for profile in surroundings().profiles:
        made = attempt(f"id: s01\nmodel: {profile.id}\nimage: a.png\nduration: {duration}\n")
        if isinstance(made, NoChain):
            assert made.reason.endswith(".")
            assert made.advice or made.fits
        else:
            assert findings(made.text) == []


PROMPTS = (
    None,
    PROMPT,
    "A man walks to the window.",
    "She turns. She smiles: it's over! She leaves the room.",
    "Waves roll against the pier # at dusk.",
    "",
)
FIELDS = st.fixed_dictionaries(
    {"id": st.sampled_from(["s01", "s 2", "7", "yes", "a: b"]), "model": st.sampled_from(MODELS)},
    optional={
        "image": st.sampled_from(["a.png", {"path": "a.png"}, [{"path": "a.png", "role": "start"}, "b.png"]]),
        "end_image": st.just("end.png"),
        "extend": st.just({"from": "s00"}),
        "negative_prompt": st.just("blur # and noise"),
        "aspect_ratio": st.just("16:9"),
        "motion": st.just({"strength": "subtle", "camera": "static"}),
        "notes": st.sampled_from(["two\nlines", "'", ["a", "b"]]),
        "seed": st.integers(0, 9),
    },
)
LENGTHS = st.sampled_from([6, 7.5, 12, 12.0, "12s", "20 s", "288f", "481 frames", 30])


def yaml_of(value: Any, indent: str, style: str) -> str:
    """A mapping as block YAML; texts in one of the styles that YAML has for them."""
    lines = []
    for key, item in value.items():
        if isinstance(item, str) and key == "prompt" and item and style in ("literal", "folded"):
            mark = "|" if style == "literal" else ">-"
            lines.append(f"{key}: {mark}\n{indent}  {item}")
        elif isinstance(item, str) and style == "single" and "\n" not in item:
            quoted = item.replace("'", "''")
            lines.append(f"{key}: '{quoted}'")
        else:
            lines.append(f"{key}: {json.dumps(item)}")
    return f"\n{indent}".join(lines)


def layouts(shot: dict[str, Any], other: dict[str, Any], layout: str, style: str) -> tuple[str, str]:
    """A project of one file, and its name."""
    if layout == "json":
        return json.dumps({"version": 1, "shots": [shot, other]}, indent=2), "a.shot.json"
    if layout == "flow":
        return f"shots: [{json.dumps(shot)}, {json.dumps(other)}]\n", "a.shot.yaml"
    if layout == "lines":
        return f"{json.dumps(shot)}\n{json.dumps(other)}\n", "a.shots.jsonl"
    if layout == "single":
        return f"# head\n{yaml_of({'version': 1} | shot, '', style)}\n", "a.shot.yaml"
    if layout == "single json":
        return json.dumps({"version": 1} | shot, indent=4), "a.shot.json"
    items = "\n\n".join(f"  - {yaml_of(item, '    ', style)}  # seen" for item in (shot, other))
    return f"version: 1\nscenes:\n- shots:\n{items}\n" if layout == "scenes" else f"shots:\n{items}\n", "a.shot.yaml"


def plain(shot: Shot) -> dict[str, Any]:
    value = to_instance(shot.node)
    assert isinstance(value, dict)
    return value


@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    FIELDS,
    LENGTHS,
    st.sampled_from(PROMPTS),
    st.sampled_from(["block", "scenes", "flow", "json", "lines", "single", "single json"]),
    st.sampled_from(["plain", "single", "literal", "folded"]),
    st.sampled_from(["first", "last"]),
)
def test_a_chain_keeps_what_the_shot_was(
    fields: dict[str, Any], length: Any, prompt: str | None, layout: str, style: str, frame: str
) -> None:
    shot = fields | {"duration": length} | ({} if prompt is None else {"prompt": prompt})
    if isinstance(length, str) and "f" in length:
        shot["fps"] = 24
    other = {"id": "next", "image": {"from": fields["id"], "frame": frame}, "prompt": "He waits."}
    text, name = layouts(shot, other, layout, style)
    made = attempt(text, fields["id"], name)
    if isinstance(made, NoChain):
        return
    assert damage(text, made.chain.edits[made.before], name) == ""
    plan = made.chain.plan
    after = made.shots
    assert [one.name for one in after] == [planned.id for planned in plan.shots]
    assert len(after) == len(plan.shots) > 1
    assert len({one.name for one in made.after.shots}) == len(made.after.shots)
    changed = {"id", "duration", "prompt", "image", "end_image", "extend"}
    for number, one in enumerate(after):
        values = plain(one)
        assert {key: value for key, value in values.items() if key not in changed | {"version"}} == {
            key: value for key, value in plain(made.before.shots[0]).items() if key not in changed | {"version"}
        }
        assert one.duration is not None
        assert one.duration.value.amount == plan.shots[number].length
        assert one.duration.value.unit == plan.unit
        assert (one.prompt.value if one.prompt else None) == plan.shots[number].prompt
        assert ("end_image" in values) == ("end_image" in shot and number == len(after) - 1)
        assert ("extend" in values) == ("extend" in shot and number == 0)
        if number > 0:
            assert one.image is not None
            link = one.image.value
            assert (link.kind, link.text, link.frame) == ("shot", after[number - 1].name, "last")
        else:
            assert values.get("image") == shot.get("image")
    if not layout.startswith("single"):
        (following,) = (one for one in made.after.shots if one.name == "next")
        link = following.image.value
        assert (link.text, link.frame) == (after[0 if frame == "first" else -1].name, frame)
        assert plain(following) | {"image": None} == plain(made.before.shots[1]) | {"image": None}
    if name.endswith(".json"):
        json.loads(made.text)
    known = [message.split(":")[0] for message in findings(text, name)]
    new = [message for message in findings(made.text, name) if message.split(":")[0] not in known]
    assert [message for message in new if "`s00`" not in message] == []


def test_a_second_chain_is_not_made() -> None:
    made = split(f"id: s01\nmodel: pika-1.5\nimage: a.png\nduration: 9\nprompt: {PROMPT}\n")
    for shot in made.shots:
        again = attempt(made.text, shot.name)
        assert isinstance(again, NoChain)
        assert again.fits
    assert not compose(made.text).errors
