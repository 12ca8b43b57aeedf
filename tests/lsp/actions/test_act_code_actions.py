"""Code actions: which are offered, and what they do."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk import Desk, offered, titled

from promptlint_lsp.edits import Outdated, Refused, workspace_edit
from promptlint_lsp.features.action_kinds import FIX_ALL, KINDS
from promptlint_lsp.features.tasks import Task, carry_out

SPEC = """\
version: 1
defaults: {aspect_ratio: 16:9}
characters:
  mara: {hair: dark auburn}   # 🎬 鹿
shots:
  - id: s01
    characters: [mara]
    notes: "🎬🎬 映画"
    model: pika-1.5
    image: refs/mara.png
    prompt: >-
      🎬 The same woman from the reference turns her head, then walks to the door. 4k, masterpiece.
    duration: 10s
  - id: s02
    model: pika-1.5
    image: {from: s01, frame: last}
    prompt: 映画 The same woman from the reference smiles. 8k, masterpiece.
    duration: 3s
"""


def test_a_fix_of_each_finding(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    found = offered(view, "4k, masterpiece")
    fix = titled(found, "Delete `4k, masterpiece` (P118)")
    assert (fix.kind, fix.preferred, [one.code for one in fix.findings]) == ("quickfix", True, ["P118"])
    assert desk.done(view, fix) == {"a.shot.yaml": SPEC.replace(" 4k, masterpiece.", "")}


def test_what_changes_the_clip_says_so_and_is_never_preferred(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    chain, cap = titled(offered(view, "10s"), "Split it into a chain"), titled(offered(view, "10s"), "Shorten")
    assert all("changes the clip" in one.title and not one.preferred for one in (chain, cap))
    assert desk.done(view, cap) == {"a.shot.yaml": SPEC.replace("10s", "3s")}
    assert "id: s01-1" in desk.done(view, chain)["a.shot.yaml"]


def test_all_of_a_rule(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    action = titled(offered(view, "4k, masterpiece"), "Fix all quality-tags in this file")
    expected = SPEC.replace(" 4k, masterpiece.", "").replace(" 8k, masterpiece.", "")
    assert desk.done(view, action) == {"a.shot.yaml": expected}


def test_all_of_a_rule_is_not_offered_for_one(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    assert not [one for one in offered(view, "16:9") if one.title.startswith("Fix all yaml-trap")]


@pytest.mark.parametrize(
    ("title", "before", "after"),
    [
        ("Suppress P118 on this line", "    prompt: >-\n", "    prompt: >-  # promptlint: disable=P118\n"),
        ("Suppress P118 for the shot s01", "  - id: s01\n", "  # promptlint: disable=P118\n  - id: s01\n"),
        ("Suppress P118 in this file", "version: 1\n", "# promptlint: disable-file=P118\nversion: 1\n"),
    ],
)
def test_suppressing(desk: Desk, title: str, before: str, after: str) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    new = desk.done(view, titled(offered(view, "4k, masterpiece"), title))["a.shot.yaml"]
    assert new == SPEC.replace(before, after, 1)
    desk.documents.close(view.uri)
    left = [one.span.start for one in desk.open("a.shot.yaml", new).findings if one.code == "P118"]
    assert left == ([] if title.endswith("file") else [new.index("8k, masterpiece")])


@pytest.mark.parametrize(
    ("words", "title", "line"),
    [
        ("mara:", "Suppress K604 for mara", "  # promptlint: disable=K604"),
        ("16:9", "Suppress S003 for `defaults`", "# promptlint: disable=S003"),
    ],
)
def test_suppressing_outside_of_shots(desk: Desk, words: str, title: str, line: str) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    new = desk.done(view, titled(offered(view, words), title))["a.shot.yaml"]
    lines = new.split("\n")
    assert words in lines[lines.index(line) + 1]


def test_room_for_a_reason_where_one_is_asked_for(tmp_path: Path) -> None:
    desk = Desk(tmp_path, "require-suppression-reasons = true\n")
    view = desk.open("a.shot.yaml", SPEC)
    new = desk.done(view, titled(offered(view, "10s"), "Suppress D301 on this line"))["a.shot.yaml"]
    assert "10s  # promptlint: disable=D301 -- \n" in new


def test_a_file_that_is_one_shot_has_no_narrower_scope_than_the_file(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", "id: s01\nmodel: pika-1.5\nprompt: She smiles. 8k, masterpiece.\n")
    titles = [one.title for one in offered(view, "8k") if one.title.startswith("Suppress P118")]
    assert titles == ["Suppress P118 on this line", "Suppress P118 in this file"]


def test_json_has_fixes_and_no_comments(desk: Desk) -> None:
    text = '{"shots": [{"id": "s01", "notes": "🎬", "model": "pika-1.5", "prompt": "She smiles. 8k, masterpiece."}]}\n'
    view = desk.open("a.shot.json", text)
    found = offered(view, "8k")
    assert not [one for one in found if one.title.startswith("Suppress")]
    fix = titled(found, "Delete `8k, masterpiece`")
    assert desk.done(view, fix) == {"a.shot.json": text.replace(" 8k, masterpiece.", "")}


@pytest.mark.parametrize(
    ("only", "kinds"),
    [
        (["quickfix"], {"quickfix"}),
        (["source"], {FIX_ALL}),
        (["source.fixAll"], {FIX_ALL}),
        (["source.fixAll.promptlint"], {FIX_ALL}),
        (["source.fixAll.eslint"], set()),
        (["source.organizeImports"], set()),
        (["refactor.extract"], set()),
        (None, {"quickfix", "refactor.rewrite", FIX_ALL}),
    ],
)
def test_only_kinds_that_are_wanted(desk: Desk, only: list[str] | None, kinds: set[str]) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    assert {one.kind for one in offered(view, "4k, masterpiece", only)} == kinds <= {*KINDS}


def test_a_chain_for_a_shot_that_is_too_long_anywhere_in_it(desk: Desk) -> None:
    desk.write("b.shot.yaml", "id: x\nmodel: pika-1.5\nprompt: She smiles.\nimage: {from: s01, frame: last}\n")
    view = desk.open("a.shot.yaml", SPEC)
    chain = titled(offered(view, "notes"), "Split s01 into a chain of shots")
    assert chain.kind == "refactor.rewrite"
    new = desk.done(view, chain)
    assert "from: s01-4" in new["b.shot.yaml"]
    assert not [one for one in offered(view, "id: s02") if "chain" in one.title]


def test_no_chain_where_the_lengths_make_none(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", "id: s01\nmodel: kling-2.6\nduration: 7\nimage: a.png\nprompt: She smiles.\n")
    assert not [one for one in offered(view, "7") if "chain" in one.title]


def test_links_that_others_made_since_the_last_look_follow_a_chain(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    desk.write("new.shot.yaml", "id: y\nmodel: pika-1.5\nprompt: She smiles.\nimage: {from: s01, frame: last}\n")
    new = desk.done(view, titled(offered(view, "notes"), "Split s01 into a chain of shots"))
    assert "from: s01-4" in new["new.shot.yaml"]


def test_the_page_of_a_rule(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    page = titled(offered(view, "10s"), "Open the documentation of D301")
    assert page.command is not None and page.command[1][0].endswith("/exceeds-coherence-window/")


def test_what_is_asked_for_after_a_change_is_refused(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    changes = carry_out(Task("fix-all"), view)
    desk.documents.close(view.uri)
    desk.open("a.shot.yaml", SPEC.replace("version", "# 🎬\nversion"))
    with pytest.raises(Outdated, match=r"a\.shot\.yaml has changed"):
        workspace_edit(changes, desk.documents, versioned=True)


def test_a_finding_that_is_gone_is_refused(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC)
    with pytest.raises(Outdated):
        carry_out(Task("fix", "P118", 3, 4, title="Delete `8k`"), view)


@pytest.mark.parametrize("data", [{"do": "evil"}, {"do": "fix", "more": 1}, {"do": "fix", "start": "1"}, {}, None, [1]])
def test_tasks_of_others_are_refused(data: object) -> None:
    with pytest.raises(Refused, match="none of promptlint"):
        Task.from_data(data)


def test_a_file_that_cannot_be_read_is_not_edited(desk: Desk) -> None:
    view = desk.open("a.shot.yaml", SPEC + "  - id: [\n")
    assert carry_out(Task("fix-all"), view) == {}
    assert not [one for one in offered(view, "version") if one.kind == FIX_ALL]
