"""Files that are extended: all that extend one share it."""

from __future__ import annotations

import os

import pytest
from desk import Desk

BASE = "characters: {mara: {hair: red}}\nshots: []\n"
USER = "extends: base.shot.yaml\nshots:\n  - {id: s1, characters: [mara]}\n"


def test_one_character_for_all_that_extend_a_file(desk: Desk) -> None:
    desk.write("a.shot.yaml", USER)
    desk.write("base.shot.yaml", BASE)
    desk.write("b.shot.yaml", USER.replace("s1", "s2"))
    sequence = desk.project.read()
    (character,) = sequence.characters
    assert [(member.character, len(member.shots)) for member in sequence.cast] == [(character, 2)]


def test_a_change_of_what_is_extended_reaches_all(desk: Desk) -> None:
    desk.write("a.shot.yaml", USER)
    base = desk.write("base.shot.yaml", BASE)
    assert [one.name for one in desk.project.read().characters] == ["mara"]
    desk.open("base.shot.yaml", BASE.replace("mara", "lena"))
    assert [one.name for one in desk.project.read().characters] == ["lena"]
    desk.documents.close(next(iter(desk.documents)).uri)
    base.write_text(BASE.replace("mara", "jon"), "utf-8")
    os.utime(base, (1, 1))
    assert [one.name for one in desk.project.read().characters] == ["jon"]


@pytest.mark.parametrize("first", ["a", "b"])
def test_files_that_extend_each_other(desk: Desk, first: str) -> None:
    desk.write("a.shot.yaml", "extends: b.shot.yaml\nshots: [{id: s1}]\n")
    desk.write("b.shot.yaml", "extends: a.shot.yaml\nshots: [{id: s2}]\n")
    for name in (first, "ab".replace(first, "")):
        file = desk.project.specs.get(desk.root / f"{name}.shot.yaml")
        assert file is not None and len(file.shots) == 1 and sum(1 for _ in file.bases()) == 1
