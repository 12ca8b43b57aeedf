"""Picture files for the tests, made in memory."""

from __future__ import annotations

import struct
import zlib
from io import BytesIO
from typing import Any

from PIL import ExifTags, Image
from PIL.PngImagePlugin import PngInfo

PARAMETERS = """a woman with (short auburn hair:1.2), <lora:film:0.6> navy raincoat, on a pier
Negative prompt: blonde, two people
Steps: 30, Sampler: Euler a, CFG scale: 7, Seed: 1, Size: 512x768"""
PARAMETERS_PROMPT = "a woman with short auburn hair, navy raincoat, on a pier"


def picture(size: tuple[int, int] = (64, 48), mode: str = "RGB") -> Image.Image:
    """A picture with some detail."""
    gradient = Image.linear_gradient("L").resize(size)
    return Image.merge(
        "RGB", (gradient, gradient.rotate(180), gradient.transpose(Image.Transpose.FLIP_TOP_BOTTOM))
    ).convert(mode)


def saved(image: Image.Image, file_format: str, **options: Any) -> bytes:
    """The bytes of a file."""
    stream = BytesIO()
    image.save(stream, file_format, **options)
    return stream.getvalue()


def png(**texts: str) -> bytes:
    """A PNG with text chunks in front of the pixels."""
    info = PngInfo()
    for key, text in texts.items():
        info.add_text(key, text)
    return saved(picture(), "PNG", pnginfo=info)


def with_chunk(data: bytes, kind: bytes, body: bytes, *, behind: bool = True) -> bytes:
    """A PNG with one more chunk, behind or before the pixels."""
    chunk = struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    at = data.rindex(b"IEND") - 4 if behind else data.index(b"IDAT") - 4
    return data[:at] + chunk + data[at:]


def with_start(data: bytes, at: int, new: bytes) -> bytes:
    """A PNG with other bytes in its first chunk, IHDR."""
    data = data[:at] + new + data[at + len(new) :]
    return data[:29] + struct.pack(">I", zlib.crc32(data[12:29])) + data[33:]


def exif_with(tags: dict[int, Any], inner: dict[int, Any] | None = None) -> Image.Exif:
    """EXIF data with tags of the first directory and of the Exif directory."""
    exif = Image.Exif()
    for tag, value in tags.items():
        exif[tag] = value
    for tag, value in (inner or {}).items():
        exif.get_ifd(ExifTags.IFD.Exif)[tag] = value
    return exif


def user_comment(text: str, order: str = "utf-16-be") -> Image.Exif:
    """EXIF data with a comment as the Stable Diffusion web UI writes it."""
    return exif_with({}, {ExifTags.Base.UserComment: b"UNICODE\0" + text.encode(order)})


def xmp(body: str) -> bytes:
    """An XMP packet."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:xmp="http://ns.adobe.com/xap/1.0/">{body}</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def iptc_segment(caption: bytes) -> bytes:
    """The APP13 segment of a JPEG with a caption."""
    record = b"\x1c\x02\x78" + struct.pack(">H", len(caption)) + caption
    resource = (
        b"8BIM" + struct.pack(">HH", 0x0404, 0) + struct.pack(">I", len(record)) + record + b"\0" * (len(record) % 2)
    )
    body = b"Photoshop 3.0\0" + resource
    return b"\xff\xed" + struct.pack(">H", len(body) + 2) + body


def jpeg_with_segment(segment: bytes) -> bytes:
    """A JPEG with one more segment behind its first."""
    data = saved(picture(), "JPEG")
    at = 4 + struct.unpack(">H", data[4:6])[0]
    return data[:at] + segment + data[at:]


def comfy_graph(positive: str, negative: str) -> dict[str, Any]:
    """A graph with a text for each side, a network in between, and a sampler."""
    return {
        "3": {"class_type": "KSampler", "inputs": {"positive": ["9", 0], "negative": ["9", 1], "model": ["4", 0], "seed": 7}},
        "4": {"class_type": "CheckpointLoaderSimple", "inputs": {"ckpt_name": "film.safetensors"}},
        "6": {"class_type": "CLIPTextEncode", "inputs": {"text": positive, "clip": ["4", 1]}},
        "7": {"class_type": "CLIPTextEncode", "inputs": {"text": negative, "clip": ["4", 1]}},
        "9": {"class_type": "ControlNetApplyAdvanced", "inputs": {"positive": ["6", 0], "negative": ["7", 0], "strength": 1}},
    }  # fmt: skip
