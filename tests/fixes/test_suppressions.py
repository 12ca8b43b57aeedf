"""Comments that suppress findings: where they stand, and that nothing else changes."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spec_texts import Written, yaml_specs

from promptlint.__main__ import main
from promptlint.edits import apply
from promptlint.finding import Finding
from promptlint.suppressions import suppression_from, suppression_in_file, suppressions
from promptlint.testing import lint_text

RULES = ("S002", "S003", "S010", "A101", "P118", "P111")
REASONS = "require-suppression-reasons = true\n"


def lint(spec: str, config: str = "") -> list[Finding]:
    return lint_text(spec, select=RULES, config=config)


def suppressed(spec: str, reason: str | None = None) -> str:
    findings = lint(spec)
    assert findings
    made = suppressions(findings[0].file, findings, reason)
    assert not made.left
    return apply(findings[0].file.source.text, made.edits)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "prompt: x\naspect_ratio: 16:9\n",
            "prompt: x\naspect_ratio: 16:9  # promptlint: disable=S003\n",
            id="behind the line",
        ),
        pytest.param(
            "prompt: x\r\naspect_ratio: 16:9 # wide\r\n",
            "prompt: x\r\naspect_ratio: 16:9 # wide  # promptlint: disable=S003\r\n",
            id="behind a comment",
        ),
        pytest.param(
            "prompt: x\naspect_ratio: 16:9",
            "prompt: x\naspect_ratio: 16:9  # promptlint: disable=S003",
            id="at the end of the file",
        ),
        pytest.param(
            "shots:\n  - {prompt: x, id: 01, promt: y, aspect_ratio: 16:9}\n",
            "shots:\n  - {prompt: x, id: 01, promt: y, aspect_ratio: 16:9}  # promptlint: disable=S002,S003\n",
            id="several rules on a line",
        ),
        pytest.param(
            "shots:\n  - {prompt: x,\n     id: 01,\n     fps: 24}\n",
            "shots:\n  - {prompt: x,\n     id: 01,  # promptlint: disable=S003\n     fps: 24}\n",
            id="within brackets",
        ),
        pytest.param(
            "prompt: >-\n  She turns.\n  8k,\n  masterpiece\n",
            "prompt: >-  # promptlint: disable=P118\n  She turns.\n  8k,\n  masterpiece\n",
            id="behind the indicator of a block",
        ),
        pytest.param(
            "prompt: |+  # note\n  She turns.\n  8k, masterpiece\n\n",
            "prompt: |+  # note  # promptlint: disable=P118\n  She turns.\n  8k, masterpiece\n\n",
            id="behind the comment of a block",
        ),
        pytest.param(
            "id: a\nprompt: She turns, 8k,\n  masterpiece\nfps: 24\n",
            "id: a\n# promptlint: disable-next-line=P118\nprompt: She turns, 8k,\n  masterpiece\nfps: 24\n",
            id="above the first line of a text",
        ),
        pytest.param(
            "id: a\nprompt: She turns,\n  8k,\n  masterpiece\nfps: 24\n",
            "id: a\n# promptlint: disable=P118\nprompt: She turns,\n  8k,\n  masterpiece\nfps: 24\n",
            id="above the key of a text",
        ),
        pytest.param(
            "id: a\nprompt: 'She turns,\n  8k'\nfps: 24\n",
            "id: a\nprompt: 'She turns,\n  8k'  # promptlint: disable=P118\nfps: 24\n",
            id="behind the last line of a text",
        ),
        pytest.param(
            "prompt: x\naspect_ratio: 16:9  # promptlint: disable=S002\nxx: 1\n",
            "prompt: x\n# promptlint: disable-next-line=S003\naspect_ratio: 16:9  # promptlint: disable=S002\n"
            "xx: 1  # promptlint: disable=S002\n",
            id="above another directive",
        ),
        pytest.param(
            '{id: "x\n  y", prompt: "She turns, 8k\n  now"}\n',
            '# promptlint: disable-file=P118\n{id: "x\n  y", prompt: "She turns, 8k\n  now"}\n',
            id="for the file where no line is free",
        ),
    ],
)
def test_places(before: str, after: str) -> None:
    before_findings = [found for found in lint(before) if found.code != "S010"]
    file = before_findings[0].file
    assert apply(file.source.text, suppressions(file, before_findings).edits) == after
    assert {found.code for found in lint(after)} <= {"S010"}


def test_a_reason() -> None:
    after = suppressed("prompt: x\naspect_ratio: 16:9\n", "the pipeline reads YAML 1.2")
    assert after == "prompt: x\naspect_ratio: 16:9  # promptlint: disable=S003 -- the pipeline reads YAML 1.2\n"
    assert not lint(after, REASONS)


@pytest.mark.parametrize(
    ("name", "text", "reason"),
    [
        ("a.shot.json", '{"promt": "x", "prompt": "y"}', "JSON has no comments"),
        ("a.shots.jsonl", '{"promt": "x", "prompt": "y"}\n', "JSON has no comments"),
        ("a.shot.yaml", "promt: x\nprompt: y\n---\na: [\n", "the file cannot be read whole"),
        ("a.shot.yaml", "prompt: y  # promptlint: disable=S003\n", "it is about a comment"),
    ],
)
def test_what_cannot_be_suppressed(name: str, text: str, reason: str) -> None:
    findings = [found for found in lint_text(text, select=RULES, name=name) if found.code != "S001"]
    made = suppressions(findings[0].file, findings)
    assert not made.edits
    assert [(left, why) for left, why in made.left] == [(found, reason) for found in findings]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(yaml_specs(), st.sampled_from([None, "agreed with Ada"]))
def test_generated_specs(spec: Written, reason: str | None) -> None:
    findings = lint(spec.text)
    if not findings:
        return
    file = findings[0].file
    made = suppressions(file, findings, reason)
    assert not made.left
    after = ("\ufeff" if file.source.bom else "") + apply(file.source.text, made.edits)
    assert lint(after, REASONS if reason else "") == []
    assert loaded(after) == loaded(spec.text)
    assert set(after.replace("\r\n", "")) & set("\r\n") == ({"\n"} if spec.line_end == "\n" else set())


def loaded(text: str) -> list[object]:
    return list(yaml.load_all(text.lstrip("\ufeff"), Loader=yaml.BaseLoader))


SPEC = "id: a\nmodel: kling-2.6\nprompt: >-\n  Steam rises from the kettle,\n  8k.\nduration: 5\naspect_ratio: 16:9\n"
JSON = '{"id": "b", "prompt": "Steam rises from the kettle, 8k."}\n'


@pytest.fixture
def film(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PROMPTLINT_CACHE_DIR", str(tmp_path / "cache"))
    (tmp_path / "promptlint.toml").write_text('select = ["S", "A101", "P118"]\n')
    (tmp_path / "a.shot.yaml").write_text(SPEC)
    return tmp_path


def test_command(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--add-suppressions", "-m", "drafts,\nuntil May"]) == 0
    out, error = capsys.readouterr()
    assert out == "No problems in 1 shot of 1 file.\nSuppressed 2 findings in 1 file.\n"
    assert not error
    text = Path("a.shot.yaml").read_text()
    assert "prompt: >-  # promptlint: disable=P118 -- drafts, until May\n" in text
    assert "aspect_ratio: 16:9  # promptlint: disable=S003 -- drafts, until May\n" in text
    assert main([]) == 0
    assert main(["--add-suppressions"]) == 0
    assert Path("a.shot.yaml").read_text() == text


def test_files_without_comments_are_told(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("b.shot.json").write_text(JSON)
    assert main(["--add-suppressions"]) == 1
    out, error = capsys.readouterr()
    assert "P118" in out and out.endswith("Suppressed 2 findings in 1 file.\n")
    assert error == ("promptlint: 1 finding in b.shot.json cannot be suppressed by a comment: JSON has no comments.\n")
    assert Path("b.shot.json").read_text() == JSON


def test_links_and_read_only_files_are_left(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("a.shot.yaml").chmod(0o444)
    assert main(["--add-suppressions"]) == 1
    assert "read-only" in capsys.readouterr().err
    Path("a.shot.yaml").chmod(0o644)
    assert Path("a.shot.yaml").read_text() == SPEC


def test_reasons_where_the_project_asks_for_them(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Path("promptlint.toml").write_text('select = ["S", "P118"]\n' + REASONS)
    assert main(["--add-suppressions"]) == 2
    assert "give one with -m" in capsys.readouterr().err
    assert Path("a.shot.yaml").read_text() == SPEC
    assert main(["--add-suppressions", "-m", "why"]) == 0
    assert main(["--add-suppressions"]) == 0


@pytest.mark.parametrize("reason", ["bell \x07", "mark \u202e"])
def test_reasons_that_cannot_stand_in_a_comment(reason: str, film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--add-suppressions", "-m", reason]) == 2
    assert "-m: the reason holds characters" in capsys.readouterr().err


def test_known_findings_need_no_comment(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--write-baseline", "--select", "P118"]) == 0
    assert main(["--add-suppressions"]) == 0
    text = Path("a.shot.yaml").read_text()
    assert "S003" in text and "P118" not in text


def test_standard_input_has_no_file_to_write(film: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-", "--add-suppressions"]) == 2
    assert "--add-suppressions needs files on disk" in capsys.readouterr().err


SHOTS = """\
defaults:
  aspect_ratio: 16:9
shots:
  - id: a
    prompt: x
    # about the size
    promt: y
  - prompt: z
    duratoin: y
  - {id: c, modle: y}
"""


def finding(text: str, words: str, name: str = "a.shot.yaml") -> Finding:
    found = lint_text(text, select=RULES, name=name)
    return next(one for one in found if one.span.start == text.index(words))


@pytest.mark.parametrize(
    ("words", "start", "line"),
    [
        ("promt:", "id: a", "  # promptlint: disable=S002\n  - id: a"),
        ("duratoin:", "prompt: z", "  # promptlint: disable=S002\n  - prompt: z"),
        ("modle:", "{id", "  # promptlint: disable=S002\n  - {id: c"),
        ("16:9", "defaults", "# promptlint: disable=S003\ndefaults:"),
    ],
)
def test_for_all_that_begins_on_a_line(words: str, start: str, line: str) -> None:
    one = finding(SHOTS, words)
    made = suppression_from(one.file, one, SHOTS.index(start))
    after = apply(SHOTS, made.edits)
    assert line in after and made.covered == [one]
    assert len(lint(after)) == len(lint(SHOTS)) - 1


def test_a_line_that_does_not_hold_the_finding() -> None:
    one = finding(SHOTS, "modle:")
    made = suppression_from(one.file, one, SHOTS.index("id: a"))
    assert made.edits == () and [why for _, why in made.left] == ["there is no line above it that holds nothing else"]


def test_for_the_whole_file() -> None:
    one = finding(SHOTS, "modle:")
    made = suppression_in_file(one.file, one, "")
    assert apply(SHOTS, made.edits) == f"# promptlint: disable-file=S002 -- \n{SHOTS}"
    assert {left.code for left in lint(apply(SHOTS, made.edits))} == {"S003"}
    one = finding('{"promt": "y", "prompt": "x"}', '"promt"', "a.shot.json")
    assert suppression_in_file(one.file, one).edits == ()
