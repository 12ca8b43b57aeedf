"""The store of facts: content in, the same facts out, whatever happens to the file."""

import subprocess
import sys
from pathlib import Path

import pytest

from promptlint.facts.store import FactStore, content_key

KEY = content_key("1", b"She turns.")
OTHER = content_key("1", b"He turns.")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "facts.sqlite"


def test_facts_come_back(path: Path) -> None:
    FactStore(path).put("prompt", {KEY: {"words": 2, "text": "窗 🎬"}})
    assert FactStore(path).get("prompt", [KEY, OTHER]) == {KEY: {"words": 2, "text": "窗 🎬"}}
    assert FactStore(path).get("reference", [KEY]) == {}


def test_the_key_changes_with_content_and_version() -> None:
    assert len({KEY, OTHER, content_key("2", b"She turns.")}) == 3


def test_many_keys_at_once(path: Path) -> None:
    facts = {content_key("1", str(number).encode()): number for number in range(1500)}
    FactStore(path).put("prompt", facts)
    assert FactStore(path).get("prompt", facts) == facts


@pytest.mark.parametrize("damage", [b"", b"not a database" * 100, b"SQLite format 3\x00" + b"\xff" * 4096])
def test_a_damaged_file_is_replaced(path: Path, damage: bytes) -> None:
    FactStore(path).put("prompt", {KEY: 1})
    path.write_bytes(damage)
    store = FactStore(path)
    assert store.get("prompt", [KEY]) == {}
    store.put("prompt", {KEY: 2})
    store.put("prompt", {KEY: 2})
    assert FactStore(path).get("prompt", [KEY]) == {KEY: 2}


def test_a_damaged_page_is_no_error(path: Path) -> None:
    facts = {content_key("1", str(number).encode()): "x" * 500 for number in range(400)}
    FactStore(path).put("prompt", facts)
    data = bytearray(path.read_bytes())
    data[8192 : len(data) // 2] = b"\x55" * (len(data) // 2 - 8192)
    path.write_bytes(bytes(data))
    FactStore(path).get("prompt", facts)
    FactStore(path).put("prompt", {KEY: 3})
    FactStore(path).put("prompt", {KEY: 3})
    assert FactStore(path).get("prompt", [KEY]) in ({KEY: 3}, {})


def test_a_folder_that_cannot_be_written_is_no_error(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    store = FactStore(blocked / "facts.sqlite")
    store.put("prompt", {KEY: 1})
    assert store.get("prompt", [KEY]) == {}


def test_without_a_path_nothing_is_kept() -> None:
    store = FactStore(None)
    store.put("prompt", {KEY: 1})
    assert store.get("prompt", [KEY]) == {}


def test_the_size_is_capped(path: Path) -> None:
    store = FactStore(path, max_bytes=200_000)
    for number in range(40):
        store.put("prompt", {content_key("1", str(number).encode()): "x" * 20_000})
    assert path.stat().st_size <= 250_000
    assert store.get("prompt", [content_key("1", b"39")])


def test_several_processes_at_once(path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from promptlint.facts.store import FactStore, content_key\n"
        "store = FactStore(Path(sys.argv[1]))\n"
        "facts = {content_key('1', f'{sys.argv[2]}-{n}'.encode()): n for n in range(200)}\n"
        "for _ in range(5): store.put('prompt', facts)\n"
        "assert store.get('prompt', facts) == facts\n"
    )
    running = [subprocess.Popen([sys.executable, "-c", code, str(path), str(worker)]) for worker in range(4)]
    assert [process.wait(timeout=60) for process in running] == [0] * 4


def run_cli(folder: Path, cache: Path) -> tuple[int, set[str]]:
    code = (
        "import sys; from promptlint.__main__ import main\n"
        "code = main(['check', '--preset', 'strict', '-q', '.']); print(*sys.modules, file=sys.stderr); sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=folder,
        env={"PROMPTLINT_CACHE_DIR": str(cache), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, set(done.stderr.splitlines()[-1].split())


def test_prompts_that_are_known_need_no_parser(tmp_path: Path) -> None:
    film, cache = tmp_path / "film", tmp_path / "cache"
    film.mkdir()
    spec = "id: a\nmodel: kling-2.6\nimage: a.png\nprompt: She slowly turns her head to the window.\nduration: {}\n"
    (film / "a.shot.yaml").write_text(spec.format(5))
    first = run_cli(film, cache)
    assert "spacy" in first[1]
    again = run_cli(film, cache)
    assert not {"spacy", "numpy"} & again[1]
    (film / "a.shot.yaml").write_text(spec.format(10))
    changed = run_cli(film, cache)
    assert not {"spacy", "numpy"} & changed[1]
    assert first[0] == again[0]
