"""What inline directives cover, and how those without effect are reported."""

import inspect

import pytest

from promptlint.edits import apply
from promptlint.finding import Finding
from promptlint.testing import lint_text

RULES = ("S002", "S003", "S004", "S010")


def lint(spec: str, config: str = "") -> list[Finding]:
    return lint_text(inspect.cleandoc(spec) + "\n", config=config, select=RULES)


def codes(spec: str, config: str = "") -> list[str]:
    return [finding.code for finding in lint(spec, config)]


def test_without_directive() -> None:
    assert codes("prompt: x\naspect_ratio: 16:9") == ["S003"]


@pytest.mark.parametrize(
    "directive",
    [
        "# promptlint: disable=S003",
        "# promptlint: disable=yaml-trap",
        "# promptlint: disable=S",
        "# promptlint: disable=spec",
        "# promptlint: disable=S00",
        "# promptlint: disable",
        "#promptlint:disable=S003",
        "# promptlint: disable = S003 -- the pipeline reads YAML 1.2",
    ],
)
def test_on_the_line(directive: str) -> None:
    assert codes(f"prompt: x\naspect_ratio: 16:9  {directive}") == []


def test_on_another_line_it_does_not_count() -> None:
    assert codes("prompt: x  # promptlint: disable=S003\naspect_ratio: 16:9") == ["S010", "S003"]


def test_another_rule_is_not_meant() -> None:
    assert codes("prompt: x\naspect_ratio: 16:9  # promptlint: disable=S004") == ["S003", "S010"]


def test_several_rules() -> None:
    spec = "shots:\n  - {prompt: x, aspect_ratio: 16:9, promt: y}  # promptlint: disable=S003,schema"
    assert codes(spec) == []


def test_the_subtree_of_a_key() -> None:
    spec = """
    defaults:  # promptlint: disable=S003
      aspect_ratio: 16:9
      id: 012
    shots:
      - prompt: x
        id: 013
    """
    found = lint(spec)
    assert [finding.code for finding in found] == ["S003"]
    assert "013" in found[0].message


def test_a_line_of_its_own_covers_what_begins_below() -> None:
    spec = """
    shots:
      # promptlint: disable=S003
      - id: 011
        aspect_ratio: 16:9
        prompt: x
      - id: 012
        prompt: y
    """
    found = lint(spec)
    assert [finding.path for finding in found] == [("shots", 1, "id")]


def test_next_line_covers_one_line() -> None:
    spec = """
    shots:
      # promptlint: disable-next-line=S003
      - id: 011
        aspect_ratio: 16:9
        prompt: x
    """
    assert [finding.path for finding in lint(spec)] == [("shots", 0, "aspect_ratio")]


def test_next_line_skips_comments() -> None:
    spec = """
    prompt: x
    # promptlint: disable-next-line=S003
    # as the director asked
    aspect_ratio: 16:9
    """
    assert codes(spec) == []


def test_the_file() -> None:
    spec = """
    aspect_ratio: 16:9
    prompt: x
    # promptlint: disable-file=S003 -- generated
    """
    assert codes(spec) == []


@pytest.mark.parametrize(
    "value",
    [
        ">-\n  She writes:\n  # promptlint: disable-file=S003",
        "|\n  # promptlint: disable-file=S003",
        '"# promptlint: disable-file=S003"',
        "'a\n  # promptlint: disable-file=S003'",
    ],
)
def test_inside_a_value_it_is_no_comment(value: str) -> None:
    assert lint_text(f"prompt: {value}\naspect_ratio: 16:9\n", select=RULES)[0].code == "S003"


def test_behind_the_indicator_of_a_block_it_is_a_comment() -> None:
    spec = "prompt: >-  # promptlint: disable=S002\n  She smiles.\naspect_ratio: 16:9\n"
    assert [finding.code for finding in lint_text(spec, select=RULES)] == ["S010", "S003"]


def test_crlf() -> None:
    spec = "prompt: x\r\naspect_ratio: 16:9  # promptlint: disable=S003\r\nid: 012\r\n"
    assert [finding.path for finding in lint_text(spec, select=RULES)] == [("id",)]


def test_a_directive_that_cannot_be_read_is_reported() -> None:
    spec = "prompt: x\naspect_ratio: 16:9  # promptlint: disable S003\n"
    assert [finding.code for finding in lint_text(spec, select=RULES)] == ["S003", "S010"]


REASONS = "require-suppression-reasons = true\n"


def test_reasons_are_asked_for_where_the_project_wants_them() -> None:
    spec = "prompt: x\naspect_ratio: 16:9  # promptlint: disable=S003"
    assert codes(spec) == []
    assert codes(spec, REASONS) == ["S010"]
    assert codes(spec + " -- approved", REASONS) == []


def test_unused_and_unknown() -> None:
    found = lint("prompt: x\naspect_ratio: 16:9  # promptlint: disable=S003,S004,S0033")
    assert [finding.message for finding in found] == [
        "`S004` suppresses no finding here.",
        "There is no rule `S0033`.",
    ]
    assert "S003" in found[1].advice


def test_a_rule_that_does_not_run_may_be_named() -> None:
    assert codes("prompt: x  # promptlint: disable=D301") == []


def test_unknown_word() -> None:
    (found,) = lint("prompt: x  # promptlint: disable-line=S003")
    assert "`disable-line` is not a word" in found.message
    assert "`disable-next-line`" in found.advice


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("prompt: x  # promptlint: disable=S003\n", "prompt: x\n"),
        ("# promptlint: disable=S003\nprompt: x\n", "prompt: x\n"),
        ("  # promptlint: disable-file=S003\r\nprompt: x\r\n", "prompt: x\r\n"),
        ("prompt: x\n# promptlint: disable-file=S003", "prompt: x\n"),
        ("prompt: x\nid: 01  # promptlint: disable=S003,S004\n", "prompt: x\nid: 01  # promptlint: disable=S003\n"),
        ("prompt: x\nid: 01  # promptlint: disable=S004, S003\n", "prompt: x\nid: 01  # promptlint: disable=S003\n"),
        ("prompt: x  # promptlint: disabel=S003\n", "prompt: x  # promptlint: disable=S003\n"),
    ],
)
def test_fixes(before: str, after: str) -> None:
    fix = lint_text(before, select=RULES)[0].fix
    assert fix is not None
    assert apply(before, fix.edits) == after


def test_its_own_findings_can_be_suppressed() -> None:
    assert codes("prompt: x  # promptlint: disable=S004,S010") == []
