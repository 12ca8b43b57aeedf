"""Renaming shots and characters: everything that named them does so afterwards, and nothing else changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from desk import ENCODINGS, Desk
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from promptlint_lsp.edits import Refused
from promptlint_lsp.features.rename import Renamable, renamable, rename

BIBLE = """\
version: 1
characters:
  "mara": {hair: red}   # 🎬 鹿 mara
  jon: {hair: blond, image: {from: s01}}
"""
FIRST = """\
extends: bible.shot.yaml
defaults: {characters: [mara], image: {from: s01, frame: first}}
shots:
  - id: s01   # 🎬 s01
    characters: ['mara', jon]
    prompt: >-
      🎬 @mara looks at @jon, and Mara (@mara) smiles at mara@example.org.
    image: refs/mara.png
  - id: "s02"
    character: mara
    notes: s01 and @mara
    image: {from: 's01', frame: last}
    references:
      - {path: refs/mara.png, tag: "@mara"}
"""
SECOND = '{"extends": "bible.shot.yaml", "shots": [{"id": 7, "cast": "mara", "image": {"from": "s01"}}, {"id": "x", "image": {"from": 7}}]}\n'


@pytest.fixture
def film(desk: Desk) -> Desk:
    desk.write("bible.shot.yaml", BIBLE)
    desk.write("b.shot.json", SECOND)
    desk.write("a.shot.yaml", FIRST)
    return desk


def test_a_character_from_any_place_that_names_it(film: Desk) -> None:
    expected = {
        "bible.shot.yaml": BIBLE.replace('"mara"', '"lena"'),
        "a.shot.yaml": FIRST.replace("[mara]", "[lena]")
        .replace("'mara'", "'lena'")
        .replace("🎬 @mara looks", "🎬 @lena looks")
        .replace("(@mara)", "(@lena)")
        .replace("character: mara", "character: lena")
        .replace('"@mara"', '"@lena"'),
        "b.shot.json": SECOND.replace('"mara"', '"lena"'),
    }
    for name, at in (
        ("bible.shot.yaml", "mara"),
        ("a.shot.yaml", "mara"),
        ("a.shot.yaml", "mara', jon"),
        ("a.shot.yaml", "ara looks"),
        ("a.shot.yaml", 'mara"}'),
        ("b.shot.json", "mara"),
    ):
        assert film.renamed(name, at, "lena") == expected


def test_a_shot_with_links_that_defaults_and_files_make(film: Desk) -> None:
    new = film.renamed("a.shot.yaml", "s01   #", "opening")
    assert new == {
        "bible.shot.yaml": BIBLE.replace("s01", "opening"),
        "a.shot.yaml": FIRST.replace("{from: s01", "{from: opening")
        .replace("id: s01", "id: opening")
        .replace("'s01'", "'opening'"),
        "b.shot.json": SECOND.replace('"s01"', '"opening"'),
    }


def test_a_number_in_json_becomes_a_text(film: Desk) -> None:
    new = film.renamed("b.shot.json", "7", "no")
    assert new == {"b.shot.json": SECOND.replace('"id": 7', '"id": "no"').replace('"from": 7', '"from": "no"')}


@pytest.mark.parametrize("new", ["no", "12", "null", "a: b", "- x", "鹿 🎬", "it's", 'say "x"', "1:30", "#1"])
def test_names_that_need_quotes(film: Desk, new: str) -> None:
    text = film.renamed("a.shot.yaml", "s01   #", new)["a.shot.yaml"]
    assert yaml.safe_load(text)["shots"][0]["id"] == new


@pytest.mark.parametrize(
    ("at", "new", "why"),
    [
        ("s01   #", "s02", r"a shot `s02` already, in a\.shot\.yaml on line 9"),
        ("s01   #", "x", r"a shot `x` already, in b\.shot\.json"),
        ("s01   #", " ", "one line of text"),
        ("s01   #", "a\nb", "one line of text"),
        ("mara", "jon", r"a character `jon` already, in bible\.shot\.yaml on line 4"),
        ("mara", "none", "stands for nobody"),
        ("mara", "Mara Lind", "behind an `@`"),
        ("refs", "x", "Only shots and characters"),
        ("s01 and", "x1", "Only shots and characters"),
    ],
)
def test_what_is_refused(film: Desk, at: str, new: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        film.renamed("a.shot.yaml", at, new)


def test_a_name_that_somebody_uses_without_an_entry(desk: Desk) -> None:
    desk.write("a.shot.yaml", "characters: {mara: {hair: red}}\nshots:\n  - {id: a, characters: [mara, lena]}\n")
    with pytest.raises(Refused, match="`lena` stands somewhere already"):
        desk.renamed("a.shot.yaml", "mara", "lena")


def test_a_link_that_leads_nowhere_does_not_lead_to_the_new_name(desk: Desk) -> None:
    desk.write("a.shot.yaml", "- {id: a}\n- {id: b, image: {from: later}}\n")
    with pytest.raises(Refused, match="`later` stands somewhere already"):
        desk.renamed("a.shot.yaml", "a}", "later")


def test_shots_of_one_name_in_two_files_are_told_apart(desk: Desk) -> None:
    for name in ("a", "b"):
        desk.write(f"{name}.shot.yaml", "- {id: s1}\n- {id: s2, image: {from: s1}}\n")
    new = desk.renamed("b.shot.yaml", "s1}}", "first")
    assert new == {"b.shot.yaml": "- {id: first}\n- {id: s2, image: {from: first}}\n"}


def test_anchors(desk: Desk) -> None:
    text = "- id: &first s1 # 🎬\n- {id: s2, image: {from: *first}}\n- {id: s3, image: {from: s1}}\n"
    desk.write("a.shot.yaml", text)
    new = desk.renamed("a.shot.yaml", "s1 #", "one")
    assert new == {"a.shot.yaml": text.replace("s1", "one")}


def test_texts_that_are_not_saved(film: Desk) -> None:
    film.open("b.shot.json", SECOND.replace("s01", "s02"))
    assert sorted(film.renamed("a.shot.yaml", "s01   #", "x1")) == ["a.shot.yaml", "bible.shot.yaml"]


def test_what_can_be_renamed(film: Desk) -> None:
    path = film.root / "a.shot.yaml"
    start = FIRST.index("@mara looks")
    found = renamable(film.names(), path, start + 2)
    assert found == Renamable((start + 1, start + 5), "mara")  # type: ignore[arg-type]
    assert renamable(film.names(), path, FIRST.index("Mara (")) is None


NAMES = st.sampled_from(["s1", "7", "no", "a b", "鹿", "🎬1", "it's", '"q"', "x: y", "s1-1"])
PEOPLE = st.sampled_from(["mara", "jon", "鹿さん", "lena.k", "Al"])


@st.composite
def films(draw: st.DrawFn) -> dict[str, str]:
    """Files of shots that link to each other and name characters, written in every style."""
    ids = draw(st.lists(NAMES, min_size=2, max_size=6, unique=True))
    people = draw(st.lists(PEOPLE, min_size=1, max_size=3, unique=True))
    files: dict[str, str] = {}
    for number in range(draw(st.integers(1, 3))):
        own = ids[number::3]
        bible = {name: {"hair": "red 🎬"} for name in people} if number == 0 or draw(st.booleans()) else {}
        shots = []
        for name in own:
            shot: dict[str, Any] = {"id": name}
            if draw(st.booleans()):
                shot["image"] = {"from": draw(st.sampled_from(ids)), "frame": "last"}
            if draw(st.booleans()):
                shot["characters"] = draw(st.lists(st.sampled_from(people), max_size=2))
            if draw(st.booleans()):
                shot["prompt"] = f"🎬 映画 @{draw(st.sampled_from(people))} meets @{draw(st.sampled_from(people))}, s1."
            shots.append(shot)
        content: dict[str, Any] = {"title": "🎬", **({"characters": bible} if bible else {}), "shots": shots}
        if draw(st.booleans()):
            files[f"f{number}.shot.json"] = json.dumps(content, ensure_ascii=draw(st.booleans())) + "\n"
        else:
            style = draw(st.sampled_from([None, "'", '"', ">", "|"]))
            files[f"f{number}.shot.yaml"] = yaml.safe_dump(
                content, allow_unicode=True, sort_keys=False, default_style=style, width=draw(st.sampled_from([20, 99]))
            )
    return files


def leaves(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from leaves(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from leaves(item, (*path, index))
    else:
        yield path, value


def meanings(desk: Desk) -> list[tuple[str, Any]]:
    """For every place that names something, what it means by the place of that in the project."""
    names = desk.names()
    ranks = {key: rank for rank, key in enumerate(sorted(names.all))}
    return [(use.file.name, ranks.get(use.target) if use.target else None) for use in names.uses]


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(films(), st.data())
def test_everything_means_what_it_meant(files: dict[str, str], data: st.DataObject) -> None:
    with TemporaryDirectory(prefix="promptlint-") as folder:
        desk = Desk(Path(folder).resolve(), 'select = ["S001"]\n', data.draw(st.sampled_from(sorted(ENCODINGS))))
        for name, text in files.items():
            desk.write(name, text)
        names, before = desk.names(), meanings(desk)
        named = data.draw(st.sampled_from(list(names.all.values())))
        places = [(use.file.path, use.span.start) for use in names.of(named)]
        path, offset = data.draw(st.sampled_from([(named.file.path, named.node.content_span.start), *places]))
        new = data.draw(st.one_of(NAMES, PEOPLE, st.text(min_size=1, max_size=4)))
        try:
            texts = desk.applied(rename(desk.project, names, path, offset, new))
        except Refused:
            return
        for name, text in texts.items():
            desk.write(name, text)
        assert meanings(desk) == before
        assert desk.names().all[named.key[0], _start(desk, named.key[0], sorted(names.all).index(named.key))].name in (
            new.strip(),
            named.name,
        )
        for name, text in files.items():
            only_names_change(name, text, texts.get(name, text), (named.name, new.strip()))


def _start(desk: Desk, path: Path, rank: int) -> int:
    return sorted(desk.names().all)[rank][1]


def loaded(name: str, text: str) -> Any:
    return json.loads(text) if name.endswith(".json") else yaml.load(text, Loader=yaml.BaseLoader)


def only_names_change(name: str, old: str, new: str, names: tuple[str, str]) -> None:
    """Every value is what it was but for the name, as another library reads it."""
    before, after = names
    ones, others = (list(leaves(loaded(name, text))) for text in (old, new))
    assert len(ones) == len(others)
    for (path, value), (new_path, new_value) in zip(ones, others, strict=True):
        assert new_path in (path, tuple(after if step == before else step for step in path))
        if value != new_value:
            assert value.replace(before, after) == new_value or (value, new_value) == (before, after)
            assert path[-1] in ("id", "from", "prompt") or "characters" in path
