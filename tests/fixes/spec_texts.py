"""Specs with mistakes that have fixes, written in every way that YAML has."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

MISTAKES = (
    *("promt", "negatve_prompt", "duratoin", "duration", "16:9", "id: 0", "sora-2", "gen3a_turbo", "veo"),
    *("8k", "masterpiece", "best", "quality", "highly", "detailed", "no", "does", "not", "move", "camera", "people"),
    *("heroe", "prompt: ", "text", "woman", "kettle", "boat", "blur"),
)
"""Each line that a fix may change holds one of these."""

PROMPTS = (
    "A woman turns her head slowly to the window, no camera movement, 8k, masterpiece.",
    "Steam rises from the kettle. The camera does not move.",
    "8k, highly detailed. The woman's hand opens the letter, best quality",
    'She says "now" and the boat drifts in, no people, masterpiece.',
    "A café 🎬 at night: the woman turns, no text, 8k.",
    "The same woman from the reference lowers her eyes. Static camera.",
)
NEGATIVES = ("blur", "no text, blur, extra limbs", "blur, distort, extra limbs, shaky camera")
MODELS = (
    "kling-2.6",
    "runway-gen4-turbo",
    "seedance-1.0-pro",
    "veo-3.1",
    "sora-2",
    "pika-1.0",
    "svd-xt",
    "gen3a_turbo",
)
NOTE = "# note"


@dataclass(frozen=True)
class Written:
    """A generated spec.

    Attributes:
        text: as it is written, with a byte order mark where it has one.
        line_end: how its lines end.
        name: the file's name.
    """

    text: str
    line_end: str
    name: str = "example.shot.yaml"


@st.composite
def block_scalar(draw: st.DrawFn, text: str, indent: int, line_end: str) -> str:
    """A literal or folded scalar, its lines broken anywhere."""
    words = text.split(" ")
    lines = [words[0]]
    for word in words[1:]:
        match draw(st.integers(0, 12)):
            case 0 | 1 | 2:
                lines.append(word)
            case 3:
                lines += ["", word]
            case _:
                lines[-1] += f" {word}"
    style = draw(st.sampled_from("|>"))
    chomping = draw(st.sampled_from(["", "-", "+"]))
    more = draw(st.integers(1, 4))
    indicator = str(more) if draw(st.booleans()) else ""
    order = draw(st.booleans())
    head = style + (indicator + chomping if order else chomping + indicator)
    note = f"  {NOTE}" if draw(st.booleans()) else ""
    body = line_end.join(" " * (indent + more) + line if line else "" for line in lines)
    blank = line_end * draw(st.integers(0, 2))
    return f"{head}{note}{line_end}{body}{line_end}{blank}"


@st.composite
def flow_scalar(draw: st.DrawFn, text: str, indent: int, line_end: str, *, flow: bool = False) -> str:
    """A plain or quoted scalar, over one line or several."""
    plain = not set(text) & set(":\"'#[]{},") if flow else ": " not in text and text[0] not in "\"'"
    style = draw(st.sampled_from(["single", "double", *["plain"] * plain]))
    if style == "single":
        text = text.replace("'", "''")
    elif style == "double":
        text = text.replace('"', '\\"')
        if draw(st.booleans()):
            text = "".join(f"\\u{ord(char):04x}" if "\x7f" < char < "\uffff" else char for char in text)
    if draw(st.booleans()):
        words = text.split(" ")
        for index in range(1, len(words)):
            if draw(st.integers(0, 5)) == 0:
                gap = "\\" if style == "double" and draw(st.booleans()) else ""
                words[index] = f"{' ' if gap else ''}{gap}{line_end}{' ' * (indent + 2)}{words[index]}"
        text = "".join(word if word.lstrip(" \\").startswith(("\r", "\n")) else f" {word}" for word in words).lstrip(
            " "
        )
    quote = {"single": "'", "double": '"'}.get(style, "")
    return f"{quote}{text}{quote}"


@st.composite
def fields(draw: st.DrawFn, number: int) -> dict[str, str]:
    """Keys and texts of a shot."""
    found = {"id": draw(st.sampled_from([f"s{number}", f"01{number}"]))}
    found[draw(st.sampled_from(["prompt", "prompt", "promt"]))] = draw(st.sampled_from(PROMPTS))
    found["model"] = draw(st.sampled_from(MODELS))
    if draw(st.booleans()):
        found[draw(st.sampled_from(["duration", "duratoin"]))] = draw(st.sampled_from(["4s", "7s", "5", "10 s"]))
    if draw(st.booleans()):
        found["image"] = "refs/mara.png"
    if draw(st.booleans()):
        found["aspect_ratio"] = "16:9"
    if draw(st.integers(0, 3)) == 0:
        found[draw(st.sampled_from(["negative_prompt", "negatve_prompt"]))] = draw(st.sampled_from(NEGATIVES))
    if draw(st.integers(0, 3)) == 0:
        found["usage"] = draw(st.sampled_from(["hero", "heroe"]))
    keys = draw(st.permutations(list(found)))
    return {key: found[key] for key in keys}


LONG = ("prompt", "promt", "negative_prompt", "negatve_prompt")


@st.composite
def shot(draw: st.DrawFn, number: int, line_end: str) -> str:
    """A list item."""
    found = draw(fields(number))
    if draw(st.integers(0, 3)) == 0:
        parts = [
            f"{key}: {draw(flow_scalar(value, 4, line_end, flow=True)) if key in LONG else value}"
            for key, value in found.items()
        ]
        gap = f",{line_end}     " if draw(st.booleans()) else ", "
        return f"  - {{{gap.join(parts)}}}{line_end}"
    lines = []
    for key, value in found.items():
        if key in LONG and draw(st.booleans()):
            lines.append(f"{key}: {draw(block_scalar(value, 4, line_end))}")
            continue
        written = draw(flow_scalar(value, 4, line_end)) if key in LONG else value
        note = f"  {NOTE} {key}" if draw(st.integers(0, 2)) == 0 else ""
        lines.append(f"{key}: {written}{note}{line_end}")
        if draw(st.integers(0, 5)) == 0:
            lines.append(f"{NOTE} above{line_end}")
    return "".join(f"{'  - ' if index == 0 else '    '}{line}" for index, line in enumerate(lines))


@st.composite
def document(draw: st.DrawFn, line_end: str) -> str:
    """Shots with or without defaults, anchors and aliases."""
    head = draw(
        st.sampled_from(
            [
                "",
                f"{NOTE} of the file{line_end}",
                f"defaults: {{model: kling-2.6, aspect_ratio: 16:9}}{line_end}",
                f"x-look: &look {{fps: 24, usage: hero}}{line_end}",
                f"x-text: &text >-{line_end}  A woman turns, 8k, masterpiece.{line_end}",
            ]
        )
    )
    body = [draw(shot(number, line_end)) for number in range(draw(st.integers(1, 3)))]
    if "&look" in head:
        body.append(f"  - id: merged{line_end}    <<: *look{line_end}    prompt: A boat drifts in, 8k.{line_end}")
    if "&text" in head:
        body.append(f"  - id: alias{line_end}    prompt: *text{line_end}    model: veo-3.1{line_end}")
    return f"{head}shots:{line_end}{''.join(body)}"


@st.composite
def yaml_specs(draw: st.DrawFn) -> Written:
    """YAML files."""
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    documents = draw(st.lists(document(line_end), min_size=1, max_size=2))
    text = f"---{line_end}".join(documents)
    if draw(st.integers(0, 4)) == 0:
        text = text.rstrip("\r\n")
    bom = "\ufeff" if draw(st.booleans()) else ""
    return Written(bom + text, line_end)


@st.composite
def json_specs(draw: st.DrawFn) -> Written:
    """JSON files."""
    shots = [draw(fields(number)) for number in range(draw(st.integers(1, 3)))]
    indent = draw(st.sampled_from([None, 2, 4]))
    text = json.dumps({"shots": shots}, ensure_ascii=draw(st.booleans()), indent=indent)
    line_end = draw(st.sampled_from(["\n", "\r\n"]))
    return Written(text.replace("\n", line_end) + line_end, line_end, "example.shot.json")


def leaves(value: Any, path: tuple[str | int, ...] = ()) -> dict[tuple[str | int, ...], Any]:
    """The values of a tree by path."""
    if isinstance(value, dict):
        return {key: leaf for name, inner in value.items() for key, leaf in leaves(inner, (*path, name)).items()}
    if isinstance(value, list):
        return {key: leaf for index, inner in enumerate(value) for key, leaf in leaves(inner, (*path, index)).items()}
    return {path: value}
