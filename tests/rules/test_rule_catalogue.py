"""What every rule must bring along."""

import inspect
import re
import sys
from pathlib import Path

import pytest

import promptlint_rules
from promptlint.families import FAMILIES
from promptlint.registry import Registry, installed, rules_of
from promptlint.rule import Example, Rule, Scope
from promptlint.spec.fields import FIELD_BY_NAME
from promptlint_rules import FAMILY_FOLDERS

RULES = [pytest.param(rule, id=rule.code) for rule in installed()]
NUMBERS = {"S": "0", "A": "1", "P": "1", "C": "2", "D": "3", "R": "4", "M": "5", "K": "6"}


def test_codes_and_names_are_unique() -> None:
    rules = [rule for package in installed().packages for rule in rules_of(package)]
    assert len({rule.code for rule in rules}) == len({rule.name for rule in rules}) == len(rules)


def test_no_name_is_a_family() -> None:
    assert not {rule.name for rule in installed()} & {*FAMILIES.values(), "all"}


@pytest.mark.parametrize("rule", RULES)
def test_code_is_well_formed(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]\d{3}", rule.code)
    assert rule.code[1] == NUMBERS[rule.code[0]]


@pytest.mark.parametrize("rule", RULES)
def test_file_is_named_after_the_rule(rule: Rule) -> None:
    path = Path(inspect.getfile(rule.check))
    assert path.stem == rule.name.replace("-", "_")


@pytest.mark.parametrize("rule", RULES)
def test_documentation(rule: Rule) -> None:
    assert rule.documentation
    for heading in ("## Why it matters", "## What to do"):
        assert heading in rule.documentation
    assert rule.documentation.index("## Why it matters") > 20, "what it checks comes first"


@pytest.mark.parametrize("rule", RULES)
def test_summary_is_one_sentence(rule: Rule) -> None:
    assert rule.summary.endswith(".")
    assert "\n" not in rule.summary
    assert rule.summary[0].isupper() or rule.summary[0] == "`"


@pytest.mark.parametrize("rule", RULES)
def test_sources(rule: Rule) -> None:
    assert rule.sources
    assert all(source.strip() for source in rule.sources)


@pytest.mark.parametrize("rule", RULES)
def test_examples(rule: Rule) -> None:
    assert len(rule.bad) >= 2
    assert len(rule.good) >= 2
    assert all(isinstance(example, Example) for example in (*rule.bad, *rule.good))
    assert all(example.marks is not None for example in rule.bad), "a bad example says which words are marked"
    assert not any(example.marks for example in rule.good)


@pytest.mark.parametrize("package", installed().packages, ids=lambda package: package.__name__)
def test_families_are_described(package: object) -> None:
    name = getattr(package, "__name__", "")
    folders = {rule.check.__module__.rpartition(".")[0] for rule in installed()}
    for folder in sorted(folder for folder in folders if folder.startswith(name)):
        assert (sys.modules[folder].__doc__ or "").strip(), folder


@pytest.mark.parametrize("rule", RULES)
def test_the_fields_it_asks_for_exist(rule: Rule) -> None:
    assert set(rule.fields) <= set(FIELD_BY_NAME)
    assert not rule.fields or rule.scope is Scope.SHOT


@pytest.mark.parametrize(
    ("selectors", "imported"),
    [(("S", "D301"), {"spec", "duration"}), (("A1",), {"model"}), (("all",), set(FAMILY_FOLDERS)), ((), set())],
)
def test_a_selection_imports_its_families(selectors: tuple[str, ...], imported: set[str]) -> None:
    registry = Registry([promptlint_rules])
    letters = {FAMILY_FOLDERS[folder] for folder in imported}
    assert {rule.letters for rule in registry.selected(selectors)} == letters
    assert {rule.code for rule in registry} == {rule.code for rule in installed()}


def test_every_folder_holds_the_codes_that_it_is_said_to_hold() -> None:
    for rule in installed():
        folder = rule.check.__module__.split(".")[1]
        assert FAMILY_FOLDERS[folder] == rule.letters
