"""``promptlint chain`` on files."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from promptlint.__main__ import main
from promptlint.chain import Chain
from promptlint.cli import chain
from promptlint.fixes import Texts

LONG = """\
shots:
  - id: s01  # opening
    model: pika-1.5
    image: a.png
    duration: 6  # promptlint: disable=D306 -- one take
    prompt: The same woman from the reference opens the door and walks in.
  - id: s02
    model: pika-1.5
    image: {from: s01}
    duration: 3
"""
OTHER = "id: s09\nmodel: pika-1.5\nduration: 3\nimage: {from: s01, frame: first}\n"
NEW = """\
  - id: s01-1  # opening
    model: pika-1.5
    image: a.png
    duration: 3  # promptlint: disable=D306 -- one take
    prompt: The same woman from the reference opens the door.
  - id: s01-2
    model: pika-1.5
    image: {from: s01-1, frame: last}
    duration: 3
    prompt: The same woman from the reference walks in.
"""


@pytest.fixture(autouse=True)
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Path:
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.shot.yaml").write_text(LONG)
    (tmp_path / "b.shot.yaml").write_text(OTHER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(capsys: pytest.CaptureFixture[str], *arguments: str, code: int = 0) -> tuple[str, str]:
    assert main(["chain", *arguments]) == code
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_the_chain_is_printed_and_nothing_changes(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, err = run(capsys, "a.shot.yaml", "--shot", "s01")
    assert out == NEW
    assert err == "6 s become 2 shots: s01-1 3 s, s01-2 3 s.\n--write also changes b.shot.yaml.\n"
    assert (film / "a.shot.yaml").read_text() == LONG


def test_a_diff_of_all_files(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, _ = run(capsys, "a.shot.yaml", "--shot", "s01", "--diff")
    assert "--- a.shot.yaml\n+++ a.shot.yaml\n" in out
    assert "-    image: {from: s01}\n+    image: {from: s01-2}\n" in out
    assert "-image: {from: s01, frame: first}\n+image: {from: s01-1, frame: first}\n" in out
    assert (film / "a.shot.yaml").read_text() == LONG


def test_all_files_are_written(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.shot.yaml").chmod(0o640)
    _, err = run(capsys, "a.shot.yaml", "--shot", "s01", "--write")
    assert "6 s became 2 shots" in err
    assert (film / "a.shot.yaml").read_text() == "shots:\n" + NEW + LONG[LONG.index("  - id: s02") :].replace(
        "s01", "s01-2"
    )
    assert (film / "b.shot.yaml").read_text() == OTHER.replace("s01", "s01-1")
    assert stat.S_IMODE((film / "a.shot.yaml").stat().st_mode) == 0o640
    assert main(["--select", "S,D,A101", "--ignore", "S010", "--no-cache"]) == 0


def test_a_byte_order_mark_and_line_ends_are_kept(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = film / "a.shot.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + LONG.replace("\n", "\r\n").encode())
    run(capsys, "a.shot.yaml", "--shot", "s01", "--write")
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbfshots:\r\n  - id: s01-1")
    assert data.count(b"\n") == data.count(b"\r\n") == len(NEW.splitlines()) + 5


def test_a_link_is_never_written_through(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    real = film / "real.yaml"
    (film / "b.shot.yaml").rename(real)
    (film / "b.shot.yaml").symlink_to(real)
    _, err = run(capsys, "a.shot.yaml", "--shot", "s01", "--write", code=2)
    assert "symbolic link" in err
    (film / "link.shot.yaml").symlink_to(film / "a.shot.yaml")
    _, err = run(capsys, "link.shot.yaml", "--shot", "s01", "--write", code=2)
    assert "symbolic link" in err
    assert (film / "a.shot.yaml").read_text() == LONG
    assert real.read_text() == OTHER


def test_nothing_is_written_where_a_file_was_changed_meanwhile(
    film: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write = chain._write

    def saved_in_an_editor(made: Chain, texts: Texts) -> int:
        (film / "b.shot.yaml").write_text(OTHER + "# mine\n")
        return write(made, texts)

    monkeypatch.setattr(chain, "_write", saved_in_an_editor)
    _, err = run(capsys, "a.shot.yaml", "--shot", "s01", "--write", code=2)
    assert "Nothing was changed: b.shot.yaml was left as it is: it was changed while promptlint" in err
    assert (film / "a.shot.yaml").read_text() == LONG


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["a.shot.yaml"], 2, "holds 2 shots. Name one with --shot: s01, s02."),
        (["a.shot.yaml", "--shot", "s1"], 2, "Did you mean s01?"),
        (["a.shot.yaml", "--shot", "s02"], 0, "holds a subject for 3 s"),
        (["missing.yaml", "--shot", "s01"], 2, "No such file"),
        (["."], 2, "is a folder"),
        (["c.txt"], 2, "is no shot spec"),
        (["broken.shot.yaml"], 2, "cannot be read whole"),
        (["gen3.shot.yaml"], 1, "makes no clip that short (5 or 10 s). Generate 5 s and keep the first 3.3 s."),
        (["a.shot.yaml", "--shot", "s01", "--diff", "--write"], 2, "not allowed with"),
    ],
)
def test_what_cannot_be_done_is_said(
    arguments: list[str], code: int, words: str, film: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (film / "c.txt").write_text("hello")
    (film / "broken.shot.yaml").write_text("id: [")
    (film / "gen3.shot.yaml").write_text("id: g\nmodel: runway-gen3-alpha\nimage: a.png\nduration: 10\n")
    _, err = run(capsys, *arguments, code=code)
    assert words in err


def test_the_only_shot_needs_no_name(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "one.shot.yaml").write_text("id: x\nmodel: pika-1.5\nimage: a.png\nduration: 6\n")
    out, _ = run(capsys, "one.shot.yaml")
    assert out.startswith("shots:\n  - id: x-1\n")


def test_the_fix_makes_chains_of_all_long_shots(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    shot = "  - id: s{n}\n    image: {{from: s{m}}}\n    duration: 6\n    prompt: >-\n      The same woman from the reference {did}.\n"
    told = ["opens the door and walks in", "sits down and smiles", "lifts the cup and drinks from it", "turns her head"]
    shots = "".join(shot.format(n=n, m=n - 1, did=did) for n, did in enumerate(told, 1))
    path = film / "film.shot.yaml"
    path.write_text(f"defaults: {{model: pika-1.5}}\nshots:\n  - {{id: s0, image: a.png, duration: 3}}\n{shots}")
    assert main(["--fix", "--unsafe-fixes", "--select", "D301,P101", "--no-cache", "film.shot.yaml"]) == 0
    after = path.read_text()
    ids = [line.split()[-1] for line in after.splitlines() if "id: s" in line and "s0" not in line]
    assert ids == ["s1-1", "s1-2", "s2-1", "s2-2", "s3-1", "s3-2", "s4"], (
        "several actions are dealt out, one is shortened"
    )
    assert after.count("duration: 3") == 8
    assert "image: {from: s3-2}" in after
    assert main(["--diff", "--unsafe-fixes", "--select", "D301,P101", "--no-cache", "film.shot.yaml"]) == 0


def test_the_example_in_the_documentation(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "chains.md").read_text("utf-8")
    before, after = (block.partition("```\n")[0] for block in page.split("```yaml\n")[1:3])
    (film / "window.shot.yaml").write_text(before, "utf-8")
    out, _ = run(capsys, "window.shot.yaml", "--shot", "s01")
    assert after == f"shots:\n{out}"
