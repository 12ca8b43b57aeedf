"""Scenes drawn with what a photograph has: edges of every direction, soft shades, a little noise."""

from __future__ import annotations

import numpy as np
from PIL import Image, ImageDraw, ImageFilter

from promptlint.facts.reference.decode import Decoded, Rgb

SKIN = (203, 154, 125)


def decoded(image: Image.Image) -> Decoded:
    """A picture as the stages get it."""
    return Decoded(image.convert("RGB"), *image.size)


def flat(colour: tuple[int, int, int] = (90, 120, 150), size: tuple[int, int] = (96, 64)) -> Image.Image:
    return Image.new("RGB", size, colour)


def town(seed: int = 0, size: tuple[int, int] = (640, 400)) -> Image.Image:
    """Houses, discs and slanted roofs, sharp everywhere."""
    random = np.random.default_rng(seed)
    image = Image.new("RGB", size, (150, 170, 190))
    draw = ImageDraw.Draw(image)
    for _ in range(60):
        x, y, width, height = (int(value) for value in random.integers((0, 0, 12, 12), (*size, 110, 110)))
        colour = tuple(int(value) for value in random.integers(0, 256, 3))
        shape = random.integers(3)
        if shape == 0:
            draw.rectangle((x, y, x + width, y + height), colour)
        elif shape == 1:
            draw.ellipse((x, y, x + width, y + height), colour)
        else:
            draw.polygon(((x, y + height), (x + width // 2, y), (x + width, y + height)), colour)
    return noisy(image, 2.0, seed)


def shades(seed: int = 0, size: tuple[int, int] = (512, 384)) -> Image.Image:
    """Soft shades and one sharp disc: a studio portrait as JPEG sees it."""
    random = np.random.default_rng(seed)
    y, x = np.mgrid[: size[1], : size[0]] / 100
    planes = [
        128 + 50 * np.sin(x * random.uniform(0.5, 1.5) + random.uniform(0, 6)) + 40 * np.cos(y * random.uniform(0.5, 1.5))
        for _ in range(3)
    ]  # fmt: skip
    image = Image.fromarray(np.clip(np.stack(planes, axis=-1), 0, 255).astype(np.uint8))
    ImageDraw.Draw(image).ellipse((120, 80, 260, 240), (200, 150, 120))
    return noisy(image, 1.5, seed)


def noisy(image: Image.Image, deviation: float, seed: int = 0) -> Image.Image:
    pixels = np.asarray(image, np.float32)
    noise = np.random.default_rng(seed).normal(0, deviation, pixels.shape)
    return Image.fromarray(np.clip(pixels + noise, 0, 255).astype(np.uint8))


def blurred(image: Image.Image, deviation: float) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(deviation)) if deviation else image


def smeared(image: Image.Image, across: int, down: int, pixels: int = 15) -> Image.Image:
    """Blurred by a movement in one of eight directions."""
    rgb = np.asarray(image, np.float32)
    steps = range(-(pixels // 2), pixels // 2 + 1)
    moved = [np.roll(rgb, (step * down, step * across), axis=(0, 1)) for step in steps]
    return Image.fromarray((sum(moved) / len(moved)).astype(np.uint8))


def night(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """A dark street with lamps."""
    image = Image.new("RGB", size, (40, 46, 66))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 250, 640, 400), (62, 58, 60))
    for x in range(60, 640, 120):
        draw.rectangle((x, 120, x + 4, 260), (62, 58, 60))
        draw.ellipse((x - 6, 110, x + 10, 126), (255, 214, 150))
    return noisy(image, 2.0)


def meadow(size: tuple[int, int] = (640, 400)) -> Image.Image:
    """A bright sky over grass."""
    image = Image.new("RGB", size, (150, 196, 240))
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 220, 640, 400), (96, 140, 62))
    draw.polygon(((60, 220), (200, 90), (340, 220)), (120, 116, 110))
    return noisy(image, 4.0)


def product(background: tuple[int, int, int], colour: tuple[int, int, int] = (180, 40, 50)) -> Image.Image:
    """A bottle in front of a plain backdrop."""
    image = Image.new("RGB", (640, 400), background)
    draw = ImageDraw.Draw(image)
    draw.rectangle((280, 120, 360, 360), colour)
    draw.rectangle((305, 60, 335, 120), tuple(value // 2 for value in colour))
    return image


def pixels_of(image: Image.Image) -> Rgb:
    return np.asarray(image.convert("RGB"))
