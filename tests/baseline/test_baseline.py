import json
import os
import stat
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from filter_fixtures import Reported

from promptlint.__main__ import main
from promptlint.baseline import BASELINE_NAME, Baseline, Coverage
from promptlint.report import FORMATS
from promptlint.report.fingerprint import Identity


def shot(name: str | None, *lines: str) -> str:
    entries = [
        *([f"id: {name}"] if name else []),
        *(lines or ("prompt: She smiles.", "model: kling-2.6", "duration: 9s")),
    ]
    return "  - " + "\n    ".join(entries) + "\n"


def spec(*shots: str) -> str:
    return "shots:\n" + "".join(shots)


def stored(path: Path) -> list[dict[str, Any]]:
    loaded = json.loads(path.read_text("utf-8"))
    assert loaded["version"] == 1
    findings: list[dict[str, Any]] = loaded["findings"]
    return findings


@pytest.fixture
def known(film: Path, reported: Reported) -> Path:
    """A spec whose only findings are in the baseline: a value, a missing key with an id, and one without."""
    path = film / "a.shot.yaml"
    path.write_text(spec(shot("a"), shot("b"), shot("c", "model: kling-2.6", "duration: 5s")))
    assert len(reported()) == 3
    assert reported("--write-baseline") == []
    return path


def test_file_is_sorted_and_readable(film: Path, known: Path) -> None:
    text = (film / BASELINE_NAME).read_text("utf-8")
    lines = [line for line in text.splitlines() if '"rule"' in line]
    assert len(lines) == 3 and lines == sorted(lines, key=lambda line: json.loads(line.rstrip(","))["rule"])
    assert {
        "rule": "D901",
        "file": "a.shot.yaml",
        "shot": "b",
        "path": "shots.duration",
        "text": "9s",
        "count": 1,
    } in stored(film / BASELINE_NAME)
    main(["--write-baseline"])
    assert (film / BASELINE_NAME).read_text("utf-8") == text


def test_lines_inserted_above(known: Path, reported: Reported) -> None:
    known.write_text("# note\n" * 30 + known.read_text())
    assert reported() == []


def test_keys_reordered(known: Path, reported: Reported) -> None:
    turned = ("duration: 9s", "model: kling-2.6", "prompt: She smiles.")
    known.write_text(
        spec(
            "  - duration: 9s\n    id: a\n    prompt: She smiles.\n    model: kling-2.6\n",
            shot("b", *turned),
            "  - duration: 5s\n    model: kling-2.6\n    id: c\n",
        )
    )
    assert reported() == []


def test_keys_reordered_where_a_shot_has_no_id(film: Path, reported: Reported) -> None:
    path = film / "a.shot.yaml"
    path.write_text(spec(shot(None, "model: kling-2.6", "duration: 5s")))
    assert len(reported()) == 1
    main(["--write-baseline"])
    path.write_text(spec(shot(None, "duration: 5s", "model: kling-2.6")))
    assert reported() == []


def test_shots_inserted_and_reordered(known: Path, reported: Reported) -> None:
    new = shot("new", "prompt: She waves.", "model: kling-2.6", "duration: 5s")
    known.write_text(spec(new, shot("c", "model: kling-2.6", "duration: 5s"), shot("b"), shot("a")))
    assert reported() == []


def test_shots_inserted_before_one_that_inherits(film: Path, reported: Reported) -> None:
    path = film / "a.shot.yaml"
    head = "defaults: {duration: 9s, model: kling-2.6}\n"
    path.write_text(head + spec(shot("a", "prompt: She smiles.")))
    main(["--write-baseline"])
    assert len(stored(film / BASELINE_NAME)) == 1
    path.write_text(head + spec(shot("z", "prompt: She waves."), shot("a", "prompt: She smiles.")))
    assert reported() == []


def test_white_space_and_another_working_directory(
    film: Path, known: Path, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    known.write_text(known.read_text().replace("duration: 9s", "duration:    9s"))
    (film / "sub").mkdir()
    monkeypatch.chdir(film / "sub")
    assert reported(str(film)) == []
    assert reported(str(known)) == []


def test_new_findings_are_reported(known: Path, reported: Reported) -> None:
    known.write_text(known.read_text() + shot("d"))
    assert [(finding["code"], finding["shot"]) for finding in reported()] == [("D901", "d")]
    known.write_text(known.read_text().replace("9s", "11s", 1))
    assert [finding["shot"] for finding in reported()] == ["a", "d"]


def test_count_of_those_that_look_alike(film: Path, reported: Reported) -> None:
    path = film / "a.shot.yaml"
    path.write_text(spec(shot("a"), shot("a")))
    before = [finding for finding in reported() if finding["code"] == "D901"]
    main(["--write-baseline"])
    assert [entry["count"] for entry in stored(film / BASELINE_NAME) if entry["rule"] == "D901"] == [len(before)] == [2]
    path.write_text(spec(shot("a"), shot("a"), shot("a")))
    assert [finding["range"]["start"]["line"] for finding in reported("--select", "D901")] == [13]


@pytest.mark.parametrize("output_format", FORMATS)
def test_same_in_every_format_and_with_the_cache(
    known: Path, output_format: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert main(["--output-format", output_format]) == 0
        out, error = capsys.readouterr()
        assert "D901" not in out
    assert "Left out 3 known findings of the baseline." in (out if output_format in ("text", "concise") else error)
    known.write_text(known.read_text() + shot("d"))
    assert main(["--output-format", output_format]) == 1
    out, _ = capsys.readouterr()
    assert "D901" in out or "demo-too-long" in out


def test_summary_says_what_was_left_out(known: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main([])
    assert capsys.readouterr().out == (
        "No problems in 3 shots of 1 file.\nLeft out 3 known findings of the baseline.\n"
    )
    main(["--quiet"])
    assert capsys.readouterr() == ("", "")


def test_cache_keeps_all_findings(film: Path, known: Path, reported: Reported) -> None:
    (film / BASELINE_NAME).unlink()
    assert len(reported()) == 3


def test_another_file(film: Path, reported: Reported, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.shot.yaml").write_text(spec(shot("a")))
    assert main(["--baseline", "ci.json"]) == 2
    assert "--baseline: There is no file" in capsys.readouterr().err
    assert reported("--baseline", "ci.json", "--write-baseline") == []
    assert not (film / BASELINE_NAME).exists()
    assert reported("--baseline", "ci.json") == []
    assert len(reported()) == 1


def test_another_file_serves_one_project(film: Path, capsys: pytest.CaptureFixture[str], reported: Reported) -> None:
    for name in ("one", "two"):
        (film / name).mkdir()
        (film / name / "promptlint.toml").write_text("")
        (film / name / "a.shot.yaml").write_text(spec(shot("a")))
    assert main(["--write-baseline", "--baseline", "ci.json"]) == 2
    assert "2 projects" in capsys.readouterr().err
    assert reported("--write-baseline") == []
    assert [len(stored(film / name / BASELINE_NAME)) for name in ("one", "two")] == [1, 1]
    assert not (film / BASELINE_NAME).exists()


def test_nothing_to_write(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.shot.yaml").write_text(spec(shot("a", "prompt: She smiles.", "model: kling-2.6", "duration: 5s")))
    assert main(["--write-baseline"]) == 0
    assert "No baseline was written" in capsys.readouterr().err
    assert not (film / BASELINE_NAME).exists()
    assert main(["--write-baseline", "--baseline", "ci.json"]) == 0
    assert stored(film / "ci.json") == []


def test_prune(film: Path, known: Path, reported: Reported, capsys: pytest.CaptureFixture[str]) -> None:
    known.write_text(known.read_text().replace("9s", "5s", 1))
    assert main([]) == 0
    assert len(stored(film / BASELINE_NAME)) == 3
    assert main(["--prune-baseline"]) == 0
    assert f"Removed 1 finding from {BASELINE_NAME}." in capsys.readouterr().err
    assert sorted(entry["shot"] for entry in stored(film / BASELINE_NAME)) == ["b", "c"]
    known.write_text(known.read_text().replace("5s", "9s", 1) + shot("d"))
    assert [finding["shot"] for finding in reported("--prune-baseline")] == ["a", "d"]
    assert len(stored(film / BASELINE_NAME)) == 2
    known.unlink()
    assert main(["--prune-baseline"]) == 0
    assert stored(film / BASELINE_NAME) == []


def test_prune_without_a_baseline(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--prune-baseline"]) == 2
    assert "There is no baseline yet" in capsys.readouterr().err


@pytest.mark.parametrize("change", ["--write-baseline", "--prune-baseline"])
def test_what_a_run_does_not_cover_is_kept(film: Path, known: Path, change: str) -> None:
    before = stored(film / BASELINE_NAME)
    other = film / "b.shot.yaml"
    other.write_text(spec(shot("x", "prompt: She smiles.", "model: kling-2.6", "duration: 5s")))
    known.write_text(known.read_text().replace("9s", "5s"))
    assert main([change, other.name]) == 0
    assert stored(film / BASELINE_NAME) == before
    main([change, "--ignore", "D901"])
    assert stored(film / BASELINE_NAME) == before
    main([change, other.name, "--project"])
    assert [entry["shot"] for entry in stored(film / BASELINE_NAME)] == ["c"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "promptlint-baseline.json:1: The baseline is not JSON"),
        ('{\n"version": 1,\n<<<<<<< HEAD\n', "promptlint-baseline.json:3: The baseline is not JSON"),
        ("[" * 100_000, "The baseline is not JSON"),
        ("[]", "This is no baseline of promptlint."),
        ('{"version": 1}', "This is no baseline of promptlint."),
        ('{"version": 1, "findings": {}}', "This is no baseline of promptlint."),
        ('{"version": 2, "findings": []}', "The baseline has version 2"),
        ('{"version": 1, "findings": [{"rule": "D901"}]}', "Finding 1 of the baseline needs rule, file, shot"),
        (
            '{"version": 1, "findings": [{"rule": "D9", "file": "", "shot": "", "path": "", "text": "", "count": 0}]}',
            "a count from 1",
        ),
    ],
)
@pytest.mark.parametrize("arguments", [[], ["--write-baseline"], ["--prune-baseline"]])
def test_corrupt(film: Path, text: str, message: str, arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    (film / "a.shot.yaml").write_text(spec(shot("a")))
    (film / BASELINE_NAME).write_text(text)
    assert main(arguments) == 2
    out, error = capsys.readouterr()
    assert out == "" and message in error
    assert (film / BASELINE_NAME).read_text() == text


def test_corrupt_although_nothing_is_found(film: Path) -> None:
    (film / BASELINE_NAME).write_text("{")
    assert main([]) == 2


def test_not_utf8(film: Path) -> None:
    (film / BASELINE_NAME).write_bytes(b'{"version": 1, "findings": ["\xff"]}')
    assert main([]) == 2


def test_usage(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--write-baseline", "--prune-baseline"]) == 2
    assert main(["-", "--write-baseline"]) == 2
    assert main(["--write-baseline", "--diff-base", "HEAD"]) == 2
    (film / "a.shot.yaml").write_text(spec(shot("a")))
    assert main(["--write-baseline", "--baseline", "none/ci.json"]) == 2
    assert "none/ci.json: The baseline cannot be written" in capsys.readouterr().err


def test_odd_characters_come_back(film: Path, reported: Reported) -> None:
    text = spec(shot('"\\u2028 é \\" \\\\"', "prompt: é", "model: kling-2.6", "duration: 9s"))
    (film / "é.shot.yaml").write_text(text, "utf-8")
    before = reported()
    assert before and reported("--write-baseline") == []
    assert "é" in (film / BASELINE_NAME).read_text("utf-8")
    assert reported() == []


@pytest.mark.skipif(os.name == "nt", reason="permissions and symlinks of POSIX")
def test_file_is_replaced_not_written_through(film: Path, known: Path) -> None:
    path = film / BASELINE_NAME
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    path.chmod(0o664)
    main(["--write-baseline"])
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    elsewhere = film / "elsewhere"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_text()
    known.write_text(known.read_text() + shot("d"))
    assert main(["--write-baseline"]) == 0
    assert elsewhere.read_text() == before
    assert len(stored(path)) == 4


def test_lone_surrogates_come_back(tmp_path: Path) -> None:
    baseline = Baseline(tmp_path / BASELINE_NAME, tmp_path)
    known = Counter({Identity("D901", "\udce4.shot.yaml", "\ud800", "duration", "\\udc80 9s"): 2})
    baseline.write(known)
    assert baseline.read() == known


def test_unread_files_are_not_covered(tmp_path: Path) -> None:
    entry = Identity("D901", "a.shot.yaml", "", "duration", "9s")
    assert Coverage((tmp_path,)).holds(entry, tmp_path)
    assert not Coverage((tmp_path,), unread=frozenset({tmp_path / "a.shot.yaml"})).holds(entry, tmp_path)
