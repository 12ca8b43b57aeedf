from __future__ import annotations

import pytest

from docsite.markdown import code, linked, table
from docsite.regions import filled
from docsite.rules import FAMILY_TITLES, page
from promptlint.families import FAMILIES
from promptlint.registry import installed
from promptlint.rule import Rule

REGISTRY = installed()


def test_regions_are_replaced_and_the_rest_stays() -> None:
    text = "a\n<!-- generated: x -->\nold\n<!-- end: x -->\nb\n"
    once = filled(text, {"x": "new\n"})
    assert once == "a\n<!-- generated: x -->\n\nnew\n\n<!-- end: x -->\nb\n"
    assert filled(once, {"x": "new\n"}) == once


def test_a_region_without_a_generator_is_an_error() -> None:
    with pytest.raises(KeyError):
        filled("<!-- generated: y -->\n<!-- end: y -->", {})


def test_fence_is_longer_than_any_in_the_text() -> None:
    assert code("```yaml\na\n```", "text").startswith("````text\n")


def test_pipes_in_cells_are_escaped() -> None:
    assert "a \\| b" in table(("h",), [("a | b",)])


def test_addresses_become_links() -> None:
    assert linked("See\n https://example.org/a, b.") == "See <https://example.org/a>, b."
    assert linked("https://example.org/.") == "<https://example.org/>."


def test_every_family_has_a_title() -> None:
    assert FAMILY_TITLES.keys() == FAMILIES.keys()


@pytest.mark.parametrize("rule", list(REGISTRY), ids=lambda rule: rule.code)
def test_page_of_a_rule(rule: Rule) -> None:
    text = page(rule, REGISTRY)
    assert text.startswith(f"# {rule.code} {rule.name}\n")
    assert text.count("\n```") % 2 == 0
    assert all(heading in text for heading in ("## What it reports", "## What it accepts", "## Where it comes from"))
