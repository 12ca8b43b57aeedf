"""The views of the profiles, and the pages made from them."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from promptlint.profiles import Profiles
from promptlint.profiles.table import model_text, models_json, models_table

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def generator() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_models", ROOT / "tools" / "docs_models.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_table(profiles: Profiles) -> None:
    lines = models_table(profiles).splitlines()
    assert len(lines) == 76
    kling = next(line for line in lines if line.startswith("kling-1.6 "))
    assert "5 or 10 s" in kling and "4 s (96 frames at 24 fps)" in kling and "2500 characters" in kling
    assert any(line.startswith("runway-gen3-alpha ") and "retired 2026-07-30" in line for line in lines)


def test_one_model(profiles: Profiles) -> None:
    text = model_text(profiles, "fal-ai/kling-video/v1.6/pro/image-to-video")
    for part in (
        "implies mode pro",
        "cfg_scale: number; 0 to 1; default 0.5",
        "96 frames at 24 fps",
        "[klingdoc 2026-11-20]",
    ):
        assert part in text
    assert "Kling AI API reference incl. capability map, 2026-11-20" in text


def test_other_names(profiles: Profiles) -> None:
    assert model_text(profiles, "kling-v2-6").startswith("kling-v2-6 may mean kling-2.6 or kling-2.6-motion-control")
    assert "Near: kling-" in model_text(profiles, "kling-9.9")
    assert model_text(profiles, "zzzz") == "No model is called zzzz."


def test_json(profiles: Profiles) -> None:
    every = json.loads(models_json(profiles))
    assert every["version"] == 1 and len(every["models"]) == 75
    (kling,) = json.loads(models_json(profiles, "Kling 1.6"))["models"]
    assert kling["durations_s"] == {"values": [5.0, 10.0], "spans": []}
    assert kling["coherence_windows"][0]["frames"] == 96
    assert kling["data"]["prompt"]["max_length"]["source"] == ["klingdoc", "comfy", "tencent"]
    assert len(json.loads(models_json(profiles, "kling-v3"))["models"]) == 2
    assert json.loads(models_json(profiles, "kling-9.9"))["nearest"]


def test_pages_are_up_to_date(generator: ModuleType) -> None:
    assert generator.main(["--check"]) == 0


def test_drift_is_found(generator: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert generator.main(["--output", str(tmp_path)]) == 0
    assert generator.main(["--output", str(tmp_path), "--check"]) == 0
    (tmp_path / "kling.md").write_text("old")
    (tmp_path / "gone.md").write_text("old")
    assert generator.main(["--output", str(tmp_path), "--check"]) == 1
    error = capsys.readouterr().err
    assert "kling.md is out of date" in error and "gone.md" in error
    assert generator.main(["--output", str(tmp_path)]) == 0
    assert not (tmp_path / "gone.md").exists()


def test_pages_name_every_model(generator: ModuleType, profiles: Profiles) -> None:
    pages = generator.pages(profiles)
    for profile in profiles:
        assert f"Id `{profile.id}`" in pages[f"{profile.provider}.md"]
    assert pages == generator.pages(profiles)
