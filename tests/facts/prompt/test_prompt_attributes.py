"""Colours and other looks at the right noun."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("prompt", "wanted"),
    [
        ("a red leather jacket", {("red", "jacket"), ("leather", "jacket")}),
        ("black and white striped shirt", {("black", "shirt"), ("white", "shirt"), ("striped", "shirt")}),
        (
            "a woman with auburn hair and dark green eyes in a cream blouse",
            {("auburn", "hair"), ("dark green", "eyes"), ("cream", "blouse")},
        ),
        ("a red car, blue truck and white van", {("red", "car"), ("blue", "truck"), ("white", "van")}),
        ("her hair is silver", {("silver", "hair")}),
        ("a green-eyed girl", {("green", "eyed")}),
        ("a teal-sweater woman", {("teal", "sweater")}),
        ("white button-down shirt", {("white", "shirt")}),
        ("a red knitted helmet", {("red", "helmet"), ("knitted", "helmet")}),
        ("a cloak of deep blue", {("deep blue", "cloak")}),
        (
            "A man in a dark suit and red tie holding a brown leather briefcase",
            {("dark", "suit"), ("red", "tie"), ("brown", "briefcase"), ("leather", "briefcase")},
        ),
        ("golden hour, red carpet", set()),
        ("an elderly man with long grey hair", {("elderly", "man"), ("long", "hair"), ("grey", "hair")}),
        ("a 28-year-old woman", {("28-year-old", "woman")}),
        ("blonde woman", {("blonde", "woman")}),
        ("a redheaded woman", {("redheaded", "redheaded")}),
        ("a fair-haired boy", {("fair", "haired")}),
        ("a boy with dark curly hair", {("dark", "hair"), ("curly", "hair")}),
        ("a woman with an auburn bob", {("auburn", "bob")}),
        ("a peach dress and a plum wool coat", {("peach", "dress"), ("plum", "coat"), ("wool", "coat")}),
        ("a peach on a plum tree in a rose garden", set()),
        ("a dark forest under a dark sky", set()),
        ("whitish smoke and reddish dust", {("whitish", "smoke"), ("reddish", "dust")}),
        ("a man in a grey t-shirt", {("grey", "shirt")}),
        ("a shirt with a blue collar", {("blue", "collar")}),
        ("A blue double-decker bus switches on its lights.", {("blue", "bus")}),
        ("His white jacket glitters as he sways.", {("white", "jacket")}),
        ("An old red car rusts on the drive.", {("red", "car")}),
        ("The red car doors open.", {("red", "doors")}),
    ],
)
def test_values_and_nouns(facts_of, prompt: str, wanted: set[tuple[str, str]]) -> None:
    assert {(attribute.value, attribute.noun) for attribute in facts_of(prompt).attributes} == wanted


@pytest.mark.parametrize(
    ("prompt", "kind", "colour", "family"),
    [
        ("auburn hair", "hair", "sienna", "red"),
        ("blue eyes", "eyes", "blue", "blue"),
        ("pale skin", "skin", None, None),
        ("navy trousers", "garment", "navy", "blue"),
        ("dark green door", "object", "darkgreen", "green"),
        ("blue light", "light", "blue", "blue"),
        ("brunette woman", "hair", "saddlebrown", "brown"),
        ("a young man", "age", None, None),
    ],
)
def test_kinds_and_colours(facts_of, prompt: str, kind: str, colour: str | None, family: str | None) -> None:
    (attribute,) = facts_of(prompt).attributes
    assert (attribute.kind, attribute.colour, attribute.family) == (kind, colour, family)


@pytest.mark.parametrize(
    ("prompt", "subjects"),
    [
        ("two dogs and a cat", [("dog", "animal", 2), ("cat", "animal", 1)]),
        ("a woman beside a red car", [("woman", "person", 1), ("car", "vehicle", 1)]),
        ("a group of penguins", [("penguin", "animal", None)]),
        ("three women dancing", [("woman", "person", 3)]),
        ("A perfume bottle on marble", [("bottle", "product", 1)]),
    ],
)
def test_subjects(facts_of, prompt: str, subjects: list[tuple[str, str, int | None]]) -> None:
    found = [
        (subject.lemma, subject.kind, subject.count) for subject in facts_of(prompt).subjects if subject.kind != "other"
    ]
    assert found == subjects


@pytest.mark.parametrize(
    ("prompt", "possessors"),
    [
        ("The wind ruffles the boy's hair.", ["boy"]),
        ("The old sailor's cat sleeps on the dog's blanket.", ["sailor", "dog"]),
        ("The car's doors open.", []),
        ("A boy runs.", []),
    ],
)
def test_possessors(facts_of, prompt: str, possessors: list[str]) -> None:
    assert [subject.lemma for subject in facts_of(prompt).possessors] == possessors


def test_subject_modifiers(facts_of) -> None:
    (subject,) = facts_of("A beautiful young woman").subjects
    assert subject.modifiers == ("beautiful", "young")
