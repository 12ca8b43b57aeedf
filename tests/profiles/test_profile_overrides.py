"""A project's own figures."""

from pathlib import Path

import pytest

from promptlint.profiles import Context, Match, ProfileError, Profiles
from promptlint.profiles import answers as ask
from promptlint.profiles.windows import coherence


def load(models_dir: Path, overrides: dict[str, object]) -> Profiles:
    return Profiles.load([models_dir], overrides)


def test_own_window_and_bare_fact(models_dir: Path) -> None:
    profiles = load(
        models_dir,
        {"Kling 3.0": {"windows": [{"seconds": 6}], "durations": {"kind": "enum", "seconds": [5]}}},
    )
    kling = profiles["kling-3.0"]
    found = coherence(kling, Context())
    assert found is not None and found.seconds == 6 and found.text == "this project's configuration"
    assert ask.allowed_durations(kling).describe() == "5 s"  # type: ignore[union-attr]
    assert kling.prompt.max_length.value is not None


def test_part_of_a_group_and_control_by_name(models_dir: Path) -> None:
    profiles = load(
        models_dir,
        {
            "kling-2.1": {
                "prompt": {"max_length": {"n": 900, "unit": "characters"}},
                "controls": [{"name": "cfg_scale", "type": "number", "min": 0, "max": 0.7}],
            }
        },
    )
    kling = profiles["kling-2.1"]
    assert kling.prompt.max_length.value is not None and kling.prompt.max_length.value.n == 900
    assert kling.prompt.negative.value is not None
    assert [control.high for control in kling.controls] == [0.7]
    assert not kling.prompt.max_length.disputed


def test_new_model(models_dir: Path) -> None:
    profiles = load(
        models_dir,
        {
            "studio-kling": {
                "based_on": "Kling 1.6",
                "name": "Studio Kling",
                "aliases": [{"host": "studio", "ids": ["internal/kling-x"]}],
                "fps": {"offered": [25]},
            }
        },
    )
    assert len(profiles) == 76
    found = profiles.find("internal/kling-x")
    assert isinstance(found, Match) and found.profile.id == "studio-kling"
    assert found.profile.name == "Studio Kling"
    assert ask.allowed_durations(found.profile).describe() == "5 or 10 s"  # type: ignore[union-attr]
    original = profiles.find("kling-v1-6")
    assert isinstance(original, Match) and original.profile.id == "kling-1.6"


def test_bare_new_model(models_dir: Path) -> None:
    profiles = load(models_dir, {"house-model": {"durations": {"kind": "enum", "seconds": [4]}}})
    found = profiles.find("House Model")
    assert isinstance(found, Match)
    assert found.profile.vendor == "project"
    assert ask.max_references(found.profile) is None


@pytest.mark.parametrize(
    ("overrides", "message"),
    [
        ({"kling-1.6": {"durations": {"kind": "enum", "secs": [5]}}}, "kling-1.6"),
        ({"kling-1.6": {"colour": 1}}, "colour"),
        ({"kling-v2-6": {"fps": {"offered": [24]}}}, "kling-2.6 or kling-2.6-motion-control"),
        ({"mine": {"based_on": "no such model"}}, "no such model"),
        ({"kling-1.6": 5}, "kling-1.6"),
    ],
)
def test_wrong_overrides(models_dir: Path, overrides: dict[str, object], message: str) -> None:
    with pytest.raises(ProfileError, match=message):
        load(models_dir, overrides)


def test_plugin_directory(models_dir: Path, tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(
        "schema_version: 1\nprovider: acme\nname: Acme\nmodels:\n"
        "  - {id: acme-1, name: Acme One, vendor: Acme, family: acme, priority: 2, aliases: [],"
        " status: {value: {state: current}, source: [acme]}, tasks: {value: [image_to_video], source: [acme]}}\n"
        "sources: {acme: {title: Acme docs, kind: vendor-doc, authority: vendor, as_of: '2026-01-01', as_of_kind: read}}\n"
    )
    profiles = Profiles.load([models_dir, tmp_path])
    found = profiles.find("Acme One")
    assert isinstance(found, Match) and found.profile.cite(found.profile.tasks) == "Acme docs"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[1, 2", "acme.yaml"),
        ("- 1\n", "expected a mapping"),
        ("models: [{id: kling-1.6}]\nprovider: x\nname: X\n", "defined twice"),
    ],
)
def test_broken_provider_file(models_dir: Path, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "acme.yaml").write_text(text)
    with pytest.raises(ProfileError, match=message):
        Profiles.load([models_dir, tmp_path])
