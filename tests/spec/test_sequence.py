"""The sequence: the order of files and shots, who appears in them, and that both cost linear time."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from promptlint.document import compose
from promptlint.spec.model import SpecFile
from promptlint.spec.read import read_file
from promptlint.spec.sequence import ShotSequence
from promptlint.text import SourceText


def spec(name: str, text: str, base: SpecFile | None = None) -> SpecFile:
    return read_file(Path("/film") / name, name, SourceText(text), compose(text), "name", base)


def listed(*shots: str, head: str = "") -> str:
    return f"{head}shots:\n" + "".join(f"  - {{{shot}, prompt: She waits.}}\n" for shot in shots)


def ids(sequence: ShotSequence) -> str:
    return " ".join(shot.name or "-" for shot in sequence.shots)


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"b.yaml": listed("id: b"), "a.yaml": listed("id: a")}, "a b"),
        ({"s10.yaml": listed("id: s10"), "s9.yaml": listed("id: s9"), "s9b.yaml": listed("id: s9b")}, "s9 s9b s10"),
        ({"a.yaml": listed("id: a", head="order: 2\n"), "b.yaml": listed("id: b", head="order: 1\n")}, "b a"),
        ({"a.yaml": listed("id: a"), "z.yaml": listed("id: z", head="order: 7\n")}, "z a"),
        ({"a.yaml": listed("id: a", head="order: '1.5'\n"), "b.yaml": listed("id: b", head="order: -1\n")}, "b a"),
        ({"a.yaml": listed("id: one, order: 3", "id: two", "id: three, order: 1")}, "three one two"),
        ({"a.yaml": listed("id: one, order: 1", "id: two, order: 1")}, "one two"),
        ({"a.yaml": listed("id: a1, order: 2", "id: a2, order: 1"), "b.yaml": listed("id: b, order: 0")}, "a2 a1 b"),
        ({"a.yaml": "id: one\nprompt: a\norder: 5\n", "b.yaml": "id: two\nprompt: b\norder: 4\n"}, "two one"),
        (
            {
                "a.yaml": "scenes:\n"
                "  - {order: 2, shots: [{id: late, prompt: a}]}\n"
                "  - {order: 1, shots: [{id: second, prompt: a}, {id: first, prompt: a, order: 1}]}\n"
                "shots: [{id: top, prompt: a}]\n"
            },
            "first second late top",
        ),
        ({"a.yaml": "---\nid: one\nprompt: a\norder: 2\n---\nid: two\nprompt: b\norder: 1\n"}, "two one"),
        ({"a.yaml": listed("id: one, order: soon", "id: two, order: 1")}, "two one"),
    ],
)
def test_the_order_of_shots(files: dict[str, str], expected: str) -> None:
    read = [spec(name, text) for name, text in files.items()]
    assert ids(ShotSequence(read)) == ids(ShotSequence(read[::-1])) == expected


def test_an_order_that_is_no_number_is_a_value_that_was_not_read() -> None:
    file = spec("a.yaml", "order: first\nscenes: [{order: [1], shots: [{prompt: a, order: last}]}]\n")
    assert [unread.path for unread in file.unread] == [
        ("order",),
        ("scenes", 0, "order"),
        ("scenes", 0, "shots", 0, "order"),
    ]
    assert not file.orders


def test_a_bible_with_an_order_is_no_shot() -> None:
    file = spec("bible.yaml", "order: 1\ncharacters: {mara: {eyes: grey}}\n")
    assert file.layouts == ["file"]
    assert not file.shots


orders = st.one_of(st.none(), st.integers(-3, 3), st.sampled_from([0.5, "2"]))
projects = st.dictionaries(
    st.sampled_from(["a.yaml", "b.yaml", "s2.yaml", "s10.yaml", "x/a.yaml"]),
    st.tuples(orders, st.lists(orders, max_size=5)),
    min_size=1,
)


@given(projects, st.randoms())
def test_any_order_is_a_permutation_that_respects_every_number(
    project: dict[str, tuple[object, list[object]]], random: object
) -> None:
    files = []
    for name, (order, shots) in project.items():
        head = f"order: {order!r}\n" if order is not None else ""
        listed_shots = [f"id: '{name}#{n}'" + (f", order: {o!r}" if o is not None else "") for n, o in enumerate(shots)]
        files.append(spec(name, listed(*listed_shots, head=head)))
    sequence = ShotSequence(files)
    random.shuffle(files)  # type: ignore[attr-defined]
    assert ids(ShotSequence(files)) == ids(sequence)
    assert sorted(ids(sequence).split()) == sorted(s.name for file in files for s in file.shots if s.name)
    infinity = float("inf")
    places = [file.orders.get((), infinity) for file in sequence.files]
    assert places == sorted(places)
    for file in sequence.files:
        own = [shot for shot in sequence.shots if shot.file is file]
        keys = [(shot.order.value if shot.order else infinity, shot.path[-1]) for shot in own]
        assert keys == sorted(keys)  # type: ignore[type-var]
    assert list(sequence.places.values()) == list(range(len(sequence.shots)))


BIBLE = "characters: {mara: {eyes: grey}}\n"


def test_the_own_bible_of_a_file_wins() -> None:
    base = spec("bible.yaml", BIBLE)
    extending = spec("a.yaml", listed("id: a, characters: [mara]"), base)
    own = spec("b.yaml", listed("id: b, characters: [mara]", head=BIBLE))
    sequence = ShotSequence([base, extending, own])
    assert [
        (m.name, m.character.file.name if m.character else "", [s.name for s in m.shots]) for m in sequence.cast
    ] == [
        ("mara", "bible.yaml", ["a"]),
        ("mara", "b.yaml", ["b"]),
    ]
    assert [character.file.name for character in sequence.characters] == ["bible.yaml", "b.yaml"]


def test_a_name_without_an_entry_means_the_only_one_of_the_project_or_itself() -> None:
    nowhere = spec("b.yaml", listed("id: b, characters: [mara, None, ines]"))
    further = spec("c.yaml", listed("id: c, character: ines"))
    sequence = ShotSequence([spec("a.yaml", BIBLE), nowhere, further])
    found = {member.name: (member.character is not None, len(member.shots)) for member in sequence.cast}
    assert found == {"mara": (True, 1), "ines": (False, 2)}
    ambiguous = ShotSequence([spec("a.yaml", BIBLE), spec("z.yaml", BIBLE), nowhere])
    assert next(m for m in ambiguous.cast if m.name == "mara").character is None


@pytest.mark.parametrize(
    ("names", "heads", "ordered"),
    [
        (("kitchen.yaml", "window.yaml"), ("", ""), False),
        (("s1.yaml", "s2.yaml"), ("", ""), True),
        (("01-window.yaml", "02-kitchen.yaml"), ("", ""), True),
        (("kitchen1.yaml", "window2.yaml"), ("", ""), False),
        (("kitchen.yaml", "window.yaml"), ("order: 2\n", "order: 1\n"), True),
    ],
)
def test_an_order_is_given_by_numbers_and_not_by_the_alphabet(
    names: tuple[str, str], heads: tuple[str, str], ordered: bool
) -> None:
    files = [spec(name, listed(f"id: {name}", head=head)) for name, head in zip(names, heads, strict=True)]
    sequence = ShotSequence(files)
    assert sequence.is_ordered(*files) is ordered
    assert [together for _, _, together in sequence.neighbours()] == [ordered]


def test_lists_of_several_shots_are_scenes_of_their_own() -> None:
    files = [spec(f"s{n}.yaml", listed(f"id: s{n}a", f"id: s{n}b")) for n in (1, 2)]
    together = {f"{a.name} {b.name}": run for a, b, run in ShotSequence(files).neighbours()}
    assert together == {"s1a s1b": True, "s1b s2a": False, "s2a s2b": True}


def test_a_sequence_takes_linear_time() -> None:
    def seconds(count: int) -> float:
        text = BIBLE + listed(*(f"id: s{n}, characters: [mara], order: {count - n}" for n in range(count)))
        file = spec("a.yaml", text)
        started = process_time()
        sequence = ShotSequence([file])
        assert len(sequence.cast[0].shots) == len(sequence.by_id()) == len(list(sequence.neighbours())) + 1 == count
        return process_time() - started

    seconds(10)
    assert min(seconds(5000), seconds(5000)) < 30 * max(seconds(500), 0.05)
