from __future__ import annotations

import json
import struct
import zlib
from typing import Any

import pytest
from picture_files import (
    PARAMETERS,
    PARAMETERS_PROMPT,
    comfy_graph,
    exif_with,
    iptc_segment,
    jpeg_with_segment,
    picture,
    png,
    saved,
    user_comment,
    with_chunk,
    xmp,
)
from PIL import ExifTags

from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.metadata.comfyui import positive_prompt
from promptlint.facts.reference.model import HeaderFacts
from promptlint.picture_limits import Limits


def header_of(data: bytes) -> HeaderFacts:
    header = read_header(data, Limits())
    assert isinstance(header, HeaderFacts), header
    return header


def found(data: bytes) -> list[tuple[str, str, str]]:
    return [(caption.source, caption.kind, caption.text) for caption in header_of(data).captions]


@pytest.mark.parametrize("order", ["utf-16-be", "utf-16-le"])
@pytest.mark.parametrize("file_format", ["JPEG", "WEBP"])
def test_web_ui_in_user_comment(order: str, file_format: str) -> None:
    data = saved(picture(), file_format, exif=user_comment(PARAMETERS, order))
    assert found(data) == [("EXIF UserComment", "prompt", PARAMETERS_PROMPT)]
    assert header_of(data).generator == "Stable Diffusion web UI"


def test_web_ui_in_a_png() -> None:
    assert found(png(parameters=PARAMETERS)) == [("PNG text chunk `parameters`", "prompt", PARAMETERS_PROMPT)]


def test_web_ui_without_a_negative_prompt() -> None:
    text = "a red kite over dunes\nSteps: 20, Sampler: DDIM"
    assert found(png(parameters=text)) == [("PNG text chunk `parameters`", "prompt", "a red kite over dunes")]


@pytest.mark.parametrize(
    "comment", [b"ASCII\0\0\0a boat at dusk", b"\0\0\0\0\0\0\0\0a boat at dusk", b"a boat at dusk"]
)
def test_plain_user_comment(comment: bytes) -> None:
    data = saved(picture(), "JPEG", exif=exif_with({}, {ExifTags.Base.UserComment: comment}))
    assert found(data) == [("EXIF UserComment", "caption", "a boat at dusk")]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("A woman on a pier", "A woman on a pier"),
        ("Caf\u00e9 am Abend".encode().decode("latin-1"), "Caf\u00e9 am Abend"),
        ("OLYMPUS DIGITAL CAMERA", None),
        ("   ", None),
        ("0000", None),
    ],
)
def test_image_description(written: str, read: str | None) -> None:
    data = saved(picture(), "JPEG", exif=exif_with({ExifTags.Base.ImageDescription: "#" * len(written)}))
    assert found(data.replace(b"#" * len(written), written.encode("latin-1"))) == (
        [("EXIF ImageDescription", "caption", read)] if read else []
    )


def test_windows_title_and_software() -> None:
    tags = {ExifTags.Base.XPTitle: "A cup".encode("utf-16-le"), ExifTags.Base.Software: "Paint 3"}
    data = saved(picture(), "JPEG", exif=exif_with(tags))
    assert found(data) == [("EXIF XPTitle", "caption", "A cup")]
    assert header_of(data).generator == "Paint 3"


@pytest.mark.parametrize("behind", [True, False])
@pytest.mark.parametrize(
    ("kind", "body"),
    [
        (b"tEXt", b"Description\0a grey wolf"),
        (b"zTXt", b"Description\0\0" + zlib.compress(b"a grey wolf")),
        (b"iTXt", b"Description\0\0\0en\0Beschreibung\0a grey wolf"),
        (b"iTXt", b"Description\0\1\0\0\0" + zlib.compress(b"a grey wolf")),
    ],
)
def test_text_chunks_on_both_sides_of_the_pixels(kind: bytes, body: bytes, behind: bool) -> None:
    data = with_chunk(png(), kind, body, behind=behind)
    assert found(data) == [("PNG text chunk `Description`", "caption", "a grey wolf")]


@pytest.mark.parametrize("body", [b"zTXt", b"Description", b"Description\0\0not packed", b""])
def test_damaged_text_chunks(body: bytes) -> None:
    assert found(with_chunk(png(), b"zTXt", body)) == []


def test_a_packed_text_is_not_unpacked_without_end() -> None:
    packed = zlib.compress(b"a" * 50_000_000, 9)
    data = with_chunk(png(), b"zTXt", b"Comment\0\0" + packed)
    assert len(header_of(data).captions[0].text) <= 20_000


GRAPH = comfy_graph("a woman, (auburn hair:1.1), teal coat", "blonde, two people")
GRAPH_PROMPT = "a woman, auburn hair, teal coat"


def test_comfyui_graph() -> None:
    data = png(prompt=json.dumps(GRAPH), workflow=json.dumps({"nodes": []}))
    assert found(data) == [("ComfyUI graph in PNG text chunk `prompt`", "prompt", GRAPH_PROMPT)]
    assert header_of(data).generator == "ComfyUI"


def test_comfyui_in_webp() -> None:
    exif = exif_with({ExifTags.Base.Model: f"prompt:{json.dumps(GRAPH)}"})
    assert found(saved(picture(), "WEBP", exif=exif)) == [("ComfyUI graph in EXIF Model", "prompt", GRAPH_PROMPT)]


def editor_graph() -> dict[str, Any]:
    return {
        "nodes": [
            {"id": 1, "type": "CLIPTextEncode", "inputs": [], "widgets_values": ["a red fox"]},
            {"id": 2, "type": "CLIPTextEncode", "inputs": [], "widgets_values": ["a dog"]},
            {
                "id": 3,
                "type": "KSampler",
                "inputs": [{"name": "positive", "link": 11}, {"name": "negative", "link": 12}],
            },
        ],
        "links": [[11, 1, 0, 3, 1, "CONDITIONING"], [12, 2, 0, 3, 2, "CONDITIONING"]],
    }


def guider_graph() -> dict[str, Any]:
    return {
        "1": {"class_type": "SamplerCustomAdvanced", "inputs": {"guider": ["2", 0], "noise": ["9", 0]}},
        "2": {"class_type": "BasicGuider", "inputs": {"conditioning": ["3", 0], "model": ["8", 0]}},
        "3": {"class_type": "FluxGuidance", "inputs": {"conditioning": ["4", 0], "guidance": 3.5}},
        "4": {"class_type": "CLIPTextEncode", "inputs": {"text": ["5", 0], "clip": ["8", 1]}},
        "5": {"class_type": "StringConcatenate", "inputs": {"string_a": "x", "value": "a red fox"}},
    }


def looped_graph() -> dict[str, Any]:
    return {
        "1": {"class_type": "KSampler", "inputs": {"positive": ["2", 0], "negative": ["2", 0]}},
        "2": {"class_type": "ConditioningCombine", "inputs": {"a": ["2", 0], "b": ["3", 0], "text": "a red fox"}},
        "3": {"class_type": "ConditioningCombine", "inputs": {"a": ["2", 0]}},
    }


@pytest.mark.parametrize("graph", [editor_graph(), guider_graph(), looped_graph()], ids=["editor", "guider", "loop"])
def test_other_graphs(graph: dict[str, Any]) -> None:
    assert positive_prompt(graph) == "a red fox"


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"nodes": "none"},
        {"nodes": [1, None, {"id": 1}]},
        {"1": {"class_type": "KSampler", "inputs": {"positive": ["9", 0]}}},
        {"1": {"class_type": "KSampler", "inputs": {"positive": "loose"}}},
        {"1": {"class_type": "KSampler", "inputs": []}},
        {"links": [[1]], "nodes": [{"id": 1, "type": "KSampler", "inputs": [{"name": "positive", "link": [1]}]}]},
    ],
)
def test_graphs_without_a_prompt(data: dict[str, Any]) -> None:
    assert positive_prompt(data) is None


@pytest.mark.parametrize(
    ("texts", "prompt"),
    [
        ({"Comment": json.dumps({"prompt": "a blue door", "uc": "people"}), "Software": "NovelAI"}, "a blue door"),
        ({"invokeai_metadata": json.dumps({"positive_prompt": "a blue door", "negative_prompt": "x"})}, "a blue door"),
        ({"sd-metadata": json.dumps({"image": {"prompt": [{"prompt": "a blue door", "weight": 1}]}})}, "a blue door"),
        ({"Dream": '"a blue door" -s 50 -S 1'}, "a blue door"),
        ({"Description": "a blue door --ar 16:9 --v 6.1 Job ID: 12-ab"}, "a blue door"),
        ({"parameters": json.dumps({"prompt": "a blue door", "steps": 3})}, "a blue door"),
    ],
)
def test_other_generators(texts: dict[str, str], prompt: str) -> None:
    captions = found(png(**texts))
    assert [(kind, text) for _, kind, text in captions] == [("prompt", prompt)]


def test_xmp() -> None:
    body = (
        '<rdf:Description xmp:CreatorTool="Firefly"><dc:description><rdf:Alt>'
        '<rdf:li xml:lang="x-default">Two sailors</rdf:li></rdf:Alt></dc:description></rdf:Description>'
    )
    for data in (
        saved(picture(), "JPEG", xmp=xmp(body)),
        saved(picture(), "WEBP", xmp=xmp(body)),
        with_chunk(png(), b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + xmp(body)),
    ):
        assert found(data) == [("XMP dc:description", "caption", "Two sailors")]
        assert header_of(data).generator == "Firefly"


@pytest.mark.parametrize(
    "packet",
    [
        b"<x",
        b'<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>',
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b"\xff\xfe",
    ],
)
def test_xmp_that_is_broken_or_hostile(packet: bytes) -> None:
    assert found(saved(picture(), "JPEG", xmp=packet)) == []


def test_iptc() -> None:
    assert found(jpeg_with_segment(iptc_segment(b"Dancers in Lagos"))) == [
        ("IPTC caption", "caption", "Dancers in Lagos")
    ]


def test_a_text_in_two_places_is_told_once_and_prompts_come_first() -> None:
    exif = exif_with({ExifTags.Base.ImageDescription: "A cup"})
    data = saved(picture(), "JPEG", exif=exif, xmp=xmp("<rdf:Description dc:title='a  cup'/>"))
    assert found(data) == [("EXIF ImageDescription", "caption", "A cup")]
    assert [kind for _, kind, _ in found(png(Title="A cup", parameters=PARAMETERS))] == ["prompt", "caption"]


@pytest.mark.parametrize(
    "data",
    [
        with_chunk(png(), b"caBX", b"\0\0\0\x20jumb", behind=False),
        jpeg_with_segment(b"\xff\xeb" + struct.pack(">H", 22) + b"JP\0\1\0\0\0\1jumdc2pa\0\0\0\0"),
    ],
)
def test_content_credentials(data: bytes) -> None:
    assert header_of(data).c2pa
    assert not header_of(png()).c2pa


def test_content_credentials_in_webp() -> None:
    data = saved(picture(), "WEBP")
    longer = data + b"C2PA" + struct.pack("<I", 4) + b"jumb"
    assert header_of(longer[:4] + struct.pack("<I", len(longer) - 8) + longer[8:]).c2pa
