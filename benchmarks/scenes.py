"""Seeded pictures with about as much detail as photographs: for measurements of speed, not of accuracy."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path
from random import Random
from typing import Final

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont

sys.path.append(str(Path(__file__).resolve().parent.parent / "tests"))

from drawing.portraits import Person, portrait

SIZE: Final = (1920, 1080)
OCTAVES: Final = (4, 8, 16, 32, 64, 128, 256, 512)
GRAIN: Final = 3.0
"""Standard deviation of the noise of a sensor, out of 255."""


def write_pictures(folder: Path, number: int, seed: int = 7) -> list[Path]:
    """Write that many JPEG and as many PNG files, unless they are there already.

    Every second picture shows a person, every tenth a line of text.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for index in range(2 * number):
        path = folder / f"{index:04}.{'jpg' if index % 2 else 'png'}"
        paths.append(path)
        if not path.exists():
            made = path.with_suffix(".part")
            scene(Random(f"{seed}-{index}"), person=index % 4 < 2, words=index % 20 < 2).save(
                made, format="JPEG" if index % 2 else "PNG", quality=92, compress_level=3
            )
            made.rename(path)
    return paths


def scene(random: Random, *, person: bool, words: bool) -> Image.Image:
    """One picture."""
    shift = (random.randrange(SIZE[1]), random.randrange(SIZE[0]))
    image = Image.fromarray(np.roll(_texture(random.randrange(8)), shift, (0, 1)))
    draw = ImageDraw.Draw(image)
    for _ in range(random.randint(5, 25)):
        x, y, size = random.randrange(SIZE[0]), random.randrange(SIZE[1]), random.randint(20, 300)
        colour = tuple(random.randrange(256) for _ in range(3))
        random.choice((draw.ellipse, draw.rectangle))((x, y, x + size, y + random.randint(20, 300)), fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(random.uniform(0.5, 1.5)))
    if person:
        figure, outline = _figure(random.randrange(6))
        image.paste(figure, (random.randrange(SIZE[0] - figure.width), SIZE[1] - figure.height), outline)
    if words:
        text = "".join(random.choice("ABCDEFGHKLMNPRSTUVWXYZ ") for _ in range(18))
        ImageDraw.Draw(image).text((200, 900), text, fill="white", font=ImageFont.load_default(size=48))
    grain = np.random.default_rng(random.randrange(2**32)).normal(0, GRAIN, (SIZE[1], SIZE[0], 1))
    return Image.fromarray(np.clip(np.asarray(image) + grain, 0, 255).astype(np.uint8))


@cache
def _texture(number: int) -> NDArray[np.uint8]:
    """Patterns of every size, the larger ones stronger, as in what people photograph."""
    numbers = np.random.default_rng(number)
    total = np.zeros((SIZE[1], SIZE[0], 3), np.float32)
    for cells in OCTAVES:
        coarse = numbers.integers(0, 256, (cells, 2 * cells, 3), np.uint8)
        coarse[..., 1:] = (coarse[..., 1:] // 3 + 2 * (coarse[..., :1] // 3)).astype(np.uint8)
        total += np.asarray(Image.fromarray(coarse).resize(SIZE, Image.Resampling.BICUBIC), np.float32) / cells
    low, high = total.min(), total.max()
    texture: NDArray[np.uint8] = ((total - low) * (255 / (high - low))).astype(np.uint8)
    return texture


@cache
def _figure(number: int) -> tuple[Image.Image, Image.Image]:
    """Somebody, and the outline to paste it with."""
    random = Random(number)
    person = Person(turn=random.choice((0, 30, 60)), hair=random.choice(("#4a2f22", "#c9a36b", "#1d1a18")))
    figure = portrait(person, size=(700, 700))
    outline = Image.new("L", figure.size)
    ImageDraw.Draw(outline).rounded_rectangle((60, 40, 640, 760), 200, fill=255)
    return figure, outline.filter(ImageFilter.GaussianBlur(6))
