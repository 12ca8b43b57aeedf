from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from picture_files import picture, saved
from PIL import Image

from promptlint.facts.reference.decode import WORKING_SIZE, DamagedError, Decoded
from promptlint.facts.reference.header import read_header
from promptlint.facts.reference.model import HeaderFacts
from promptlint.picture_limits import Limits

RED, GREEN, BLUE, WHITE = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 255)


def decoded(data: bytes) -> Decoded:
    header = read_header(data, Limits())
    assert isinstance(header, HeaderFacts)
    return Decoded.decode(data, header)


def quarters(size: int = 32) -> Image.Image:
    """Red, green, blue and white, in reading order."""
    image = Image.new("RGB", (2 * size, size), WHITE)
    half = size // 2
    for colour, place in ((RED, (0, 0)), (GREEN, (size, 0)), (BLUE, (0, half))):
        image.paste(colour, (*place, place[0] + size, place[1] + half))
    return image


@pytest.mark.parametrize(
    ("orientation", "first", "last"),
    [
        (1, RED, WHITE),
        (2, GREEN, BLUE),
        (3, WHITE, RED),
        (4, BLUE, GREEN),
        (5, RED, WHITE),
        (6, BLUE, GREEN),
        (7, WHITE, RED),
        (8, GREEN, BLUE),
    ],
)
def test_pictures_are_upright(orientation: int, first: tuple[int, ...], last: tuple[int, ...]) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    seen = decoded(saved(quarters(), "PNG", exif=exif))
    rgb = seen.rgb(1000)
    assert rgb.shape == (seen.height, seen.width, 3) == ((64, 32, 3) if orientation > 4 else (32, 64, 3))
    assert tuple(rgb[1, 1]) == first
    assert tuple(rgb[-2, -2]) == last


@pytest.mark.parametrize(
    ("mode", "file_format"),
    [
        ("1", "PNG"),
        ("L", "PNG"),
        ("P", "PNG"),
        ("RGB", "PNG"),
        ("LA", "PNG"),
        ("RGBA", "PNG"),
        ("I;16", "PNG"),
        ("CMYK", "JPEG"),
        ("CMYK", "TIFF"),
        ("YCbCr", "JPEG"),
        ("LAB", "TIFF"),
        ("F", "TIFF"),
        ("I", "TIFF"),
        ("RGB", "WEBP"),
        ("P", "GIF"),
    ],
)
def test_grey_stays_grey_in_every_mode(mode: str, file_format: str) -> None:
    grey = Image.new("L", (40, 30), 128)
    image = grey.point(lambda value: value * 257, "I").convert(mode) if mode in {"I;16", "I"} else None
    image = image or (grey.convert("RGB").convert("LAB") if mode == "LAB" else None)
    seen = decoded(saved(image or grey.convert("RGB").convert(mode), file_format))
    rgb = seen.rgb(100)
    assert rgb.dtype == np.uint8
    assert rgb.shape == (30, 40, 3)
    assert rgb.mean() == pytest.approx(128, abs=4)


def test_floats_up_to_one_are_white_at_one() -> None:
    ramp = Image.fromarray(np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8))
    rgb = decoded(saved(ramp, "TIFF")).rgb(8)
    assert (rgb.min(), rgb.max()) == (0, 255)


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "PA"])
def test_transparent_parts_show_white(mode: str) -> None:
    clear = Image.new("RGBA", (20, 20), (10, 20, 30, 0))
    clear.paste((10, 20, 30, 255), (0, 0, 10, 20))
    file_format = "TIFF" if mode == "PA" else "PNG"
    rgb = decoded(saved(clear.convert(mode) if mode != "PA" else clear, file_format)).rgb(20)
    assert tuple(rgb[10, 15]) == WHITE
    assert rgb[10, 5].max() < 40


def test_of_an_animation_the_first_frame_is_seen() -> None:
    frames = [Image.new("RGB", (16, 16), colour) for colour in (RED, BLUE)]
    data = saved(frames[0], "GIF", save_all=True, append_images=frames[1:])
    assert tuple(decoded(data).rgb(16)[8, 8]) == RED


def test_large_jpegs_are_decoded_at_a_fraction_of_their_size() -> None:
    seen = decoded(saved(quarters(1600), "JPEG"))
    assert (seen.width, seen.height) == (3200, 1600)
    assert not seen.full_size
    assert WORKING_SIZE <= seen.rgb(10_000).shape[1] < 2 * WORKING_SIZE
    assert seen.rgb(WORKING_SIZE).shape[1] == WORKING_SIZE
    assert np.abs(seen.rgb(100)[10, 10].astype(int) - RED).max() < 12


@pytest.mark.parametrize("file_format", ["JPEG", "PNG", "WEBP"])
@pytest.mark.parametrize("share", [0.5, 0.9])
def test_what_ends_early_is_damaged(file_format: str, share: float) -> None:
    data = saved(picture((200, 200)).rotate(33), file_format)
    header = read_header(data, Limits())
    assert isinstance(header, HeaderFacts)
    with pytest.raises(DamagedError):
        Decoded.decode(data[: int(share * len(data))], header)


@settings(max_examples=40)
@given(
    width=st.integers(1, 60),
    height=st.integers(1, 60),
    longest=st.integers(1, 80),
    file_format=st.sampled_from(["PNG", "JPEG"]),
)
def test_copies_are_never_enlarged_and_keep_their_proportions(
    width: int, height: int, longest: int, file_format: str
) -> None:
    rgb = decoded(saved(Image.new("RGB", (width, height), BLUE), file_format)).rgb(longest)
    assert max(rgb.shape[:2]) == min(max(width, height), longest)
    assert rgb.shape[0] == pytest.approx(max(rgb.shape[1] * height / width, 1), abs=max(height / width, 1))
    assert not rgb.flags.writeable


@pytest.mark.parametrize("size", [(1, 1), (3, 3), (1, 2000), (2000, 1), (1, 5000)])
@pytest.mark.parametrize("file_format", ["PNG", "JPEG"])
def test_thin_pictures(size: tuple[int, int], file_format: str) -> None:
    seen = decoded(saved(Image.new("RGB", size, RED), file_format))
    assert (seen.width, seen.height) == size
    assert min(seen.rgb(320).shape) >= 1


def test_a_copy_does_not_depend_on_those_before() -> None:
    data = saved(picture((900, 500)).rotate(20), "PNG")
    one, other = decoded(data), decoded(data)
    one.rgb(800), one.rgb(400)
    assert np.array_equal(one.rgb(200), other.rgb(200))
    assert one.rgb(200) is one.rgb(200)
