from pathlib import Path

import pytest
from filter_fixtures import Git, Reported

from promptlint.__main__ import main
from promptlint.report import FORMATS

HEAD = "shots:\n"
LONG = "  - id: {0}\n    prompt: She smiles.\n    model: kling-2.6\n    duration: 9s\n"


@pytest.fixture
def spec(film: Path, git: Git) -> Path:
    """A committed spec with a finding in each of two shots, on lines 5 and 9."""
    path = film / "a.shot.yaml"
    path.write_text(HEAD + LONG.format("a") + LONG.format("b"))
    git("add", "--all")
    git("commit", "--quiet", "--message", "First")
    return path


def shots(findings: list[dict[str, str]]) -> list[str]:
    return [finding["shot"] for finding in findings]


def test_nothing_has_changed(spec: Path, reported: Reported) -> None:
    assert len(reported()) == 2
    assert reported("--diff-base", "HEAD") == []


def test_changed_and_moved_lines(spec: Path, reported: Reported) -> None:
    spec.write_text("# note\n" * 30 + spec.read_text().replace("9s", "11s", 1))
    assert shots(reported("--diff-base", "HEAD")) == ["a"]


def test_committed_and_staged_changes_count(spec: Path, git: Git, reported: Reported) -> None:
    spec.write_text(spec.read_text().replace("9s", "11s", 1))
    git("commit", "--quiet", "--all", "--message", "Second")
    spec.write_text(spec.read_text() + LONG.format("c"))
    git("add", "--all")
    assert shots(reported("--diff-base", "HEAD")) == ["c"]
    assert shots(reported("--diff-base", "HEAD~1")) == ["a", "c"]
    assert shots(reported("--diff-base", "HEAD~1", "--no-cache")) == ["a", "c"]


@pytest.mark.parametrize("name", ["new.shot.yaml", "né w\t\"'$(x).shot.yaml", ":(top)x.shot.yaml", "-x.shot.yaml"])
def test_untracked_ignored_and_oddly_named_files(
    film: Path, spec: Path, git: Git, reported: Reported, name: str
) -> None:
    new = film / name
    try:
        new.write_text(HEAD + LONG.format("n"))
    except OSError:
        pytest.skip("the file system does not take the name")
    assert shots(reported("--diff-base", "HEAD")) == ["n"]
    (film / ".gitignore").write_text("*.yaml\n")
    assert shots(reported("--diff-base", "HEAD")) == ["n"]
    git("add", "--force", "--", f"./{name}")
    git("commit", "--quiet", "--message", "Second")
    assert reported("--diff-base", "HEAD") == []
    new.write_text(HEAD + LONG.format("n") + LONG.format("m"))
    assert shots(reported("--diff-base", "HEAD")) == ["m"]


def test_any_line_of_a_value(film: Path, git: Git, reported: Reported) -> None:
    from promptlint.changed_lines import ChangedLines
    from promptlint.finding import Confidence, Finding, Severity
    from promptlint.text import SourceFile, SourceText, Span

    path = film / "a.shot.yaml"
    path.write_bytes(b"a: 1\r\nb: |\r\n  one\r\n  two\r\n  three\r\nc: 2\r\n")
    git("add", "--all")
    git("commit", "--quiet", "--message", "First")

    def holds(text: str) -> bool:
        path.write_bytes(text.encode())
        start, end = text.index("|"), text.index("c:")
        file = SourceFile(path, path.name, SourceText(text))
        finding = Finding("D901", "x", Severity.ERROR, Confidence.CERTAIN, "m", "", file, Span(start, end), ("b",))
        return ChangedLines("HEAD").hold(finding)

    before = path.read_bytes().decode()
    assert not holds(before)
    assert not holds(before.replace("a: 1", "a: 2"))
    assert not holds(before.replace("c: 2", "c: 3"))
    assert not holds(before.replace("a: 1\r\n", ""))
    assert holds(before.replace("three", "four"))
    assert holds(before.replace("  two\r\n", ""))


@pytest.mark.parametrize("output_format", FORMATS)
def test_same_exit_code_in_every_format(spec: Path, output_format: str, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["--diff-base", "HEAD", "--output-format", output_format]
    assert main(arguments) == 0
    out, error = capsys.readouterr()
    said = "Left out 2 findings on lines unchanged since HEAD."
    assert said in (out if output_format in ("text", "concise") else error)
    spec.write_text(spec.read_text() + LONG.format("c"))
    assert main(arguments) == 1


def test_together_with_a_baseline(spec: Path, reported: Reported) -> None:
    main(["--write-baseline"])
    spec.write_text(spec.read_text().replace("duration: 9s", "duration:  9s", 1) + LONG.format("c"))
    assert shots(reported("--diff-base", "HEAD")) == ["c"]


def test_settings_and_variables_of_git_do_not_matter(
    spec: Path, git: Git, reported: Reported, monkeypatch: pytest.MonkeyPatch
) -> None:
    for setting in (
        "color.ui=always",
        "color.diff=always",
        "diff.context=9",
        "diff.interHunkContext=9",
        "diff.noprefix=true",
        "diff.relative=true",
        "diff.external=false",
        "core.quotePath=true",
    ):
        git("config", *setting.split("="))
    (spec.parent / ".gitattributes").write_text("*.yaml -diff\n")
    monkeypatch.setenv("GIT_DIR", "nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "nowhere")
    spec.write_text(spec.read_text().replace("9s", "11s", 1).replace("shots:", "# x\nshots:"))
    assert shots(reported("--diff-base", "HEAD")) == ["a"]


def test_from_a_folder_below(film: Path, spec: Path, reported: Reported, monkeypatch: pytest.MonkeyPatch) -> None:
    (film / "below").mkdir()
    (film / "below" / "b.shot.yaml").write_text(HEAD + LONG.format("n"))
    monkeypatch.chdir(film / "below")
    assert shots(reported("--diff-base", "HEAD")) == ["n"]


@pytest.mark.parametrize("revision", ["none", "HEAD~9", "HEAD..HEAD", "", "--output=x", "-h", "$(touch x)", "HEAD:a"])
def test_unknown_revision(film: Path, spec: Path, revision: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([f"--diff-base={revision}"]) == 2
    out, error = capsys.readouterr()
    assert out == "" and error.startswith("promptlint: error: --diff-base: ") and f"`{revision}`" in error
    assert not (film / "x").exists()


def test_no_repository(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--diff-base", "HEAD"]) == 2
    assert "--diff-base: git finds no working tree at" in capsys.readouterr().err


def test_no_git(film: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("PATH", str(film))
    assert main(["--diff-base", "HEAD"]) == 2
    assert "--diff-base: git cannot be run" in capsys.readouterr().err


def test_standard_input(film: Path, spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-", "--diff-base", "HEAD"]) == 2
    assert "--diff-base needs files on disk" in capsys.readouterr().err
