from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from picture_files import exif_with, picture, png, saved, with_chunk, with_start
from PIL import ExifTags, Image, ImageFile, features

from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.model import HeaderFacts, Unreadable
from promptlint.facts.serial import from_plain, to_plain
from promptlint.picture_limits import Limits

LIMITS = Limits()


def header_of(data: bytes) -> HeaderFacts:
    header = read_header(data, LIMITS)
    assert isinstance(header, HeaderFacts), header
    return header


@pytest.fixture
def no_pixels(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: object) -> None:
        raise AssertionError("a pixel was decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", refuse)


@pytest.mark.parametrize(
    ("mode", "file_format", "bits", "alpha"),
    [
        ("RGB", "PNG", 8, False),
        ("RGBA", "PNG", 8, True),
        ("LA", "PNG", 8, True),
        ("P", "PNG", 8, False),
        ("1", "PNG", 1, False),
        ("I;16", "PNG", 16, False),
        ("RGB", "JPEG", 8, False),
        ("CMYK", "JPEG", 8, False),
        ("L", "JPEG", 8, False),
        ("RGB", "WEBP", 8, False),
        ("RGB", "BMP", 8, False),
        ("RGB", "TIFF", 8, False),
        ("RGB", "AVIF", 8, False),
    ],
)
def test_modes(mode: str, file_format: str, bits: int, alpha: bool) -> None:
    image = picture((64, 48)).convert(mode) if mode != "I;16" else picture().convert("L").convert("I;16")
    data = saved(image, file_format)
    header = header_of(data)
    assert (header.format, header.width, header.height, header.bytes) == (file_format, 64, 48, len(data))
    assert (header.bits, header.alpha, header.frames, header.orientation) == (bits, alpha, 1, 1)


def test_no_pixel_is_decoded(no_pixels: None) -> None:
    for data in (png(Description="a woman"), with_chunk(png(), b"tEXt", b"Comment\0late")):
        assert header_of(data).captions


def test_sixteen_bits_of_a_coloured_png_and_a_transparent_palette() -> None:
    assert header_of(with_start(saved(picture(), "PNG"), 24, b"\x10")).bits == 16
    assert header_of(saved(picture().convert("P"), "PNG", transparency=0)).alpha


def test_transparent_webp() -> None:
    image = picture()
    image.putalpha(Image.linear_gradient("L").resize(image.size))
    assert header_of(saved(image, "WEBP")).alpha


@pytest.mark.parametrize("quality", [5, 10, 25, 30, 49, 50, 60, 75, 85, 90, 95, 100])
@pytest.mark.parametrize("options", [{}, {"progressive": True}, {"subsampling": 0}])
def test_jpeg_quality(quality: int, options: dict[str, object]) -> None:
    found = header_of(saved(picture(), "JPEG", quality=quality, **options)).jpeg_quality
    assert found is not None and abs(found - quality) <= 1


def test_other_formats_have_no_jpeg_quality() -> None:
    assert header_of(saved(picture(), "WEBP", quality=30)).jpeg_quality is None


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
def test_size_as_shown(orientation: int, file_format: str) -> None:
    exif = exif_with({ExifTags.Base.Orientation: orientation})
    header = header_of(saved(picture((64, 48)), file_format, exif=exif))
    assert header.orientation == orientation
    assert (header.width, header.height) == ((48, 64) if orientation > 4 else (64, 48))


@pytest.mark.parametrize("value", [0, 9, 300])
def test_an_orientation_that_means_nothing(value: int) -> None:
    assert header_of(saved(picture(), "JPEG", exif=exif_with({ExifTags.Base.Orientation: value}))).orientation == 1


@pytest.mark.parametrize("file_format", ["GIF", "WEBP", "PNG"])
def test_animation(file_format: str) -> None:
    frames = [picture(), picture().rotate(90), picture().rotate(180)]
    data = saved(frames[0], file_format, save_all=True, append_images=frames[1:])
    assert header_of(data).frames == 3


def test_colour_profile() -> None:
    from PIL import ImageCms

    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    assert header_of(saved(picture(), "JPEG", icc_profile=profile)).icc == "sRGB built-in"
    assert header_of(saved(picture(), "JPEG", icc_profile=b"no profile at all")).icc == ""


@pytest.mark.parametrize(
    ("data", "trouble", "detail"),
    [
        (b"\0\0\0\x20ftypheic" + b"\0" * 20, "not-a-picture", "a HEIC picture"),
        (b"\0\0\0\x20ftypisom" + b"\0" * 20, "not-a-picture", "an MP4 video"),
        (b"\n<!DOCTYPE html><html>404</html>", "not-a-picture", "a web page"),
        (b'<?xml version="1.0"?><svg xmlns="x"/>', "not-a-picture", "an SVG drawing"),
        (b"%PDF-1.7", "not-a-picture", "a PDF document"),
        (b"just words", "not-a-picture", "a text file"),
        (b"\0\1\2\3", "not-a-picture", ""),
        (b"\xff\xd8\xff\xe0 cut off", "damaged", "a JPEG picture"),
        (b"\x89PNG\r\n\x1a\n", "damaged", None),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 20 20\n%%EndComments\n", "unsupported", "an EPS drawing"),
        (b"\x89HDF\r\n\x1a\n" + bytes(64), "unsupported", "a file of scientific data"),
    ],
)
def test_what_is_no_picture(data: bytes, trouble: str, detail: str | None) -> None:
    found = read_header(data, LIMITS)
    assert isinstance(found, Unreadable) and found.trouble == trouble
    assert detail is None or found.detail == detail


@pytest.mark.parametrize("side", [11_000, 60_000])
def test_a_decompression_bomb_stops_at_the_header(side: int, no_pixels: None) -> None:
    found = read_header(with_start(saved(picture(), "PNG"), 16, struct.pack(">II", side, side)), LIMITS)
    assert isinstance(found, Unreadable) and found.trouble == "too-many-pixels"
    assert "100 megapixels are allowed" in found.detail


def test_the_cap_on_pixels_is_the_project_s() -> None:
    data = saved(picture((64, 48)), "PNG")
    assert isinstance(read_header(data, Limits(max_pixels=64 * 48)), HeaderFacts)
    found = read_header(data, Limits(max_pixels=64 * 48 - 1))
    assert isinstance(found, Unreadable) and "64 x 48 px" in found.detail


WHOLE = [
    saved(picture((40, 30)), "PNG", exif=exif_with({ExifTags.Base.Orientation: 6})),
    saved(picture((40, 30)), "JPEG", exif=exif_with({ExifTags.Base.ImageDescription: "a boat"})),
    saved(picture((40, 30)), "WEBP", exif=exif_with({ExifTags.Base.Software: "Paint"})),
    saved(Image.new("P", (9, 9)), "GIF"),
]


@given(st.sampled_from(WHOLE), st.integers(0, 400), st.binary(max_size=6), st.booleans())
def test_damage_is_told_and_never_raised(whole: bytes, at: int, noise: bytes, cut: bool) -> None:
    at = min(at, len(whole))
    data = whole[:at] if cut else whole[:at] + noise + whole[at + len(noise) :]
    found = read_header(data, LIMITS)
    kind = type(found)
    assert from_plain(kind, to_plain(found)) == found


@pytest.mark.skipif(not features.check("avif"), reason="Pillow was built without AVIF")
def test_an_avif_that_names_no_picture() -> None:
    data = saved(picture(), "AVIF")
    at = data.index(b"pitm") + 8
    found = read_header(data[:at] + bytes(2) + data[at + 2 :], LIMITS)
    assert isinstance(found, Unreadable)


@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    assert isinstance(read_header(data, LIMITS), HeaderFacts | Unreadable)
