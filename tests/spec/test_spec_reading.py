"""From text to typed shots."""

from typing import Any

import pytest
from spec_reading import read, shot, shots

from promptlint.document import compose, compose_lines, to_instance
from promptlint.spec.fields import DEFAULTS_KEYS, LIST_KEYS, SHOT_FIELDS
from promptlint.spec.recognise import layout_of, reason_not_a_spec
from promptlint.spec.values import Duration

DOCUMENTED = {
    "id": "shot_id scene_id clip_id name",
    "prompt": "video_prompt motion_prompt prompt_text promptText text",
    "negative_prompt": "n_prompt negative must_avoid",
    "image": "reference reference_image start_image start_frame first_frame first_image input_image image_path "
    "image_url promptImage init_image cond_image source_still",
    "end_image": "end_frame last_frame last_image image_tail",
    "references": "reference_images refs",
    "extend": "extension prior_video input_video",
    "model": "model_id video_model engine",
    "duration": "duration_seconds duration_sec seconds clip_duration_sec num_frames",
    "aspect_ratio": "ratio aspect",
    "guidance": "cfg_scale guidance_scale",
    "motion.strength": "motion_strength motion_intensity motion_bucket_id movement_amplitude",
    "motion.camera": "camera camera_movement camera_motion camera_control",
    "characters": "character cast character_ids",
}
PAIRS = [(name, alias) for name, aliases in DOCUMENTED.items() for alias in aliases.split()]
CANONICAL = ["mode", "fps", "seed", "resolution", "audio", "usage", "subject", "width", "height", "controls", "order"]


def sample(name: str) -> str:
    values = {
        "duration": "5",
        "fps": "24",
        "seed": "42",
        "order": "2",
        "width": "1280",
        "height": "720",
        "guidance": "0.5",
        "usage": "b-roll",
        "controls": "{fixed: true}",
        "resolution": "720p",
        "image": "refs/a.png",
    }
    return values.get(name, "word")


@pytest.mark.parametrize(("name", "key"), [*PAIRS, *((name, name) for name in CANONICAL)])
def test_every_documented_key(name: str, key: str) -> None:
    file = read(f"shots:\n  - {key}: {sample(name)}")
    assert set(file.shots[0].fields) == {name}
    field = file.shots[0].fields[name]
    assert field.key.value == key
    assert field.path == ("shots", 0, key)
    assert file.source.text[slice(*field.location.span)] == sample(name)
    assert not file.unknown
    assert not file.unread


@pytest.mark.parametrize("spec", SHOT_FIELDS, ids=lambda spec: spec.name)
def test_every_key_in_defaults(spec: Any) -> None:
    for key in spec.keys:
        (only,) = shots(f"defaults:\n  {key}: {sample(spec.name)}\nshots:\n  - prompt: She smiles.")
        assert only.fields[spec.name].inherited or spec.name == "prompt"


def test_motion_as_mapping_or_bare() -> None:
    nested = shot("motion: {strength: subtle, camera: static, lock: background}\nprompt: x")
    assert nested.motion.strength and nested.motion.strength.value == "subtle"
    assert nested.motion.camera and nested.motion.camera.path == ("motion", "camera")
    bare = shot("motion: 3\nprompt: x")
    assert bare.motion.strength and bare.motion.strength.value == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5", Duration(5, "seconds")),
        ("5.0", Duration(5, "seconds")),
        ('"8s"', Duration(8, "seconds")),
        ("4 s", Duration(4, "seconds")),
        ("10 seconds", Duration(10, "seconds")),
        ("120f", Duration(120, "frames")),
        ("auto", Duration(0, "auto")),
        ("-1", Duration(0, "auto")),
    ],
)
def test_durations(text: str, expected: Duration) -> None:
    field = shot(f"prompt: x\nduration: {text}").duration
    assert field and field.value == expected


@pytest.mark.parametrize("text", ["5-8s", "0", "-3", "true", "[5]", "{s: 5}", "1:30", "five", "five seconds"])
def test_no_durations(text: str) -> None:
    file = read(f"prompt: x\nduration: {text}")
    assert file.shots[0].duration is None
    assert [unread.path for unread in file.unread] == [("duration",)]


def test_defaults_are_inherited_and_overridden() -> None:
    first, second = shots(
        """
        defaults: {model: kling-2.6, duration: 5}
        shots:
          - prompt: a
          - prompt: b
            duration: 10
        """
    )
    assert first.model and first.model.inherited and first.model.path == ("defaults", "model")
    assert second.duration and second.duration.value.amount == 10 and not second.duration.inherited


@pytest.mark.parametrize("key", DEFAULTS_KEYS)
def test_names_of_defaults(key: str) -> None:
    (only,) = shots(f"{key}: {{model: kling-2.6}}\nshots:\n  - prompt: a")
    assert only.model


@pytest.mark.parametrize("key", LIST_KEYS)
def test_names_of_the_list(key: str) -> None:
    assert [shot.name for shot in shots(f"{key}:\n  - id: a\n    prompt: x\n  - id: b")] == ["a", "b"]


def test_nested_scenes_have_their_own_defaults() -> None:
    outer, inner = shots(
        """
        defaults: {model: one, duration: 5}
        scenes:
          - id: kitchen
            shots:
              - id: s01
          - id: street
            defaults: {model: two}
            clips:
              - id: s02
        """
    )
    assert outer.model and outer.model.value == "one"
    assert inner.model and inner.model.value == "two"
    assert inner.duration and inner.duration.value.amount == 5
    assert inner.path == ("scenes", 1, "clips", 0)


def test_bare_list() -> None:
    file = read("- {id: a, prompt: x, image: a.png}\n- {id: b, prompt: y}")
    assert file.layouts == ["list"]
    assert [shot.path for shot in file.shots] == [(0,), (1,)]


def test_single_shot_may_carry_what_a_file_has() -> None:
    file = read("version: 1\nextends: base.yaml\nid: a\nprompt: x\nimage: a.png\ncharacters: [mara]")
    assert file.layouts == ["shot"]
    assert not file.unknown and not file.unread
    assert file.shots[0].characters


def test_single_shot_with_a_bible() -> None:
    file = read("prompt: x\nimage: a.png\ncharacter: mara\ncharacters: {mara: {age: 28}}")
    assert set(file.characters) == {"mara"}
    assert file.shots[0].characters and file.shots[0].characters.key.value == "character"


def test_json_and_json_lines() -> None:
    assert shot('{"id": "a", "prompt": "x", "duration": 5}').duration
    assert len(compose_lines('{"prompt": "a"}\n\n{"prompt": "b"}\n').roots) == 2


def test_merge_keys_and_aliases() -> None:
    first, second = shots(
        """
        x-look: &look {model: kling-2.6, duration: 5}
        shots:
          - <<: *look
            prompt: a
          - <<: *look
            duration: 10
            prompt: b
        """
    )
    assert first.model and first.duration and first.duration.value.amount == 5
    assert second.duration and second.duration.value.amount == 10


def test_documents_of_one_file() -> None:
    file = read("id: a\nprompt: x\nimage: a.png\n---\nid: b\nprompt: y\nimage: b.png")
    assert [shot.path for shot in file.shots] == [(0,), (1,)]
    assert file.shots[1].prompt and file.shots[1].prompt.path == (1, "prompt")


def test_defaults_of_an_earlier_document() -> None:
    for recognition in ("name", "content"):
        file = read("defaults: {model: kling-2.6}\n---\nprompt: x\nimage: a.png", recognition)  # type: ignore[arg-type]
        assert file.shots[0].model


@pytest.mark.parametrize(
    ("better", "worse"), [("video_prompt", "prompt"), ("prompt", "text"), ("start_frame", "image"), ("id", "name")]
)
def test_precedence(better: str, worse: str) -> None:
    for text in (f"{better}: a.png, {worse}: b.png", f"{worse}: b.png, {better}: a.png"):
        (only,) = shots(f"- {{{text}}}")
        (field,) = only.fields.values()
        assert (field.key.value, getattr(field.value, "text", field.value)) == (better, "a.png")
        assert [entry.key.value for entry, _ in only.shadowed] == ([] if worse == "name" else [worse])


def test_a_list_under_image_is_dealt_out_by_roles() -> None:
    only = shot(
        """
        prompt: x
        image:
          - a.png
          - {path: b.png, role: end}
          - {path: c.png, role: style}
        """
    )
    assert only.image and only.image.value.text == "a.png"
    assert only.end_image and only.end_image.value.text == "b.png" and only.end_image.path == ("image", 1)
    assert only.references and [reference.text for reference in only.references.value] == ["c.png"]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("refs/mara.png", "path"),
        ("my pictures/mara at the window.png", "path"),
        ("https://example.org/a.png", "url"),
        ("data:image/png;base64,AAAA", "url"),
        ('"{{IMAGE}}"', "placeholder"),
        ('"<image>"', "placeholder"),
        ("A woman stands at the window", "prose"),
        ("{from: s01}", "shot"),
        ("{from: s01, frame: first}", "shot"),
        ("{url: https://example.org/a.png, role: start}", "url"),
    ],
)
def test_references(text: str, kind: str) -> None:
    only = shot(f"prompt: x\nimage: {text}")
    assert only.image and only.image.value.kind == kind
    assert only.file.source.text[slice(*only.image.value.node.content_span)] == only.image.value.text


def test_the_bible() -> None:
    file = read(
        """
        characters:
          mara:
            image: refs/mara.png
            views: {profile: refs/side.png}
            age: 28
            hair: {colour: auburn}
        shots:
          - {id: a, prompt: x, characters: [mara]}
        """
    )
    mara = file.characters["mara"]
    assert mara.image and mara.image.text == "refs/mara.png"
    assert set(mara.views) == {"profile"}
    assert mara.attributes["age"].value == 28
    assert mara.attributes["hair"].path == ("characters", "mara", "hair")


def test_a_bible_as_a_list() -> None:
    file = read("characters:\n  - {name: mara, age: 28}\n  - {id: tomas}\nshots: [{prompt: x}]")
    assert set(file.characters) == {"mara", "tomas"}
    assert not file.unread


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("modle: x\nshots: [{prompt: a}]", "file"),
        ("shots: [{promt: a}]", "shot"),
        ("shots: [{prompt: a, motion: {speed: 3}}]", "motion"),
        ("shots: [{prompt: a, image: {form: s01}}]", "reference"),
        ("defaults: {modle: x}\nshots: [{prompt: a}]", "defaults"),
        ("scenes: [{mood: dark, shots: [{prompt: a}]}]", "scene"),
        ("characters: {mara: {eye: blue}}\nshots: [{prompt: a}]", "character"),
    ],
)
def test_unknown_keys_are_noted_with_their_place(text: str, place: str) -> None:
    (unknown,) = read(text).unknown
    assert unknown.place == place


@pytest.mark.parametrize("key", ["notes", "tags", "description", "x-anything", "$schema"])
def test_keys_that_are_never_checked(key: str) -> None:
    assert not read(f"shots:\n  - prompt: a\n    {key}: [1, {{a: b}}]").unknown


def test_layouts_by_content() -> None:
    cases = {
        "shots: [{prompt: a}]": "file",
        "[{prompt: a, image: b}]": "list",
        "{prompt: a, image: b, characters: [mara]}": "shot",
        "{prompt: a}": None,
        "{defaults: {run: x}, jobs: []}": None,
        "just text": None,
        "{shots: {a: {prompt: x}}}": None,
    }
    for text, layout in cases.items():
        assert layout_of(compose(text).roots[0]) == layout, text


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "empty"),
        ("hello", "plain text"),
        ("[1, 2]", "list without a shot"),
        ('{"$schema": "x", "type": "object"}', "JSON Schema"),
        ("{jobs: {}}", "`jobs`"),
    ],
)
def test_reasons_for_skipping(text: str, words: str) -> None:
    roots = compose(text).roots
    assert words in reason_not_a_spec(roots[0] if roots else None)


def test_values_survive_as_written() -> None:
    only = shot("prompt: x\ncontrols: {seed: 012, ratio: 16:9, on: yes}")
    assert only.controls and only.controls.value == {"seed": 12, "ratio": "16:9", "on": "yes"}
    assert to_instance(only.node) == {"prompt": "x", "controls": only.controls.value}


def test_a_list_that_another_key_overrides_is_still_checked():
    file = read("start_frame: ['']\nstart_image: a.png\nprompt: She turns.\n")
    assert [unread.path for unread in file.unread] == [("start_frame", 0)]
