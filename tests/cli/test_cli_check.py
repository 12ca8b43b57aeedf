import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from demo import BROKEN, CLEAN, LONG

from promptlint import run as run_module
from promptlint.__main__ import main
from promptlint.cli.output import wants_colour
from promptlint.cli.progress import ProgressBar
from promptlint.report import FORMATS


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    write(tmp_path, "clean.shot.yaml", CLEAN)
    write(tmp_path, "long.shot.yaml", LONG)
    write(tmp_path, "broken.shot.yaml", BROKEN)
    return tmp_path


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("output_format", FORMATS)
@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["clean.shot.yaml"], 0),
        (["long.shot.yaml"], 1),
        (["broken.shot.yaml"], 1),
        (["."], 1),
        ([], 1),
        (["check"], 1),
        (["long.shot.yaml", "--fail-on", "error"], 0),
        (["broken.shot.yaml", "--fail-on", "error"], 1),
        (["broken.shot.yaml", "--fail-on", "never"], 0),
        (["long.shot.yaml", "--ignore", "D901"], 0),
        (["long.shot.yaml", "--ignore", "demo-too-long,S"], 0),
        (["broken.shot.yaml", "--select", "D", "--fail-on", "error"], 0),
        (["long.shot.yaml", "--preset", "limits-only"], 0),
        (["missing.shot.yaml"], 2),
        (["clean.shot.yaml", "--select", "D999"], 2),
        (["clean.shot.yaml", "--preset", "none"], 2),
        (["clean.shot.yaml", "--config", "none.toml"], 2),
        (["clean.shot.yaml", "--output-file", "none/report.txt"], 2),
        (["clean.shot.yaml", "--output-file", "."], 2),
        (["clean.shot.yaml", "--fail-on", "fatal"], 2),
        (["clean.shot.yaml", "-", "long.shot.yaml"], 2),
        (["clean.shot.yaml", "--stdin-filename", "x.shot.yaml"], 2),
        (["clean.shot.yaml", "--unknown"], 2),
    ],
)
def test_exit_codes_are_the_same_in_every_format(
    film: Path, output_format: str, arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*arguments, "--output-format", output_format]) == code
    if code == 2:
        out, error = capsys.readouterr()
        assert out == ""
        assert error.startswith("promptlint: error: ") or "promptlint check: error: " in error


def test_config_fail_on_counts_for_the_files_below_it(film: Path) -> None:
    write(film, "drafts/promptlint.toml", 'fail-on = "never"\n')
    write(film, "drafts/a.shot.yaml", LONG)
    assert main(["drafts"]) == 0
    assert main(["drafts", "long.shot.yaml"]) == 1


def test_configuration_errors_name_file_and_line(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(film, "promptlint.toml", "\nfail_on = 'error'\n")
    assert main([]) == 2
    assert capsys.readouterr().err.startswith(
        "promptlint: error: promptlint.toml:2: Unknown key `fail_on`. Did you mean `fail-on`?"
    )


def test_internal_errors_tell_how_to_report_them(
    film: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError("what happened \x1b[31m")

    monkeypatch.setattr(run_module, "run", broken)
    assert main(["."]) == 3
    error = capsys.readouterr().err
    assert "what happened \\x1b[31m" in error
    assert "issues" in error and "internal error" in error


def test_interruption(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(run_module, "run", stopped)
    assert main(["."]) == 130


def test_a_path_given_twice_is_linted_once(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["long.shot.yaml", "./long.shot.yaml", str(film / "long.shot.yaml"), "--output-format", "json"])
    summary = json.loads(capsys.readouterr().out)["summary"]
    assert (summary["files"], summary["warnings"]) == (1, 1)


def test_missing_paths_are_all_named(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["one", "clean.shot.yaml", "two"]) == 2
    assert "No such file or folder: one, two." in capsys.readouterr().err
    assert main(["-v", "check"]) == 2
    assert "The command comes first: `promptlint check ...`" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="this user may read every file")
def test_unreadable_file(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "long.shot.yaml").chmod(0)
    assert main(["long.shot.yaml"]) == 2
    assert main(["--select", "S", "--fail-on", "never"]) == 0
    assert "cannot read long.shot.yaml" in capsys.readouterr().err


@pytest.mark.parametrize("by_search", [False, True])
def test_a_file_that_vanishes(
    film: Path, by_search: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = run_module.RunResult(unreadable=[("long.shot.yaml", "Permission denied")])
    monkeypatch.setattr(run_module, "run", lambda *_: result)
    assert main(["." if by_search else "long.shot.yaml"]) == (0 if by_search else 2)
    assert "cannot read long.shot.yaml: Permission denied" in capsys.readouterr().err


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        (["-"], "stdin.shot.yaml"),
        (["-", "--stdin-filename", "clean.shot.yaml"], "clean.shot.yaml"),
        (["--stdin-filename", "shots/new.yaml"], "shots/new.yaml"),
    ],
)
def test_standard_input(
    film: Path, arguments: list[str], name: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    feed(monkeypatch, LONG.encode())
    assert main([*arguments, "--output-format", "json"]) == 1
    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [(finding["code"], finding["file"]) for finding in findings] == [("D901", name)]


def test_standard_input_has_the_settings_of_its_name(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(film, "drafts/promptlint.toml", 'ignore = ["D"]\n')
    feed(monkeypatch, LONG.encode())
    assert main(["-", "--stdin-filename", "drafts/a.shot.yaml"]) == 0


def test_output_file(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["long.shot.yaml", "--output-format", "json", "--output-file", "report.json"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((film / "report.json").read_text())["summary"]["warnings"] == 1


def test_statistics_and_timing_stay_out_of_machine_formats(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["--statistics", "--timing", "--output-format", "json"])
    out, error = capsys.readouterr()
    assert json.loads(out)["summary"]["warnings"] == 2
    assert "2  D901   demo-too-long" in error and "all rules" in error
    main(["--statistics", "--output-format", "concise"])
    assert capsys.readouterr().out.endswith("      2  D901   demo-too-long\n      1  S901   demo-no-prompt\n")


def test_excluded_files(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--exclude", "broken*", "--exclude", "long*"]) == 0
    assert main(["long.shot.yaml", "--exclude", "long*"]) == 1
    assert main(["long.shot.yaml", "--exclude", "long*", "--force-exclude"]) == 0


def test_project_reports_the_other_files_too(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["clean.shot.yaml"]) == 0
    assert main(["clean.shot.yaml", "--project"]) == 1


def test_verbose_and_quiet(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(film, "other.yaml", "name: workflow\n")
    for arguments, told in (([], "Skipped 1 file"), (["-v"], "skipped other.yaml: "), (["-q"], "")):
        main(["other.yaml", "clean.shot.yaml", *arguments])
        out, error = capsys.readouterr()
        assert told in error
        assert (out == "", error == "") == ((True, True) if arguments == ["-q"] else (False, False))


def test_nothing_to_lint(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (film / "empty").mkdir()
    assert main(["empty"]) == 0
    assert "No shot specs were found." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("choice", "terminal", "environment", "wanted"),
    [
        ("auto", True, {}, True),
        ("auto", False, {}, False),
        ("auto", True, {"TERM": "dumb"}, False),
        ("auto", True, {"NO_COLOR": "1"}, False),
        ("auto", True, {"NO_COLOR": ""}, True),
        ("auto", False, {"FORCE_COLOR": "1"}, True),
        ("auto", True, {"FORCE_COLOR": "0"}, False),
        ("auto", False, {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("always", False, {"NO_COLOR": "1"}, True),
        ("never", True, {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colour(choice: str, terminal: bool, environment: dict[str, str], wanted: bool) -> None:
    class Stream(io.StringIO):
        def isatty(self) -> bool:
            return terminal

    assert wants_colour(choice, Stream(), environment) is wanted  # type: ignore[arg-type]


def test_progress_waits_draws_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr("promptlint.cli.progress.monotonic", lambda: now[0])
    stream = io.StringIO()
    bar = ProgressBar(stream)
    bar(1, 10, "files")
    assert stream.getvalue() == ""
    now[0] = 5.0
    bar(5, 400, "pictures")
    assert "5 of 400 pictures" in stream.getvalue()
    bar.clear()
    assert stream.getvalue().endswith("\r\x1b[K")


def process(arguments: list[str], folder: Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "promptlint", *arguments]
    return subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **options)


def test_a_reader_that_leaves_early_is_no_error(film: Path) -> None:
    running = process(["models"], film)
    assert running.stdout and running.stderr
    running.stdout.close()
    assert running.stderr.read() == b""
    assert running.wait() == 0


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
def test_ctrl_c(film: Path) -> None:
    def heed_ctrl_c() -> None:
        """A job in the background of a shell inherits an ignored SIGINT."""
        signal.signal(signal.SIGINT, signal.SIG_DFL)

    running = process(["-"], film, stdin=subprocess.PIPE, preexec_fn=heed_ctrl_c)
    with pytest.raises(subprocess.TimeoutExpired):
        running.wait(2)
    running.send_signal(signal.SIGINT)
    _, error = running.communicate(timeout=10)
    assert running.returncode == 130
    assert error == b""


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-8"])
def test_terminals_of_any_encoding(film: Path, encoding: str) -> None:
    write(film, "long.shot.yaml", LONG.replace("id: a", "id: 女孩\u202e"))
    environment = {**os.environ, "PYTHONIOENCODING": encoding}
    running = process(["inspect", "long.shot.yaml"], film, env=environment)
    out, error = running.communicate(timeout=30)
    assert (running.returncode, error) == (0, b"")
    assert b"\\u202e" in out
