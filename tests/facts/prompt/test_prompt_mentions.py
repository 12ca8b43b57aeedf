"""Light, style, framing, time of day, anchors, negations, scene changes, dialogue, parameters, languages, vocabulary."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
import webcolors
import yaml

from promptlint.facts.prompt import PromptAnalyser, Vocabulary, VocabularyError
from promptlint.facts.reference.families import FAMILIES, HAIR

LEXICONS = Path(__file__).parents[3] / "rules" / "promptlint_rules" / "lexicons"


def texts(spans) -> list[str]:
    return [span.text for span in spans]


@pytest.mark.parametrize(
    ("prompt", "field", "wanted"),
    [
        ("soft window light and lens flares", "lighting", ["window light", "lens flares"]),
        ("watercolor style, shallow depth of field", "style", ["watercolor", "shallow depth of field"]),
        ("8k, masterpiece", "quality_tags", ["8k", "masterpiece"]),
        ("the same woman from the reference image", "anchors", ["the same woman", "from the reference image"]),
        ("Cut to a close-up of the key.", "scene_changes", ["Cut to"]),
        ("hair cut to the jaw, no cuts", "scene_changes", []),
        ("no text, without logos", "negations", ["no text", "without logos"]),
        ("the door is no longer open, not only red", "negations", []),
        ("5 seconds, 16:9, 24fps, 1080p", "parameters", ["5 seconds", "16:9", "24fps", "1080p"]),
        ("a man in his 60s, a 1970s car", "parameters", []),
        ('She says, "Wait for me." and leaves', "dialogue", ["Wait for me."]),
        ("a sign that reads 'OPEN'", "dialogue", []),
        ("He whispers 'it's too late now' and turns", "dialogue", ["it's too late now"]),
    ],
)  # fmt: skip
def test_spans(facts_of, prompt: str, field: str, wanted: list[str]) -> None:
    assert texts(getattr(facts_of(prompt), field)) == wanted


@pytest.mark.parametrize(
    ("prompt", "time"),
    [
        ("a street at night", "night"),
        ("a beach at golden hour", "golden hour"),
        ("sunset over the bay", "sunset"),
        ("early morning fog", "dawn"),
        ("a red chair", None),
    ],
)
def test_time_of_day(facts_of, prompt: str, time: str | None) -> None:
    found = facts_of(prompt).time_of_day
    assert (found and found.value) == time


@pytest.mark.parametrize(
    ("prompt", "framing"),
    [
        ("Close-up of a hand", "close-up"),
        ("Extreme close-up of an eye", "extreme close-up"),
        ("medium shot of a chef", "half"),
        ("wide shot of a farm", "wide"),
        ("a hand", None),
    ],
)
def test_framing(facts_of, prompt: str, framing: str | None) -> None:
    found = facts_of(prompt).framing
    assert (found and found.value) == framing


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("a woman walks", "en"),
        ("女子转头看向镜头，微笑", "zh"),
        ("カメラがゆっくりとズームインする", "ja"),
        ("여자가 걷는다", "ko"),
        ("Женщина идёт по улице", "ru"),
        ("una mujer camina por la calle mientras la cámara se acerca", "es"),
        ("eine Frau geht langsam durch den Wald, die Kamera folgt ihr", "de"),
        ("une femme marche dans la rue avec son chien", "fr"),
        ("", "und"),
        ("123 !!", "und"),
        ("slow dolly-in, 35mm", "en"),
    ],
)  # fmt: skip
def test_language(facts_of, prompt: str, language: str) -> None:
    assert facts_of(prompt).language == language


def test_fragments(facts_of) -> None:
    prompt = "A tall, slim woman turns. Camera: slow pan left, soft light; film grain"
    assert texts(facts_of(prompt).fragments) == [
        "A tall, slim woman turns",
        "Camera",
        "slow pan left",
        "soft light",
        "film grain",
    ]


def test_mentions(facts_of) -> None:
    facts = facts_of("a sad woman, 35mm on a tripod, flickering neon")
    assert texts(facts.mentioned("emotion_words")) == ["sad"]
    assert texts(facts.mentioned("camera_rig_words")) == ["tripod"]
    assert texts(facts.mentioned("stylised_lighting")) == ["flickering neon"]


def test_vocabulary_can_be_extended(vocabulary: Vocabulary) -> None:
    prompt = "a red haori"
    assert PromptAnalyser(vocabulary).analyse([prompt])[0].attributes[0].kind == "object"
    extended = vocabulary.extended({"garments": ["Haori"]})
    assert PromptAnalyser(extended).analyse([prompt])[0].attributes[0].kind == "garment"
    assert extended.digest != vocabulary.digest
    with pytest.raises(VocabularyError, match="no word list `nonsense`"):
        vocabulary.extended({"nonsense": ["x"]})


@pytest.mark.parametrize("path", sorted(LEXICONS.glob("*.yaml")), ids=lambda path: path.stem)
def test_lexicons_fit_their_schema(path: Path) -> None:
    schema = json.loads((LEXICONS / "lexicon.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(data)
    for name, words in data.get("lists", {}).items():
        assert len(set(words)) == len(list(words)), name


def test_colours_are_webcolors_names(vocabulary: Vocabulary) -> None:
    for word, colour in vocabulary.colours.items():
        assert webcolors.name_to_hex(colour.css), word
        assert colour.family in {*FAMILIES, *HAIR}
