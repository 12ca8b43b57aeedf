"""The fields of the format: canonical names, accepted aliases, descriptions and readers.

This table is the only list of fields. The JSON Schema, the reader, completion and the format's page in the
documentation are made from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from promptlint.document import Node, Scalar, resolve
from promptlint.spec import values

JsonSchema: TypeAlias = dict[str, Any]

TEXT: Final[JsonSchema] = {"$ref": "#/$defs/text"}
NAME: Final[JsonSchema] = {"$ref": "#/$defs/name"}
POSITIVE: Final[JsonSchema] = {"$ref": "#/$defs/positive"}
ANY: Final[JsonSchema] = {}

USAGES: Final = ("hero", "b-roll", "background")
SUBJECT_KINDS: Final = ("person", "product", "scene")


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Attributes:
        name: canonical name; a dot stands for a key of a nested mapping.
        summary: one line for the documentation, hover and completion.
        schema: JSON Schema of the value.
        read: turns a node into the typed value, or None where it cannot.
        aliases: keys that mean the same, in order of precedence.
        specific: aliases that win over the canonical key where both are given, because in real files the canonical
            key then means something else (``prompt`` beside ``video_prompt`` is the text for the still image).
        special_keys: readers and JSON Schemas of single keys that hold something else.
        examples: values offered as completions.
    """

    name: str
    summary: str
    schema: JsonSchema
    read: Callable[[Node], Any]
    aliases: tuple[str, ...] = ()
    specific: tuple[str, ...] = ()
    special_keys: tuple[tuple[str, Callable[[Node], Any], JsonSchema], ...] = ()
    examples: tuple[str, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Every key that means this field at the level of a shot, the one that wins first."""
        own = () if "." in self.name else (self.name,)
        return (*self.specific, *own, *self.aliases)

    def reader_of(self, key: str) -> Callable[[Node], Any]:
        """The reader of a value that stands under one of the keys."""
        return next((read for special, read, _ in self.special_keys if special == key), self.read)

    def schema_of(self, key: str) -> JsonSchema:
        """The JSON Schema of a value that stands under one of the keys."""
        return next((schema for special, _, schema in self.special_keys if special == key), self.schema)


def _read_usage(node: Node) -> str | None:
    text = values.read_text(node)
    return text if text in USAGES else None


def _read_audio(node: Node) -> Any:
    flag = values.read_flag(node)
    return values.read_text_or_mapping(node) if flag is None else flag


def _read_strength(node: Node) -> float | str | None:
    value = resolve(node) if isinstance(node, Scalar) else None
    return None if isinstance(value, bool) else value


SHOT_FIELDS: Final[tuple[FieldSpec, ...]] = (
    FieldSpec(
        "id",
        "Name of the shot, unique in the project.",
        NAME,
        values.read_name,
        ("shot_id", "scene_id", "clip_id", "name"),
    ),
    FieldSpec(
        "prompt",
        "What is sent as text: what changes over time, not how the picture looks.",
        TEXT,
        values.read_text,
        ("prompt_text", "promptText", "text"),
        specific=("video_prompt", "motion_prompt"),
    ),
    FieldSpec(
        "negative_prompt",
        "What the model should avoid, as a list of things.",
        TEXT,
        values.read_text,
        ("n_prompt", "negative", "must_avoid"),
    ),
    FieldSpec(
        "image",
        "Start frame: a path, or `{from: SHOT, frame: last}`, or a list with roles.",
        {"$ref": "#/$defs/referenceOrList"},
        values.read_reference,
        (
            "reference",
            "reference_image",
            "input_image",
            "image_path",
            "image_url",
            "promptImage",
            "init_image",
            "cond_image",
            "source_still",
        ),
        specific=("start_image", "start_frame", "first_frame", "first_image"),
    ),
    FieldSpec(
        "end_image",
        "End frame: the picture that the clip ends on.",
        {"$ref": "#/$defs/reference"},
        values.read_reference,
        ("end_frame", "last_frame", "last_image", "image_tail"),
    ),
    FieldSpec(
        "references",
        "Further references for identity or elements.",
        {"$ref": "#/$defs/referenceOrList"},
        values.read_references,
        ("reference_images", "refs"),
    ),
    FieldSpec(
        "extend",
        "The clip that this one continues: `{from: SHOT}` or a video.",
        {"$ref": "#/$defs/reference"},
        values.read_reference,
        ("extension", "prior_video", "input_video"),
    ),
    FieldSpec(
        "model",
        "The model: an id or any name that a provider uses for it.",
        TEXT,
        values.read_text,
        ("model_id", "video_model", "engine"),
    ),
    FieldSpec(
        "mode",
        "The provider's mode, such as `standard`, `pro` or `high subject coherence`.",
        TEXT,
        values.read_text,
        examples=("standard", "pro", "high subject coherence"),
    ),
    FieldSpec(
        "duration",
        'Length of the clip: seconds (`5`, `"8s"`) or frames (`120f`).',
        {"$ref": "#/$defs/duration"},
        values.read_duration,
        ("duration_seconds", "duration_sec", "seconds", "clip_duration_sec", "num_frames"),
        special_keys=(("num_frames", values.read_frame_count, POSITIVE),),
    ),
    FieldSpec("fps", "Frame rate in frames per second.", POSITIVE, values.read_positive),
    FieldSpec("seed", "Seed of the generation.", {"$ref": "#/$defs/integer"}, values.read_integer),
    FieldSpec(
        "aspect_ratio",
        'Width to height, quoted: `"16:9"`.',
        {"$ref": "#/$defs/ratio"},
        values.read_aspect_ratio,
        ("ratio", "aspect"),
        examples=('"16:9"', '"9:16"', '"1:1"'),
    ),
    FieldSpec(
        "resolution",
        "Size of the output: `720p`, `1080p`, `4k` or `1280x720`.",
        {"$ref": "#/$defs/resolution"},
        values.read_resolution,
        examples=("720p", "1080p"),
    ),
    FieldSpec("width", "Width of the output in pixels.", POSITIVE, values.read_positive),
    FieldSpec("height", "Height of the output in pixels.", POSITIVE, values.read_positive),
    FieldSpec(
        "audio",
        "Whether the clip gets sound, or what sound.",
        {"$ref": "#/$defs/audio"},
        _read_audio,
    ),
    FieldSpec(
        "guidance",
        "How closely the model follows the prompt, in the provider's own scale.",
        {"$ref": "#/$defs/number"},
        values.read_number,
        ("cfg_scale", "guidance_scale"),
    ),
    FieldSpec(
        "motion.strength",
        "How much moves: a word (`subtle`, `moderate`, `strong`) or a number in the provider's own scale.",
        {"$ref": "#/$defs/strength"},
        _read_strength,
        ("motion_strength", "motion_intensity", "motion_bucket_id", "movement_amplitude"),
        examples=("subtle", "moderate", "strong"),
    ),
    FieldSpec(
        "motion.camera",
        "What the camera does: words, or the provider's camera settings.",
        {"$ref": "#/$defs/camera"},
        values.read_text_or_collection,
        ("camera", "camera_movement", "camera_motion", "camera_control"),
        examples=("static", "slow push-in"),
    ),
    FieldSpec(
        "motion.subject",
        "What the subject does.",
        {"$ref": "#/$defs/textOrMapping"},
        values.read_text_or_mapping,
    ),
    FieldSpec("motion.brush", "Strokes of the provider's motion brush.", ANY, values.read_plain),
    FieldSpec("motion.lock", "What must stay still, such as `subject` or `background`.", ANY, values.read_plain),
    FieldSpec(
        "motion.reference",
        "The video whose movement is copied.",
        {"$ref": "#/$defs/reference"},
        values.read_reference,
        ("motion_reference",),
    ),
    FieldSpec(
        "motion.orientation",
        "Whether the character faces as in the `image` or as in the motion `video`.",
        TEXT,
        values.read_text,
        ("character_orientation",),
        examples=("image", "video"),
    ),
    FieldSpec(
        "controls",
        "The provider's own parameters by name, such as `camera_fixed: true`.",
        {"$ref": "#/$defs/controls"},
        values.read_mapping,
        ("parameters",),
    ),
    FieldSpec(
        "characters",
        "Names from the character bible.",
        {"$ref": "#/$defs/names"},
        values.read_names,
        ("character", "cast", "character_ids"),
    ),
    FieldSpec(
        "usage",
        "How much drift is tolerated: `hero` least, then `b-roll`, then `background`.",
        {"$ref": "#/$defs/usage"},
        _read_usage,
        examples=USAGES,
    ),
    FieldSpec(
        "subject",
        "What the clip is of: `person`, `product`, `scene`, or a mapping of declared attributes.",
        {"$ref": "#/$defs/textOrMapping"},
        values.read_text_or_mapping,
        examples=SUBJECT_KINDS,
    ),
    FieldSpec(
        "order",
        "Place of the shot in its list, by number; shots without one follow as they stand.",
        {"$ref": "#/$defs/number"},
        values.read_number,
    ),
)

UNCHECKED_KEYS: Final = ("notes", "tags", "description")
"""Keys of a shot whose values are not checked."""

LIST_KEYS: Final = ("shots", "scenes", "clips", "cuts", "segments", "storyboard")
"""Keys that hold a list of shots, or of scenes that hold such a list."""

DEFAULTS_KEYS: Final = ("defaults", "generation_settings", "generation_defaults")

VERSION: Final = 1

FILE_KEYS: Final[dict[str, str]] = {
    "version": "Version of the format: 1.",
    "$schema": "URL of the JSON Schema, for editors.",
    "extends": "Another spec file whose defaults and characters this one builds on.",
    "characters": "The character bible: who appears, and how they look in every shot.",
    "order": "Place of the file in the project, by number; files without one follow by name. In a scene: its place.",
    "title": "Title of the project, the file or the scene. Not checked.",
}

REFERENCE_KEYS: Final[dict[str, str]] = {
    "from": "Id of another shot: one of its frames is the reference.",
    "frame": "Which frame of that shot: `last` (the default) or `first`.",
    "path": "A file of the project.",
    "file": "The same as `path`.",
    "url": "A URL.",
    "uri": "The same as `url`.",
    "image": "The same as `path`.",
    "role": "What the reference is for: `start`, `end`, `style`, `subject`, ...",
    "tag": "Name by which the prompt speaks of it, such as `mara` for `@mara`.",
    "weight": "How strongly it counts, in the provider's own scale.",
}

CHARACTER_KEYS: Final[dict[str, str]] = {
    "image": "The picture that fixes the character's face, best from the front.",
    "views": "Further pictures by view, such as `three_quarter` and `profile`.",
    "age": "Age in years: one number, not a range.",
    "skin": "Skin tone and marks.",
    "eyes": "Eye colour.",
    "hair": "Hair: a text, or `colour`, `length` and `style`.",
    "build": "Build and height.",
    "wardrobe": "What the character wears.",
    "description": "The locked block of text that every prompt repeats unchanged.",
    "lighting": "The light that the character is shown in.",
    "kind": "What the character is: `person`, `animal`, `product`.",
    "voice": "How the character speaks.",
    "name": "The character's name, where the bible is a list.",
}
CHARACTER_IMAGE_KEYS: Final = ("image", "reference", "reference_image")

FIELD_BY_NAME: Final[dict[str, FieldSpec]] = {spec.name: spec for spec in SHOT_FIELDS}
FIELD_BY_KEY: Final[dict[str, FieldSpec]] = {key: spec for spec in SHOT_FIELDS for key in spec.keys}
MOTION_FIELDS: Final[dict[str, FieldSpec]] = {
    spec.name.removeprefix("motion."): spec for spec in SHOT_FIELDS if spec.name.startswith("motion.")
}
PRECEDENCE: Final[dict[str, int]] = {key: rank for spec in SHOT_FIELDS for rank, key in enumerate(spec.keys)}

TELLING_KEYS: Final = frozenset({*FIELD_BY_KEY, "motion"} - {"characters", "order"})
"""Keys of which one is enough to tell a single shot from a file that has yet to get its shots."""
