"""The rules do on their examples what they promise, and more."""

import pytest

import northlight_rules
from northlight_rules.house.look_into_lens import look_into_lens
from northlight_rules.house.shot_id_format import shot_id_format
from promptlint.testing import check_example, examples_of, lint_text, marked

EXAMPLES = examples_of(northlight_rules)


@pytest.mark.parametrize("name", EXAMPLES)
def test_example(name: str) -> None:
    check_example(*EXAMPLES[name])


@pytest.mark.parametrize(
    ("given", "advised"),
    [
        ("SC10-SH20", "sc010_sh020"),
        ("scene 4 shot 7b", "sc004_sh007b"),
        ("s1sh2", "sc001_sh002"),
        ("opening", "sc010_sh020"),
    ],
)
def test_the_advice_names_the_id_that_was_meant(given: str, advised: str) -> None:
    (finding,) = lint_text(f"id: {given}\nprompt: She waits.\n", rules=[shot_id_format], select=["NOR"])
    assert marked(finding) == given
    assert f"`{advised}`" in finding.advice


def test_every_look_is_reported() -> None:
    spec = "id: sc010_sh020\nprompt: She glances at the camera. He winks at the viewer.\n"
    findings = lint_text(spec, rules=[look_into_lens], select=["NOR102"])
    assert [marked(finding) for finding in findings] == ["glances at the camera", "winks at the viewer"]


def test_a_look_that_the_director_wants() -> None:
    spec = "prompt: She winks at the camera.  # promptlint: disable=look-into-lens -- the last shot\n"
    assert not lint_text(spec, rules=[look_into_lens], select=["NOR102"])
