"""``extends``, recognition and the limits of what is opened."""

from pathlib import Path

import pytest

from promptlint.loader import Loader
from promptlint.spec.model import SpecFile
from promptlint.spec_files import Skipped

SHOT = "shots:\n  - {id: s01, prompt: She smiles., image: a.png}\n"


def loader(root: Path) -> Loader:
    return Loader(root.resolve(), lambda path: path.name.endswith(".shot.yaml"), lambda path: path.name)


def load(root: Path, files: dict[str, str], name: str = "a.shot.yaml") -> SpecFile:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    file = loader(root).load((root / name).resolve())
    assert isinstance(file, SpecFile)
    return file


def reasons(file: SpecFile) -> str:
    return " ".join(unread.reason for unread in file.unread_extends)


def test_defaults_and_bible_come_from_the_base(tmp_path: Path) -> None:
    file = load(
        tmp_path,
        {
            "base/look.yaml": "defaults: {model: kling-2.6}\ncharacters: {mara: {age: 28}}\n",
            "a.shot.yaml": "extends: base/look.yaml\ndefaults: {duration: 5}\n" + SHOT,
        },
    )
    (shot,) = file.shots
    assert shot.model and shot.model.inherited and shot.model.file.name == "look.yaml"
    assert shot.duration
    assert set(file.characters) == {"mara"}
    assert [base.name for base in file.bases()] == ["look.yaml"]


def test_chains_of_bases(tmp_path: Path) -> None:
    file = load(
        tmp_path,
        {
            "one.yaml": "defaults: {model: one, fps: 24}\n",
            "two.yaml": "extends: one.yaml\ndefaults: {model: two}\n",
            "a.shot.yaml": "extends: two.yaml\n" + SHOT,
        },
    )
    (shot,) = file.shots
    assert shot.model and shot.model.value == "two"
    assert shot.fps and shot.fps.value == 24


def test_a_circle(tmp_path: Path) -> None:
    file = load(
        tmp_path,
        {"b.yaml": "extends: a.shot.yaml\ndefaults: {fps: 24}\n", "a.shot.yaml": "extends: b.yaml\n" + SHOT},
    )
    assert file.base is not None
    assert "circle" in reasons(file.base)
    assert "a.shot.yaml -> b.yaml -> a.shot.yaml" in reasons(file.base)


def test_a_file_that_extends_itself(tmp_path: Path) -> None:
    assert "circle" in reasons(load(tmp_path, {"a.shot.yaml": "extends: a.shot.yaml\n" + SHOT}))


@pytest.mark.parametrize("target", ["../outside.yaml", "/etc/hostname", "sub/../../outside.yaml"])
def test_nothing_outside_of_the_project_is_opened(tmp_path: Path, target: str) -> None:
    (tmp_path / "outside.yaml").write_text("defaults: {model: secret}\n", encoding="utf-8")
    root = tmp_path / "project"
    root.mkdir()
    file = load(root, {"a.shot.yaml": f"extends: {target}\n" + SHOT})
    assert "outside the project" in reasons(file)
    assert file.shots[0].model is None


def test_no_link_leads_out(tmp_path: Path) -> None:
    (tmp_path / "outside.yaml").write_text("defaults: {model: secret}\n", encoding="utf-8")
    root = tmp_path / "project"
    root.mkdir()
    (root / "base.yaml").symlink_to(tmp_path / "outside.yaml")
    file = load(root, {"a.shot.yaml": "extends: base.yaml\n" + SHOT})
    assert "outside the project" in reasons(file)


def test_a_missing_base(tmp_path: Path) -> None:
    file = load(tmp_path, {"a.shot.yaml": "extends: nowhere.yaml\n" + SHOT})
    assert "cannot be read" in reasons(file)
    assert len(file.shots) == 1


def test_a_folder_as_base(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    assert "cannot be read" in reasons(load(tmp_path, {"a.shot.yaml": "extends: base\n" + SHOT}))


@pytest.mark.parametrize(
    ("name", "text", "recognition"),
    [
        ("a.shot.yaml", "shots: []\n", "name"),
        ("a.yaml", "# shotspec\nshots: []\n", "modeline"),
        ("a.yaml", '"$schema": https://promptlint.github.io/schemas/shotspec-1.schema.json\nshots: []\n', "schema"),
        ("a.yaml", SHOT, "content"),
        ("a.jsonl", '{"prompt": "x", "image": "a.png"}\n{"prompt": "y", "image": "b.png"}\n', "content"),
        ("a.jsonl", '[{"prompt": "x", "image": "a.png"}]\n', "content"),
    ],
)
def test_recognition(tmp_path: Path, name: str, text: str, recognition: str) -> None:
    assert load(tmp_path, {name: text}, name).recognition == recognition


@pytest.mark.parametrize(("name", "text"), [("a.md", SHOT), ("a.yaml", "jobs: {}\n"), ("a.yaml", ""), ("a.json", "{}")])
def test_skipped(tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    skipped = loader(tmp_path).load((tmp_path / name).resolve())
    assert isinstance(skipped, Skipped)
    assert skipped.reason
