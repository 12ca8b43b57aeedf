"""A chain in the text of a file: every layout, and nothing lost."""

from __future__ import annotations

import json

import pytest
from chaining import attempt, split

from promptlint.chain import NoChain

BLOCK = """\
# shotspec
version: 1
characters:
  mara: {image: refs/mara.png}
defaults: {model: pika-1.5, aspect_ratio: "16:9"}
shots:
  - id: s01            # opening
    # she is alone
    characters: [mara]
    prompt: >-
      The same woman from the reference turns her head slowly towards the window,
      opens the blind and leans out. Static camera. Identity preserved.
    image: refs/mara-front.png
    duration: 9s  # long
    motion: &calm {strength: subtle, camera: static}

  - id: s02
    image: {from: s01, frame: last}
    end_image: {from: s01, frame: first}
    motion: *calm
    prompt: She waves.  # in the wind
    duration: 3s
"""

CHAINED = """\
# shotspec
version: 1
characters:
  mara: {image: refs/mara.png}
defaults: {model: pika-1.5, aspect_ratio: "16:9"}
shots:
  - id: s01-1            # opening
    # she is alone
    characters: [mara]
    prompt: >-
      The same woman from the reference turns her head slowly towards the window.
      Static camera. Identity preserved.
    image: refs/mara-front.png
    duration: 3s  # long
    motion: &calm {strength: subtle, camera: static}

  - id: s01-2
    characters: [mara]
    prompt: >-
      The same woman from the reference opens the blind. Static camera. Identity
      preserved.
    image: {from: s01-1, frame: last}
    duration: 3s
    motion: {strength: subtle, camera: static}

  - id: s01-3
    characters: [mara]
    prompt: >-
      The same woman from the reference leans out. Static camera. Identity
      preserved.
    image: {from: s01-2, frame: last}
    duration: 3s
    motion: {strength: subtle, camera: static}

  - id: s02
    image: {from: s01-3, frame: last}
    end_image: {from: s01-1, frame: first}
    motion: *calm
    prompt: She waves.  # in the wind
    duration: 3s
"""


def test_a_shot_in_a_list() -> None:
    assert split(BLOCK, "s01").text == CHAINED


def test_line_ends_are_kept() -> None:
    made = split(BLOCK.replace("\n", "\r\n"), "s01")
    assert made.text == CHAINED.replace("\n", "\r\n")


SINGLE = """\
# the first one
id: s01
# looks back
version: 1
model: pika-1.5
prompt: |
  The woman opens the door.
  She walks in.
characters:
  mara: {image: a.png}
image: a.png
end_image: b.png
duration: "8s"
notes: |
  keep

  this

# the end
"""

FILE = """\
# the first one
version: 1
characters:
  mara: {image: a.png}
shots:
  - id: s01-1
    # looks back
    model: pika-1.5
    prompt: |
      The same woman from the reference opens the door.
    image: a.png
    duration: "3s"
    notes: |
      keep

      this
  - id: s01-2
    model: pika-1.5
    prompt: |
      The same woman from the reference walks in.
    image: {from: s01-1, frame: last}
    duration: "3s"
    notes: |
      keep

      this
  - id: s01-3
    model: pika-1.5
    prompt: |
      The same woman from the reference continues to walk in.
    image: {from: s01-2, frame: last}
    end_image: b.png
    duration: "2s"
    notes: |
      keep

      this

# the end
"""


def test_a_file_that_is_one_shot() -> None:
    assert split(SINGLE).text == FILE


def test_a_json_file_that_is_one_shot() -> None:
    shot = {
        "version": 1,
        "id": 7,
        "model": "pika-1.5",
        "image": "a.png",
        "prompt": "The woman opens the door and walks in.",
        "motion": {"strength": "subtle"},
        "duration": 6,
    }
    for indent in (None, 2, 4):
        made = split(json.dumps(shot, indent=indent), name="a.shot.json")
        same = {"model": "pika-1.5", "motion": {"strength": "subtle"}, "duration": 3}
        anchor = "The same woman from the reference"
        assert json.loads(made.text) == {
            "version": 1,
            "shots": [
                same | {"id": "7-1", "image": "a.png", "prompt": f"{anchor} opens the door."},
                same | {"id": "7-2", "image": {"from": "7-1", "frame": "last"}, "prompt": f"{anchor} walks in."},
            ],
        }
        assert ("\n" in made.text) == (indent is not None)


def test_json_with_numbers_for_ids() -> None:
    shots = [
        {"id": 7, "model": "pika-1.5", "image": "a.png", "seconds": 6.0},
        {"id": 8, "model": "pika-1.5", "image": {"from": 7, "frame": "first"}},
    ]
    for indent in (None, 2):
        made = split(json.dumps(shots, indent=indent), "7", "a.shots.json")
        after = json.loads(made.text)
        assert [shot["id"] for shot in after] == ["7-1", "7-2", 8]
        assert [shot.get("seconds") for shot in after] == [3.0, 3.0, None]
        assert after[2]["image"] == {"from": "7-1", "frame": "first"}


def test_json_lines() -> None:
    lines = [{"id": "a", "model": "pika-1.5", "image": "a.png", "duration": 6}, {"id": "b", "extend": {"from": "a"}}]
    made = split("".join(f"{json.dumps(line)}\n" for line in lines), "a", "a.shots.jsonl")
    after = [json.loads(line) for line in made.text.splitlines()]
    assert [shot["id"] for shot in after] == ["a-1", "a-2", "b"]
    assert after[2]["extend"] == {"from": "a-2"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "shots: [{id: s01, model: pika-1.5, image: a.png, duration: 5, extend: {from: s00}}]\n",
            "shots: [{id: s01-1, model: pika-1.5, image: a.png, duration: 3, extend: {from: s00}}, "
            "{id: s01-2, model: pika-1.5, image: {from: s01-1, frame: last}, duration: 2}]\n",
        ),
        (
            "scenes:\n- shots:\n  - {id: s01, model: pika-1.5, image: a.png, duration: 4}  # wide\n  - {id: s02}\n",
            "scenes:\n- shots:\n  - {id: s01-1, model: pika-1.5, image: a.png, duration: 2}  # wide\n"
            "  - {id: s01-2, model: pika-1.5, image: {from: s01-1, frame: last}, duration: 2}\n  - {id: s02}\n",
        ),
        (
            "-\n  model: pika-1.5\n  num_frames: 144\n  image:\n    path: a.png   # front\n",
            "-\n  id: shot-1-1\n  model: pika-1.5\n  num_frames: 72\n  image:\n    path: a.png   # front\n"
            "- id: shot-1-2\n  model: pika-1.5\n  num_frames: 72\n  image: {from: shot-1-1, frame: last}\n",
        ),
        (
            "{model: pika-1.5, duration: 5, image: a.png}\n",
            "{shots: [{id: shot-1-1, model: pika-1.5, duration: 3, image: a.png}, "
            "{id: shot-1-2, model: pika-1.5, duration: 2, image: {from: shot-1-1, frame: last}}]}\n",
        ),
        (
            "defaults: {duration: 6, model: pika-1.5, image: a.png}\nshots:\n  - id: s01\n",
            "defaults: {duration: 6, model: pika-1.5, image: a.png}\nshots:\n  - id: s01-1\n    duration: 3\n"
            "  - id: s01-2\n    image: {from: s01-1, frame: last}\n    duration: 3\n",
        ),
        (
            "x-base: &base {duration: 6, model: pika-1.5}\nshots:\n  - id: s01\n    <<: *base\n    image: a.png\n",
            "x-base: &base {duration: 6, model: pika-1.5}\nshots:\n"
            "  - id: s01-1\n    duration: 3\n    <<: *base\n    image: a.png\n"
            "  - id: s01-2\n    duration: 3\n    <<: *base\n    image: {from: s01-1, frame: last}\n",
        ),
        (
            "shots:\n  - id: s01\n    model: pika-1.5\n    duration: 6\n    image: a.png\n    end_image: b.png\n",
            "shots:\n  - id: s01-1\n    model: pika-1.5\n    duration: 3\n    image: a.png\n"
            "  - id: s01-2\n    model: pika-1.5\n    duration: 3\n    image: {from: s01-1, frame: last}\n"
            "    end_image: b.png\n",
        ),
        (
            "shots:\n  - id: s01\n    model: pika-1.5\n    duration: 6\n    image:\n      - {path: a.png, role: start}\n"
            "      - {path: b.png, role: end}\n",
            "shots:\n  - id: s01-1\n    model: pika-1.5\n    duration: 3\n    image: [{path: a.png, role: start}]\n"
            "  - id: s01-2\n    model: pika-1.5\n    duration: 3\n"
            "    image: [{from: s01-1, frame: last, role: start}, {path: b.png, role: end}]\n",
        ),
        (
            "shots:\n  - id: s01\n    model: pika-1.5\n    duration: 0.6e1\n    image: a.png\n    end_frame: b.png\n"
            "    end_image: c.png\n",
            "shots:\n  - id: s01-1\n    model: pika-1.5\n    duration: 3\n    image: a.png\n"
            "  - id: s01-2\n    model: pika-1.5\n    duration: 3\n    image: {from: s01-1, frame: last}\n"
            "    end_frame: b.png\n    end_image: c.png\n",
        ),
        (
            "shots:\n  # promptlint: disable=D302 -- one take\n  - id: s01\n    model: pika-1.5\n"
            "    # promptlint: disable=M503 -- as it was shot\n    # by hand\n    duration: 6\n    image: a.png",
            "shots:\n  # promptlint: disable=D302 -- one take\n  - id: s01-1\n    model: pika-1.5\n"
            "    # promptlint: disable=M503 -- as it was shot\n    # by hand\n    duration: 3\n    image: a.png\n"
            "  - id: s01-2\n    model: pika-1.5\n    # promptlint: disable=M503 -- as it was shot\n    duration: 3\n"
            "    image: {from: s01-1, frame: last}",
        ),
    ],
)
def test_layouts(before: str, after: str) -> None:
    shot = None if before.startswith(("-", "{")) else "s01"
    assert split(before, shot).text == after


def test_links_from_other_files_follow() -> None:
    made = split(
        "id: s01\nmodel: pika-1.5\nimage: a.png\nduration: 6\n",
        later="id: s02\nimage: {from: s01}  # goes on\n",
        before="id: s00\nend_image: {from: s01, frame: first}\n",
        other="id: s09\nimage: a.png\n",
    )
    assert made.others == {
        "later.shot.yaml": "id: s02\nimage: {from: s01-2}  # goes on\n",
        "before.shot.yaml": "id: s00\nend_image: {from: s01-1, frame: first}\n",
    }
    assert made.chain.fix is None, "a fix edits one file"


def test_ids_are_new_in_the_project() -> None:
    text = "shots:\n  - {id: s01, model: pika-1.5, image: a.png, duration: 6}\n  - {id: s01-2, image: b.png}\n"
    assert [shot.name for shot in split(text, "s01").shots] == ["s01-part-1", "s01-part-2"]
    made = split("id: s01\nmodel: pika-1.5\nimage: a.png\nduration: 6\n", other="id: s01-1\nprompt: x\n")
    assert [shot.name for shot in made.shots] == ["s01-part-1", "s01-part-2"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("shots:\n  - &first {id: s01, model: pika-1.5, image: a.png, duration: 6}\n", "marked for aliases"),
        ("shots:\n  - {id: s01, model: pika-1.5, image: a.png, duration: &long 6}\n", "`duration`"),
        ("x-a: &a {id: s01, model: pika-1.5, image: a.png, duration: 6}\nshots: [*a]\n", "marked for aliases"),
        ("defaults: {end_image: b.png, model: kling-2.6}\nshots: [{id: s01, image: a.png, duration: 10}]\n", "`end_image` comes from defaults"),
        ("defaults: {extend: {from: s00}, model: pika-1.5}\nshots: [{id: s01, duration: 6}]\n", "`extend` comes from defaults"),
        ("id: s01\nmodel: minimax-h3\nreferences: [a.png]\nduration: 12\n", "sets a limit"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\nduration: auto\n", "provider chooses"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\n", "no duration"),
        ("id: s01\nmodel: kling-2.6-motion-control\nimage: a.png\nmotion: {reference: m.mp4}\nduration: 20\n", "follows"),
        ("id: s01\nmodel: wan-2.7-t2v\nduration: 12\n", "no start frame"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\nprompt: Elle tourne la tête vers la fenêtre et sourit.\nduration: 6\n", "English"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\nprompt: She turns. Cut to the street.\nduration: 6\n", "changes the scene"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\nduration: 3\n", "holds a subject"),
        ("id: s01\nmodel: pika-1.5\nimage: a.png\nduration: 900\n", "more than 24 shots"),
        ("id: s01\nmodel: kling-2.6\nimage: a.png\nduration: 6\n", "closer to one clip"),
        ("id: s01\nmodel: runway-gen3-alpha\nimage: a.png\nduration: 10\n", "makes no clip that short"),
        ("<<: {model: pika-1.5}\nid: s01\nimage: a.png\nduration: 6\n", "merged"),
    ],
)  # fmt: skip
def test_no_chain(text: str, reason: str) -> None:
    made = attempt(text)
    assert isinstance(made, NoChain)
    assert reason in made.reason, made
