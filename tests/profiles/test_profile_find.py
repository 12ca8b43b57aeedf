"""Lookup by the names that people and providers use."""

import pytest

from promptlint.profiles import Ambiguous, Match, Profiles


@pytest.mark.parametrize(
    ("name", "profile_id", "implied"),
    [
        ("kling-1.6", "kling-1.6", {}),
        ("Kling 1.6", "kling-1.6", {}),
        ("KLING_V1_6", "kling-1.6", {}),
        ("kling-1.6-pro", "kling-1.6", {"mode": "pro"}),
        ("Kling 2.1 Standard", "kling-2.1", {"mode": "std"}),
        ("Kling 2.1 Master", "kling-2.1-master", {}),
        ("fal-ai/kling-video/v2.6/pro/image-to-video", "kling-2.6", {"mode": "pro", "task": "image_to_video"}),
        ("kling-video/v2.6/pro/image-to-video", "kling-2.6", {"mode": "pro", "task": "image_to_video"}),
        (
            "fal-ai/kling-video/v2.6/standard/motion-control",
            "kling-2.6-motion-control",
            {"mode": "std", "task": "motion_reference_video"},
        ),
        ("kling3.0_4k", "kling-3.0", {"mode": "4k"}),
        ("Runway Gen-3 Alpha", "runway-gen3-alpha", {}),
        ("gen3a_turbo", "runway-gen3-alpha-turbo", {}),
        ("gen4_turbo", "runway-gen4-turbo", {}),
        ("Gen-4", "runway-gen4", {}),
        ("runway/gen4.5", "runway-gen4.5", {}),
        ("openai/sora-2", "sora-2", {}),
        ("sora-2-2025-12-08", "sora-2", {}),
        ("sora", "sora-1", {}),
        ("google/veo-3.1", "veo-3.1", {}),
        ("veo-3.1-generate-preview", "veo-3.1", {}),
        ("Veo 3 Fast", "veo-3", {}),
        ("MiniMax-Hailuo-2.3-Fast", "hailuo-2.3-fast", {}),
        ("wan2.2-i2v-plus", "wan-2.2-i2v", {"task": "image_to_video"}),
        ("wan-video/wan-2.2-i2v-fast", "wan-2.2-i2v-fast", {"task": "image_to_video"}),
        ("Stable Video Diffusion", "svd-xt", {}),
        ("Ｋling　１．６", "kling-1.6", {}),  # full-width signs
    ],
)
def test_names(profiles: Profiles, name: str, profile_id: str, implied: dict[str, str]) -> None:
    found = profiles.find(name)
    assert isinstance(found, Match)
    assert found.profile.id == profile_id
    assert found.implied == implied


def test_hosts_are_told(profiles: Profiles) -> None:
    found = profiles.find("gen4.5")
    assert isinstance(found, Match)
    assert (found.alias, found.host) == ("gen4.5", "api")


def test_ambiguous_name(profiles: Profiles) -> None:
    found = profiles.find("kling-v2-6")
    assert isinstance(found, Ambiguous)
    assert {match.profile.id for match in found.candidates} == {"kling-2.6", "kling-2.6-motion-control"}
    assert "durations" in found.differing_fields
    motion = found.pick("motion_reference_video")
    assert motion is not None and motion.profile.id == "kling-2.6-motion-control"
    plain = found.pick("image_to_video")
    assert plain is not None and plain.profile.id == "kling-2.6"
    assert found.pick("avatar") is None


@pytest.mark.parametrize("name", ["", "  ", "---", "no-such-model", "cogvideox15_5b_i2v", "gpt-5", "模型"])
def test_unknown_names(profiles: Profiles, name: str) -> None:
    assert profiles.find(name) is None


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("kling-1.7", "kling-1.6"),
        ("runway-gen4-trubo", "runway-gen4-turbo"),
        ("hailou-02", "hailuo-02"),
        ("wan-2.8-i2v", "wan-2."),
    ],
)
def test_nearest(profiles: Profiles, name: str, first: str) -> None:
    near = profiles.nearest(name)
    assert len(near) <= 3
    assert near[0].startswith(first)


def test_nearest_of_nonsense(profiles: Profiles) -> None:
    assert profiles.nearest("zzzzqqqq") == []
    assert profiles.nearest("") == []


def test_status_of_single_ids(profiles: Profiles) -> None:
    veo = profiles["veo-3.1"]
    preview, stable, model = (
        veo.status_of("veo-3.1-generate-preview"),
        veo.status_of("veo-3.1-generate-001"),
        veo.status_of(),
    )
    assert preview is not None and (preview.value.state, preview.value.date) == ("retired", "2026-10-22")
    assert stable is not None and (stable.value.state, stable.value.date) == ("deprecated", "2026-11-17")
    assert model is not None and model.value.state == "deprecated"
    assert profiles["veo-3.1"].replacement is not None
    assert profiles["veo-3.1"].replacement.basis == "vendor"
    assert profiles["runway-gen3-alpha"].replacement.basis == "ours"  # type: ignore[union-attr]
