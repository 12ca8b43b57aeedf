"""The provider files: valid, complete, every figure with a known source."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from promptlint.profiles import Profiles
from promptlint.profiles.names import build_index, squash

IDS = [
    "runway-gen3-alpha",
    "runway-gen3-alpha-turbo",
    "runway-gen4",
    "runway-gen4-turbo",
    "runway-gen4.5",
    "runway-act-two",
    "kling-1.6",
    "kling-2.1",
    "kling-2.1-master",
    "kling-2.5-turbo",
    "kling-2.6",
    "kling-2.6-motion-control",
    "kling-3.0-motion-control",
    "kling-3.0",
    "kling-3.0-turbo",
    "kling-3.0-omni",
    "kling-o1",
    "kling-avatar-v2",
    "kling-4",
    "pika-1.0",
    "pika-1.5",
    "pika-2.2",
    "sora-1",
    "sora-2",
    "sora-2-pro",
    "veo-3",
    "veo-3.1",
    "veo-3.1-lite",
    "gemini-omni-1.1-flash",
    "lumiere",
    "wan-2.1-i2v",
    "wan-2.2-i2v",
    "wan-2.2-i2v-a14b",
    "wan-2.2-i2v-fast",
    "wan-2.2-ti2v-5b",
    "wan-2.2-animate-animation",
    "wan-2.2-animate-replace",
    "wan-2.5-i2v",
    "wan-2.6-i2v",
    "wan-2.6-r2v",
    "wan-2.7-i2v",
    "wan-2.7-r2v",
    "wan-2.7-t2v",
    "wan-3.0-video",
    "i2vgen-xl",
    "seedance-1.0-lite",
    "seedance-1.0-pro",
    "seedance-1.5-pro",
    "seedance-2.0",
    "seedance-2.0-fast",
    "seedance-2.5",
    "dreamactor-m2.0",
    "hailuo-02",
    "hailuo-2.3",
    "hailuo-2.3-fast",
    "minimax-h3",
    "ovi-i2v",
    "grok-imagine",
    "grok-imagine-r2v",
    "grok-imagine-1.5",
    "luma-ray-2",
    "luma-ray-3.2",
    "ltx-2",
    "ltx-2.3",
    "ltx-2.5",
    "ltxv",
    "vidu-q2",
    "vidu-q3",
    "pixverse-v5",
    "pixverse-v5.5",
    "pixverse-v6",
    "hunyuanvideo-i2v",
    "hunyuanvideo-1.5-i2v",
    "cogvideox-5b-i2v",
    "svd-xt",
]

AMBIGUOUS = {
    "kling-v2-6": {"kling-2.6", "kling-2.6-motion-control"},
    "kling-v3": {"kling-3.0", "kling-3.0-motion-control"},
    "grok-imagine-video": {"grok-imagine", "grok-imagine-r2v"},
    "wavespeed-ai/wan-2.2-animate": {"wan-2.2-animate-animation", "wan-2.2-animate-replace"},
}
"""Names that vendors and hosts use for two models; every other name must mean one."""


def documents(models_dir: Path) -> dict[str, dict[str, Any]]:
    return {path.name: yaml.safe_load(path.read_text()) for path in sorted(models_dir.glob("*.yaml"))}


@pytest.fixture(scope="module")
def schema(models_dir: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((models_dir / "profile.schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(found)
    return found


def test_every_file_is_valid(models_dir: Path, schema: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator(schema)
    problems = [
        f"{name}: {'/'.join(map(str, error.path))}: {error.message}"
        for name, document in documents(models_dir).items()
        for error in checker.iter_errors(document)
    ]
    assert problems == []


def test_schema_refuses_what_is_wrong(schema: dict[str, Any]) -> None:
    checker = jsonschema.Draft202012Validator({"$defs": schema["$defs"], "$ref": "#/$defs/overrides"})
    assert checker.is_valid({"kling-1.6": {"durations": {"kind": "enum", "seconds": [5]}}})
    assert checker.is_valid({"kling-1.6": {"durations": {"value": {"kind": "enum", "seconds": [5]}, "note": "ours"}}})
    assert not checker.is_valid({"kling-1.6": {"durations": {"kind": "enum", "secs": [5]}}})
    assert not checker.is_valid({"kling-1.6": {"duration": 5}})
    assert not checker.is_valid({"kling-1.6": {"windows": [{"condition": "no length"}]}})


def test_all_models_are_there(profiles: Profiles) -> None:
    assert len(IDS) == 75
    assert sorted(profiles.ids) == sorted(IDS)
    assert len(profiles) == 75


def walk(value: Any) -> Any:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from walk(part)
    elif isinstance(value, list):
        for part in value:
            yield from walk(part)


def test_every_source_is_known_and_every_figure_dated(models_dir: Path) -> None:
    found = documents(models_dir)
    known = set(found["sources.yaml"]["sources"])
    used: set[str] = set()
    for name, document in found.items():
        for part in walk({key: value for key, value in document.items() if key != "sources"}):
            if "source" in part:
                used.update(part["source"])
            if "source" in part and "when" not in part:
                assert "as_of" in part, f"{name}: {part}"
    assert used - known == set()


def test_advice_is_of_known_kinds(profiles: Profiles) -> None:
    kinds = Counter(advice.rule for profile in profiles for advice in profile.advice)
    assert set(kinds) <= set(profiles.advice_rules)
    assert sum(kinds.values()) == 288


def test_names_are_unique_or_ambiguous_on_purpose(profiles: Profiles) -> None:
    index = build_index({profile.id: dict(profile.record) for profile in profiles})
    several = {key: {hit[0] for hit in hits} for key, hits in index.items() if len({hit[0] for hit in hits}) > 1}
    expected = {squash(name): meanings for name, meanings in AMBIGUOUS.items()}
    assert {key: meanings for key, meanings in several.items() if key in expected} == expected
    made_up = {key for key in several if key not in expected}
    assert all(key.endswith(("wan22animate", *expected)) or f"falai{key}" in expected for key in made_up), made_up


def test_every_listed_name_leads_to_its_model(profiles: Profiles) -> None:
    for profile in profiles:
        for name in (profile.id, profile.name, *profile.also_called, *(alias.id for alias in profile.aliases)):
            found = profiles.find(name)
            assert found is not None, name
            candidates = [found] if hasattr(found, "profile") else found.candidates
            assert profile.id in {match.profile.id for match in candidates}, name


def test_replacements_exist_and_are_not_retired(profiles: Profiles) -> None:
    for profile in profiles:
        if profile.replacement is None:
            continue
        status = profiles[profile.replacement.id].status.value
        assert status is not None and status.state == "current", profile.id


def test_no_place_of_the_search_index_is_left(models_dir: Path) -> None:
    for path in models_dir.glob("*.yaml"):
        assert "index file" not in path.read_text()
