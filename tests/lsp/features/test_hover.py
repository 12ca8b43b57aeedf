"""Hover: what is told of what stands under the cursor."""

from __future__ import annotations

import re
from base64 import b64decode
from io import BytesIO

import pytest
from lsprotocol import types
from PIL import Image
from spec_desk import Desk, Place

from promptlint.text import ColumnEncoding
from promptlint_lsp.features.hover import hover, hoverable_at
from promptlint_lsp.features.note import Block, Link, Prose, Rows, Title, Words, escaped, markdown, plain
from promptlint_lsp.features.note import Image as Picture

FILM = """\
characters:
  Mara: {image: refs/mara.png, views: {profile: refs/mara.png}, hair: dark red, age: 28}
defaults: {fps: 24}
shots:
  - id: 森-1
    model: kling-1.6
    characters: [Mara, Nobody]
    image: refs/mara.png
    end_image: refs/gone.png
    references: [../../out.png, https://example.org/a.png, "{{IMAGE}}"]
    duration: 10
    aspect_ratio: "16:9"
    motion: {strength: subtle, camera: static}
    # promptlint: disable=D301,motion,too-manyactions
    prompt: >-
      🙂森 The same woman walks slowly towards the
      window, her red coat flapping. Slow pan left.
      No hats. It may be falling snow.
  - id: b
    model: gen-3a
    image: {from: 森-1, frame: last}
    duration: 48f
    motion: {reference: walk.mp4}
    prompt: She waits.
"""


@pytest.fixture
def film(desk: Desk) -> Desk:
    path = desk.root / "refs" / "mara.png"
    path.parent.mkdir()
    with Image.new("RGB", (640, 800), "white") as image:
        image.paste((30, 20, 60), (200, 200, 420, 800))
        image.save(path)
    return desk


def at(film: Desk, word: str, behind: str = "", encoding: ColumnEncoding = "utf-16") -> Place:
    """The film with the cursor in a word, the first one behind a text."""
    start = FILM.index(word, FILM.index(behind) + len(behind) if behind else 0)
    offset = start + min(1, len(word) - 1)
    return film.open(f"{FILM[:offset]}¦{FILM[offset:]}", encoding=encoding)


def told(place: Place, *, show_markdown: bool = True) -> tuple[str, str]:
    """The words that the hover is about, and its text."""
    found = hoverable_at(place.view, place.offset)
    answer = hover(found, place.view, show_markdown=show_markdown) if found is not None else None
    if answer is None:
        return "", ""
    assert isinstance(answer.contents, types.MarkupContent) and answer.range is not None
    return place.text(place.view.positions.span(answer.range)), answer.contents.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32"])
@pytest.mark.parametrize(
    ("word", "behind", "about", "parts"),
    [
        ("kling-1.6", "", "kling-1.6", ["Kling 1.6", "5 or 10 s", "4 s (96 frames at 24 fps)", "2026-", "All figures"]),
        ("10", "duration", "10", ["10 s = 240 frames at 24 fps", "▒", "window  ", "longest ", "6 s lie beyond"]),
        ("48f", "", "48f", ["2 s = 48 frames"]),
        ("duration", "", "duration", ["Length of the clip", "seconds"]),
        ("strength", "", "strength", ["How much moves", "subtle"]),
        ("image", "Mara:", "image", ["fixes the character's face"]),
        ("refs/mara.png", "shots", "refs/mara.png", ["start frame", "PNG, 640 x 800 px", "data:image/jpeg;base64,"]),
        ("refs/mara.png", "Mara", "refs/mara.png", ["picture of Mara", "data:image/jpeg;base64,"]),
        ("refs/mara.png", "profile", "refs/mara.png", ["view profile of Mara", "data:image/jpeg;base64,"]),
        ("refs/gone.png", "", "refs/gone.png", ["end frame", "no such file"]),
        ("../../out.png", "", "../../out.png", ["outside the project"]),
        ("https://", "", "https://example.org/a.png", ["does not fetch"]),
        ("{{IMAGE", "", "{{IMAGE}}", ["placeholder"]),
        ("walk.mp4", "", "walk.mp4", ["motion reference", "A clip"]),
        ("Mara", "characters: [", "Mara", ["hair: dark red", "age: 28", "in: 森-1", "data:image/jpeg;base64,"]),
        ("Mara", "", "Mara", ["hair: dark red", "in: 森-1"]),
        ("Nobody", "", "Nobody", ["no entry"]),
        ("森-1", "", "森-1", ["film.shot.yaml:5", "10 / 4 s", "continued by: b", "characters: Mara"]),
        ("森-1", "from", "森-1", ["film.shot.yaml:5", "The same woman walks"]),
        ("16:9", "", "16:9", ["aspect ratios", "16:9, 9:16, 1:1"]),
        ("D301", "", "D301", ["exceeds-coherence-window", "Why it matters", "rules/exceeds-coherence-window"]),
        ("motion", "D301,", "motion", ["M501"]),
        ("too-many", "", "too-manyactions", ["no rule is called so", "too-many-actions"]),
        ("woman", "", "The same woman", ["subject", "person", "ties the subject"]),
        ("walks", "", "walks", ["movement of a subject", "verb: walk", "slow"]),
        ("red coat", "", "red coat", ["appearance", "colour: red"]),
        ("pan left", "", "pan left", ["camera move", "pan left", "slow"]),
        ("No hats", "", "No hats", ["negation", "rules out: hats"]),
    ],
)
def test_hover(film: Desk, word: str, behind: str, about: str, parts: list[str], encoding: ColumnEncoding) -> None:
    words, text = told(at(film, word, behind, encoding))
    assert words == about
    flat = text.replace("\\", "")
    assert [part for part in parts if part not in flat] == []


@pytest.mark.parametrize(("word", "behind"), [("towards", ""), ("static", ""), (": ", "shots"), ("subtle", "prompt")])
def test_other_words_have_none(film: Desk, word: str, behind: str) -> None:
    if word in FILM[FILM.index(behind) :]:
        assert told(at(film, word, behind)) == ("", "")


def test_a_retired_model_says_what_to_use_instead(film: Desk) -> None:
    place = film.open("model: gen¦3a_turbo\nprompt: x\nimage: y\n")
    assert "Gen-3" in told(place)[1] and "retired" in told(place)[1]
    assert "Near:" in told(film.open("model: kl¦ong-1.6\nprompt: x\n"))[1]


def test_an_ambiguous_model_says_what_it_may_be(film: Desk) -> None:
    profiles = film.project.surroundings.profiles
    from promptlint.profiles import Ambiguous

    names = (alias.id for profile in profiles for alias in profile.aliases)
    name = next(name for name in names if isinstance(profiles.find(name), Ambiguous))
    place = film.open(f"model: ¦{name}\nprompt: x\n")
    assert "may mean several" in told(place)[1]


def test_pictures_are_small_and_marked(film: Desk) -> None:
    _, text = told(at(film, "refs/mara.png", "shots"))
    assert len(text) < 60_000
    data = re.search(r"base64,([^)]*)\)", text)
    assert data is not None
    with Image.open(BytesIO(b64decode(data[1]))) as shown:
        assert shown.format == "JPEG" and 100 <= shown.height <= 150


def test_a_picture_is_decoded_once(film: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    from promptlint.facts.reference.decode import Decoded
    from promptlint_lsp.project import Depth

    place = film.open(FILM, depth=Depth.PICTURES)
    assert any(known.copy for _, known in film.project.facts_of(place.view.file.shots[0]).pictures)
    monkeypatch.setattr(Decoded, "decode", lambda *_: pytest.fail("decoded again"))
    assert "base64" in told(at(film, "refs/mara.png", "shots"))[1]
    assert "base64" in told(at(film, "Mara", "characters: ["))[1]


def test_clients_without_markdown_get_text(film: Desk) -> None:
    _, text = told(at(film, "refs/mara.png", "shots"), show_markdown=False)
    assert "base64" not in text and "start frame" in text and "640 x 800" in text
    _, text = told(at(film, "kling-1.6"), show_markdown=False)
    assert "**" not in text and "](" not in text


def test_a_broken_file_has_hovers_only_in_comments(film: Desk) -> None:
    place = film.open("# promptlint: disable=D3¦01\nshots: [\n")
    assert told(place)[0] == "D301"
    assert told(film.open("shots: [¦\n")) == ("", "")


@pytest.mark.parametrize(
    "text",
    [
        "![x](http://e.org/t.png)",
        "<img src=x>",
        "[a](b)",
        "`a` *b* _c_",
        "# title",
        "- item",
        "1. one",
        "a | b",
        "&lt;",
    ],
)
def test_what_pictures_and_specs_say_is_no_markup(text: str) -> None:
    shown = escaped(text)
    assert shown.replace("\\", "") == text
    for sign in "[]<>`*_|&":
        assert all(shown[found.start() - 1] == "\\" for found in re.finditer(re.escape(sign), shown))
    assert not shown.startswith(("# ", "- ")) and not re.match(r"\d+\. ", shown)


def test_control_characters_are_shown_as_escapes() -> None:
    assert "\x1b" not in markdown([Words("a\x1b[31m"), Rows((("x", "\x07"),))])
    assert markdown([Words("one\ntwo")]) == "one  \ntwo"


def test_blocks_as_text() -> None:
    blocks: list[Block] = [
        Title("a*b", "c"),
        Picture("data:,", "p"),
        Prose("**x** `y` [z](u)"),
        Rows((("k", "v"),)),
        Link("t", "u"),
    ]
    assert plain(blocks) == "a*b  c\n\nx y z\n\nk: v\n\nt: u"
