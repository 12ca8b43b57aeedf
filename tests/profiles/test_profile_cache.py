"""The compiled cache: used, renewed, repaired, safe when several processes start at once."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from promptlint.profiles import Match, Profiles, store


def cache_file(cache: Path) -> Path:
    (found,) = cache.glob("profiles-*.jsonl")
    return found


@pytest.fixture
def own_models(models_dir: Path, tmp_path: Path) -> Path:
    target = tmp_path / "models"
    shutil.copytree(models_dir, target)
    return target


def test_same_answers_with_and_without_cache(models_dir: Path, tmp_path: Path) -> None:
    plain = Profiles.load([models_dir])
    Profiles.load([models_dir], cache_dir=tmp_path)
    cached = Profiles.load([models_dir], cache_dir=tmp_path)
    assert cached.ids == plain.ids
    assert all(cached[profile_id].record == plain[profile_id].record for profile_id in plain.ids)
    assert cached.general_windows == plain.general_windows


def test_second_load_parses_no_yaml(models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Profiles.load([models_dir], cache_dir=tmp_path)
    monkeypatch.setattr(store, "_read_yaml", lambda path: pytest.fail(f"{path} was parsed"))
    assert isinstance(Profiles.load([models_dir], cache_dir=tmp_path).find("kling 1.6"), Match)


def test_changed_file_renews(own_models: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    Profiles.load([own_models], cache_dir=cache)
    path = own_models / "luma.yaml"
    path.write_text(path.read_text().replace("name: Luma Ray 3.2", "name: Luma Ray Three"))
    os.utime(path, ns=(1, 1))
    assert Profiles.load([own_models], cache_dir=cache)["luma-ray-3.2"].name == "Luma Ray Three"
    (own_models / "luma.yaml").unlink()
    assert "luma-ray-3.2" not in Profiles.load([own_models], cache_dir=cache)


def test_overrides_do_not_mix(models_dir: Path, tmp_path: Path) -> None:
    mine = {"kling-1.6": {"name": "Mine"}}
    assert Profiles.load([models_dir], mine, cache_dir=tmp_path)["kling-1.6"].name == "Mine"
    assert Profiles.load([models_dir], cache_dir=tmp_path)["kling-1.6"].name == "Kling 1.6"
    assert Profiles.load([models_dir], mine, cache_dir=tmp_path)["kling-1.6"].name == "Mine"


def test_code_version_renews(models_dir: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Profiles.load([models_dir], cache_dir=tmp_path)
    before = cache_file(tmp_path).read_bytes()
    monkeypatch.setattr(store, "FORMAT", store.FORMAT + 1)
    Profiles.load([models_dir], cache_dir=tmp_path)
    assert cache_file(tmp_path).read_bytes() != before


@pytest.mark.parametrize("damage", [b"", b"\x00" * 100, b"{}", b"[]\n", b'{"key": 1}\n', b"half"])
def test_damaged_cache_is_replaced(models_dir: Path, tmp_path: Path, damage: bytes) -> None:
    Profiles.load([models_dir], cache_dir=tmp_path)
    path = cache_file(tmp_path)
    good = path.read_bytes()
    path.write_bytes(good[: len(good) // 2] if damage == b"half" else damage)
    profiles = Profiles.load([models_dir], cache_dir=tmp_path)
    assert profiles["kling-1.6"].name == "Kling 1.6"
    assert path.read_bytes() == good


def test_packaged_profiles_need_no_yaml(own_models: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store.write_packaged(own_models)
    plain = store._read_yaml
    monkeypatch.setattr(store, "_read_yaml", lambda path: pytest.fail(f"{path} was parsed"))
    assert len(Profiles.load([own_models])) == 75
    monkeypatch.setattr(store, "_read_yaml", plain)
    path = own_models / "luma.yaml"
    path.write_text(path.read_text().replace("name: Luma Ray 3.2", "name: Luma Ray Three"))
    assert Profiles.load([own_models])["luma-ray-3.2"].name == "Luma Ray Three"


def test_unwritable_cache_is_no_error(models_dir: Path, tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert len(Profiles.load([models_dir], cache_dir=blocked)) == 75


def test_processes_at_once(models_dir: Path, tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from promptlint.profiles import Profiles\n"
        "p = Profiles.load([Path(sys.argv[1])], cache_dir=Path(sys.argv[2]))\n"
        "assert len(list(p)) == 75\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(models_dir), str(tmp_path)]) for _ in range(6)]
    assert [process.wait(timeout=60) for process in running] == [0] * 6
    assert [path.suffix for path in tmp_path.iterdir()] == [".jsonl"]


def run_python(code: str, *arguments: Path) -> str:
    command = [sys.executable, "-c", code, *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_import_is_light() -> None:
    code = "import sys, promptlint.profiles; print(*sys.modules)"
    loaded = set(run_python(code).split())
    heavy = {"yaml", "jsonschema", "difflib", "tempfile", "rich", "spacy", "PIL", "promptlint.profiles.profile"}
    assert loaded & heavy == set()


def test_lookup_is_quick(models_dir: Path, tmp_path: Path) -> None:
    Profiles.load([models_dir], cache_dir=tmp_path)
    code = (
        "import sys, time; from pathlib import Path; from promptlint.profiles import Profiles\n"
        "import promptlint.profiles.answers\n"
        "start = time.process_time()\n"
        "Profiles.load([Path(sys.argv[1])], cache_dir=Path(sys.argv[2])).find('kling 1.6')\n"
        "print(time.process_time() - start)\n"
        "assert 'yaml' not in sys.modules\n"
    )
    spent = [float(run_python(code, models_dir, tmp_path)) for _ in range(3)]
    assert min(spent) < 0.06  # 4 ms on an idle machine


def test_compiling_is_bounded(models_dir: Path) -> None:
    start = time.process_time()
    Profiles.load([models_dir])
    assert time.process_time() - start < 30
