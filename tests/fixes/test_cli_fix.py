"""``--fix``, ``--unsafe-fixes`` and ``--diff`` on the command line."""

from __future__ import annotations

import io
import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from promptlint.__main__ import main
from promptlint.cli import check
from promptlint.cli.editing import Editor
from promptlint.cli.fixing import write_fixed
from promptlint.fixes import Outcome
from promptlint.run import RunCache

SAFE = "id: a\nmodel: kling-2.6\nprompt: Steam rises from the kettle, 8k.\nduration: 5\n"
UNSAFE = "id: b\nmodel: gen3a_turbo\nimage: a.png\nprompt: Steam rises from the kettle.\nduration: 5\n"
CLEAN = SAFE.replace(", 8k", "")
POSIX = pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, cache: Path) -> Path:
    """A project in which the rules S, A101, P118 and P112 run."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(cache))
    for name in ("NO_COLOR", "FORCE_COLOR", *(name for name in os.environ if name.startswith("GIT_"))):
        monkeypatch.delenv(name, raising=False)
    write("promptlint.toml", 'select = ["S", "A101", "P118"]\n')
    return tmp_path


def write(name: str, text: str | bytes) -> Path:
    path = Path(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def feed(monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(data)))


@pytest.mark.parametrize(
    ("texts", "arguments", "code", "after", "told"),
    [
        ([CLEAN], ["--fix"], 0, [CLEAN], "No problems"),
        ([SAFE], ["--fix"], 0, [CLEAN], "Fixed 1 finding in 1 file.\n"),
        ([SAFE, SAFE.replace("id: a", "id: b")], ["--fix"], 0, [CLEAN, CLEAN.replace("id: a", "id: b")], "in 2 files."),
        ([UNSAFE], ["--fix"], 1, [UNSAFE], "1 can be fixed with --unsafe-fixes.\n"),
        ([SAFE, UNSAFE], ["--fix"], 1, [CLEAN, UNSAFE], "Fixed 1 finding in 1 file. 1 more with --unsafe-fixes.\n"),
        ([UNSAFE], ["--fix", "--unsafe-fixes"], 0, [UNSAFE.replace("gen3a", "gen4")], "Fixed 1 finding in 1 file.\n"),
        ([SAFE], ["--fix", "--select", "S"], 0, [SAFE], "No problems"),
        ([SAFE], ["--fix", "--fail-on", "never"], 0, [CLEAN], "Fixed 1"),
        ([SAFE], ["--fix", "-q"], 0, [CLEAN], ""),
        ([UNSAFE], ["--fix", "--fail-on", "never"], 0, [UNSAFE], "Found 1 error"),
        ([SAFE], [], 1, [SAFE], "1 can be fixed with --fix.\n"),
        ([SAFE, UNSAFE], [], 1, [SAFE, UNSAFE], "1 can be fixed with --fix, 1 more with --fix --unsafe-fixes.\n"),
        ([SAFE, UNSAFE], ["--unsafe-fixes"], 1, [SAFE, UNSAFE], "2 can be fixed with --fix --unsafe-fixes.\n"),
        ([UNSAFE], [], 1, [UNSAFE], "1 can be fixed with --fix --unsafe-fixes.\n"),
        ([SAFE], ["--unsafe-fixes"], 1, [SAFE], "1 can be fixed with --fix.\n"),
    ],
)
def test_fix(
    film: Path, capsys: Capture, texts: list[str], arguments: list[str], code: int, after: list[str], told: str
) -> None:
    paths = [write(f"{index}.shot.yaml", text) for index, text in enumerate(texts)]
    assert main(arguments) == code
    out, error = capsys.readouterr()
    assert (told in out) if told else not out
    assert not error
    assert [path.read_text() for path in paths] == after


def test_a_second_time_there_is_nothing_to_do(film: Path, capsys: Capture) -> None:
    path = write("a.shot.yaml", SAFE)
    main(["--fix"])
    before = path.stat().st_mtime_ns
    capsys.readouterr()
    assert main(["--fix"]) == 0
    assert "Fixed" not in capsys.readouterr().out
    assert path.stat().st_mtime_ns == before


def test_what_is_left_is_reported_where_it_is_now(film: Path, capsys: Capture) -> None:
    write("a.shot.yaml", SAFE.replace("id: a", "id: a\naspect_ratio: 16:9\nxx: 1"))
    assert main(["--fix", "--output-format", "json"]) == 1
    out, error = capsys.readouterr()
    (finding,) = json.loads(out)["findings"]
    assert (finding["code"], finding["range"]["start"]["line"], finding["fix"]) == ("S002", 3, None)
    assert error == "Fixed 2 findings in 1 file.\n"
    assert main(["--output-format", "json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"] == [finding]


DIFF = """\
--- a.shot.yaml
+++ a.shot.yaml
@@ -1,4 +1,4 @@
 id: a
 model: kling-2.6
-prompt: Steam rises from the kettle, 8k.
+prompt: Steam rises from the kettle.
 duration: 5
"""


@pytest.mark.parametrize(
    ("text", "arguments", "code", "out", "error"),
    [
        (SAFE, ["--diff"], 1, DIFF, "Would fix 1 finding in 1 file.\n"),
        (SAFE, ["--diff", "--fix"], 1, DIFF, "Would fix 1 finding in 1 file.\n"),
        (SAFE, ["--diff", "--output-format", "json"], 1, DIFF, "Would fix 1 finding in 1 file.\n"),
        (SAFE, ["--diff", "-q"], 1, DIFF, ""),
        (SAFE, ["--diff", "--fail-on", "never"], 1, DIFF, "Would fix 1 finding in 1 file.\n"),
        (CLEAN, ["--diff"], 0, "", ""),
        (UNSAFE, ["--diff"], 0, "", "1 can be fixed with --unsafe-fixes.\n"),
        (SAFE.replace("id: a", "id: a\nxx: 1\nyy: 2"), ["--diff", "--ignore", "P118"], 0, "", ""),
    ],
)
def test_diff(film: Path, capsys: Capture, text: str, arguments: list[str], code: int, out: str, error: str) -> None:
    path = write("a.shot.yaml", text)
    assert main(arguments) == code
    assert capsys.readouterr() == (out, error)
    assert path.read_text() == text


def test_diff_with_colour_and_into_a_file(film: Path, capsys: Capture) -> None:
    write("a.shot.yaml", SAFE)
    assert main(["--diff", "--color", "always"]) == 1
    assert "\x1b[31m-prompt: Steam rises from the kettle, 8k.\x1b[0m\n" in capsys.readouterr().out
    assert main(["--diff", "--output-file", "a.diff"]) == 1
    assert capsys.readouterr().out == ""
    assert Path("a.diff").read_text() == DIFF


@pytest.mark.skipif(shutil.which("patch") is None, reason="there is no patch")
def test_the_diff_is_what_fix_does(film: Path, capsys: Capture) -> None:
    for name in ("shots/one.yaml", "shots/deep/two.yaml"):
        write(name, b"\xef\xbb\xbf" + SAFE.replace("id: a", f"id: {name}\naspect_ratio: 16:9").encode())
    main(["--diff", "--unsafe-fixes"])
    shown = capsys.readouterr().out
    shutil.copytree("shots", "copy/shots")
    subprocess.run(["patch", "-p0", "--quiet"], cwd="copy", input=shown.encode(), check=True)
    main(["shots", "--fix", "--unsafe-fixes"])
    for name in ("shots/one.yaml", "shots/deep/two.yaml"):
        assert Path("copy", name).read_bytes() == Path(name).read_bytes()


@pytest.mark.parametrize(
    ("data", "arguments", "code", "fixed"),
    [
        (SAFE.encode(), [], 0, CLEAN.encode()),
        (CLEAN.encode(), [], 0, CLEAN.encode()),
        (
            b"\xef\xbb\xbf" + SAFE.replace("\n", "\r\n").encode(),
            [],
            0,
            b"\xef\xbb\xbf" + CLEAN.replace("\n", "\r\n").encode(),
        ),
        (UNSAFE.encode(), [], 1, UNSAFE.encode()),
        (b"prompt: [\n", [], 1, b"prompt: [\n"),
        (b"\xff\xfea\0", [], 1, b"\xff\xfea\0"),
    ],
)
@pytest.mark.parametrize("output_format", ["text", "json"])
def test_standard_input(
    film: Path,
    data: bytes,
    arguments: list[str],
    code: int,
    fixed: bytes,
    output_format: str,
    monkeypatch: pytest.MonkeyPatch,
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    feed(monkeypatch, data)
    assert main(["-", "--fix", "--output-format", output_format, *arguments]) == code
    out, error = capfdbinary.readouterr()
    assert out == fixed
    assert error
    assert sorted(path.name for path in film.iterdir()) == ["promptlint.toml"]


def test_diff_of_standard_input(film: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    path = write("a.shot.yaml", CLEAN)
    feed(monkeypatch, SAFE.encode())
    assert main(["--diff", "--stdin-filename", "a.shot.yaml"]) == 1
    assert capsys.readouterr().out == DIFF
    assert path.read_text() == CLEAN


def test_standard_input_changes_no_base(film: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    base = write("base.shot.yaml", "defaults: {aspect_ratio: 16:9}\n")
    feed(monkeypatch, f"extends: base.shot.yaml\nshots:\n  - {{{', '.join(CLEAN.splitlines())}}}\n".encode())
    assert main(["-", "--fix"]) == 1
    assert base.read_text() == "defaults: {aspect_ratio: 16:9}\n"
    assert "base.shot.yaml was left as it is: only standard input is edited." in capsys.readouterr().err


def test_a_base_whose_findings_are_reported_is_fixed_too(film: Path) -> None:
    base = write("base.shot.yaml", "defaults: {aspect_ratio: 16:9}\n")
    write("shots/a.yaml", f"extends: ../base.shot.yaml\nshots:\n  - {{{', '.join(CLEAN.splitlines())}}}\n")
    assert main(["shots/a.yaml", "--fix"]) == 0
    assert base.read_text() == 'defaults: {aspect_ratio: "16:9"}\n'


def test_what_other_findings_rest_on_is_fixed_before_them(film: Path) -> None:
    """The successor makes clips of 5 s, which the retired model of the base does not."""
    write("base.shot.yaml", "defaults: {model: gen3a_turbo}\n")
    shot = "id: a\n    image: a.png\n    prompt: Steam rises.\n    duration: 6"
    path = write("shots/a.yaml", f"extends: ../base.shot.yaml\nshots:\n  - {shot}\n")
    assert main(["--fix", "--unsafe-fixes", "--fail-on", "never"]) == 0
    assert "gen4_turbo" in Path("base.shot.yaml").read_text()
    assert "duration: 6" in path.read_text()


@POSIX
@pytest.mark.parametrize("named", [True, False])
def test_links_are_left(film: Path, capsys: Capture, named: bool) -> None:
    target = write("elsewhere/a.shot.yaml", SAFE)
    Path("link.shot.yaml").symlink_to(target)
    assert main(["link.shot.yaml" if named else ".", "--exclude", "elsewhere/", "--fix"]) == 1
    error = capsys.readouterr().err
    assert "was left as it is" in error and "symbolic link" in error
    assert Path("link.shot.yaml").is_symlink()
    assert target.read_text() == SAFE


@POSIX
def test_a_file_beside_its_link_is_fixed(film: Path, capsys: Capture) -> None:
    path = write("a.shot.yaml", SAFE)
    Path("b.shot.yaml").symlink_to(path)
    assert main(["--fix", "--ignore", "S005"]) == 0
    assert path.read_text() == CLEAN
    assert Path("b.shot.yaml").is_symlink()
    assert "b.shot.yaml was left as it is: it is a symbolic link." in capsys.readouterr().err


@POSIX
def test_a_linked_folder_may_be_named(film: Path) -> None:
    path = write("real/a.shot.yaml", SAFE)
    Path("linked").symlink_to("real")
    assert main(["linked", "--fix"]) == 0
    assert path.read_text() == CLEAN


@POSIX
def test_permissions_are_kept(film: Path) -> None:
    path = write("a.shot.yaml", SAFE)
    path.chmod(0o640)
    assert main(["--fix"]) == 0
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_read_only_files_are_left(film: Path, capsys: Capture) -> None:
    path = write("a.shot.yaml", SAFE)
    path.chmod(0o444)
    assert main(["--diff"]) == 0
    assert main(["--fix"]) == 1
    assert "a.shot.yaml was left as it is: it is read-only." in capsys.readouterr().err
    path.chmod(0o644)
    assert path.read_text() == SAFE


@POSIX
@pytest.mark.skipif(os.name != "nt" and os.geteuid() == 0, reason="this user may write everywhere")
def test_a_folder_that_cannot_be_written(film: Path, capsys: Capture) -> None:
    path = write("shots/a.yaml", SAFE)
    path.parent.chmod(0o555)
    try:
        assert main(["--fix"]) == 2
    finally:
        path.parent.chmod(0o755)
    assert "cannot write shots/a.yaml: Permission denied" in capsys.readouterr().err
    assert path.read_text() == SAFE


def test_what_cannot_be_written_is_reported(film: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [write(name, SAFE.replace("id: a", f"id: {name[0]}")) for name in ("a.shot.yaml", "b.shot.yaml")]
    replace = Path.replace

    def full(self: Path, target: Path) -> Path:
        if Path(target).name == "a.shot.yaml":
            raise OSError(28, "No space left on device")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", full)
    assert main(["--fix", "--output-format", "json"]) == 2
    out, error = capsys.readouterr()
    assert [finding["file"] for finding in json.loads(out)["findings"]] == ["a.shot.yaml"]
    assert "cannot write a.shot.yaml: No space left on device" in error
    assert "Fixed 1 finding in 1 file." in error
    assert [", 8k" in path.read_text() for path in paths] == [True, False]


def test_a_file_that_is_changed_meanwhile_is_left(film: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.shot.yaml", SAFE)

    def saved_in_an_editor(editor: Editor, outcome: Outcome) -> None:
        path.write_text(SAFE + "# mine\n")
        write_fixed(editor, outcome)

    monkeypatch.setattr(check, "write_fixed", saved_in_an_editor)
    assert main(["--fix"]) == 1
    assert "was changed while promptlint was looking at it" in capsys.readouterr().err
    assert path.read_text() == SAFE + "# mine\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fix", "--write-baseline"], "--write-baseline is for what --fix leaves"),
        (["--diff", "--prune-baseline"], "--prune-baseline is for what --diff leaves"),
        (["--fix", "--add-suppressions"], "--add-suppressions is for what --fix leaves"),
        (["--add-suppressions", "--write-baseline"], "either suppressed or in the baseline"),
        (["-m", "why"], "-m gives the reason for --add-suppressions"),
    ],
)
def test_options_that_exclude_each_other(film: Path, capsys: Capture, arguments: list[str], words: str) -> None:
    path = write("a.shot.yaml", SAFE)
    assert main(arguments) == 2
    assert words in capsys.readouterr().err
    assert path.read_text() == SAFE
    assert sorted(path.name for path in film.iterdir()) == ["a.shot.yaml", "promptlint.toml"]


def test_known_findings_are_not_fixed(film: Path, capsys: Capture) -> None:
    path = write("a.shot.yaml", SAFE)
    assert main(["--write-baseline"]) == 0
    path.write_text(SAFE + "aspect_ratio: 16:9\n")
    assert main(["--fix"]) == 0
    assert path.read_text() == SAFE + 'aspect_ratio: "16:9"\n'
    assert "Left out 1 known finding" in capsys.readouterr().out
    assert main([]) == 0


def test_findings_on_unchanged_lines_are_not_fixed(film: Path, capsys: Capture) -> None:
    def git(*arguments: str) -> None:
        person = ("-c", "user.name=Test", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false")
        subprocess.run(["git", *person, *arguments], check=True, capture_output=True)

    try:
        git("init", "--quiet")
    except FileNotFoundError:
        pytest.skip("git is not installed")
    shots = ["id: a\nx-1: 1\naspect_ratio: 16:9\n", "id: b\nx-2: 2\naspect_ratio: 9:16\nduration: 7\n"]
    body = [
        f"  - prompt: Steam rises.\n    model: kling-2.6\n    {'    '.join(shot.splitlines(True))}" for shot in shots
    ]
    path = write("a.shot.yaml", f"shots:\n{''.join(body)}")
    git("add", ".")
    git("commit", "--quiet", "-m", "Begin")
    changed = path.read_text().replace("x-1: 1", "negatve_prompt: blur\n    duratoin: 4").replace("9:16", "4:16")
    path.write_text(changed)
    assert main(["--fix", "--diff-base", "HEAD"]) == 0
    fixed = changed.replace("negatve", "negative").replace("duratoin: 4", "duration: 5").replace("4:16", '"4:16"')
    assert path.read_text() == fixed
    assert "Left out 2 findings on lines unchanged since HEAD." in capsys.readouterr().out
    assert main(["--diff-base", "HEAD"]) == 0
    assert main([]) == 1


def test_the_cache_has_no_old_result_behind_a_fix(film: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    path = write("a.shot.yaml", SAFE)
    assert main([]) == 1
    assert main(["--fix"]) == 0
    served = []
    load = RunCache.load

    def watched(self: RunCache, *arguments: object) -> object:
        result = load(self, *arguments)  # type: ignore[arg-type]
        served.append(result is not None)
        return result

    monkeypatch.setattr(RunCache, "load", watched)
    capsys.readouterr()
    assert main(["--output-format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["findings"] == []
    assert served == [True], "the last look of --fix was at what is on disk now"
    path.write_text(SAFE)
    assert main([]) == 1


def test_fixes_that_cannot_be_made_are_told(film: Path, capsys: Capture) -> None:
    write("a.shot.yaml", f"{SAFE}---\nid: [\n")
    assert main(["--fix"]) == 1
    assert "a.shot.yaml was left as it is: it cannot be read whole." in capsys.readouterr().err
