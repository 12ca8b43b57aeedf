"""Draw the reference pictures of the example projects; the same script gives the same pictures.

Every picture is drawn at twice its size and scaled down, and nothing in it comes from anywhere else, so the files may
be used for any purpose.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter, ImageOps

EXAMPLES: Final = Path(__file__).resolve().parent.parent / "examples"
SCALE: Final = 2
MAX_BYTES: Final = 300_000
EDGE: Final = 181
"""Value of Pillow's radial gradient in the middle of each edge."""

Colour: TypeAlias = str
Point: TypeAlias = tuple[float, float]


class Canvas:
    """A picture with coordinates from 0 to 1000 along its width."""

    def __init__(self, width: int, height: int, top: Colour, bottom: Colour) -> None:
        self.size = (width * SCALE, height * SCALE)
        self.unit = width * SCALE / 1000
        ramp = Image.linear_gradient("L").resize(self.size, Image.Resampling.BILINEAR)
        self.image = ImageOps.colorize(ramp, top, bottom)

    def _scaled(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self.unit, y * self.unit) for x, y in points]

    def ellipse(self, centre: Point, radii: Point, colour: Colour) -> None:
        """A filled ellipse."""
        (x, y), (a, b) = centre, radii
        ImageDraw.Draw(self.image).ellipse(self._scaled([(x - a, y - b), (x + a, y + b)]), fill=colour)

    def box(self, corner: Point, size: Point, colour: Colour, radius: float = 0) -> None:
        """A filled rectangle with round corners."""
        (x, y), (w, h) = corner, size
        box = self._scaled([(x, y), (x + w, y + h)])
        ImageDraw.Draw(self.image).rounded_rectangle(box, radius * self.unit, fill=colour)

    def polygon(self, points: Iterable[Point], colour: Colour) -> None:
        """A filled polygon."""
        ImageDraw.Draw(self.image).polygon(self._scaled(points), fill=colour)

    def line(self, points: Iterable[Point], colour: Colour, width: float) -> None:
        """A line with round joints."""
        ImageDraw.Draw(self.image).line(self._scaled(points), colour, round(width * self.unit), joint="curve")

    def arc(self, centre: Point, radii: Point, angles: Point, colour: Colour, width: float) -> None:
        """A part of an ellipse's outline, angles in degrees clockwise from the right."""
        (x, y), (a, b) = centre, radii
        box = self._scaled([(x - a, y - b), (x + a, y + b)])
        ImageDraw.Draw(self.image).arc(box, angles[0], angles[1], colour, round(width * self.unit))

    def soft(self, draw: Callable[[Canvas], None], blur: float, strength: float, colour: Colour) -> None:
        """Blend ``colour`` over the picture where ``draw`` paints white, with soft edges."""
        mask = Canvas.__new__(Canvas)
        mask.size, mask.unit = self.size, self.unit
        mask.image = Image.new("RGB", self.size, "black")
        draw(mask)
        alpha = mask.image.convert("L").filter(ImageFilter.GaussianBlur(blur * self.unit))
        alpha = alpha.point(lambda value: round(value * strength))
        self.image.paste(ImageColor.getrgb(colour), (0, 0, *self.size), alpha)

    def glow(self, centre: Point, radius: float, colour: Colour, strength: float = 0.5) -> None:
        """Light that fades out around a point."""
        side = round(2 * radius * self.unit)
        spot = Image.radial_gradient("L").point(lambda value: round(255 * strength * max(0, 1 - value / EDGE) ** 2))
        layer = Image.new("L", self.size)
        x, y = (round((value - radius) * self.unit) for value in centre)
        layer.paste(spot.resize((side, side), Image.Resampling.BICUBIC), (x, y))
        tint = Image.new("RGB", self.size, colour)
        self.image = ImageChops.add(self.image, ImageChops.multiply(tint, Image.merge("RGB", (layer,) * 3)))

    def save(self, path: Path) -> None:
        """Write a PNG or JPEG."""
        width, height = self.size
        small = self.image.resize((width // SCALE, height // SCALE), Image.Resampling.LANCZOS)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.suffix == ".jpg":
            small.save(path, quality=90, optimize=True)
        else:
            small.save(path, optimize=True)


@dataclass(frozen=True, slots=True)
class Person:
    """How a stylised person looks."""

    skin: Colour
    shade: Colour
    hair: Colour
    eyes: Colour
    top: Colour
    long_hair: bool = True
    beard: bool = False
    freckles: bool = False


MARA: Final = Person("#f1d3c2", "#dcb19c", "#6b2f22", "#5d7f94", "#3f5a52", freckles=True)
TOMAS: Final = Person("#d9aa86", "#b98762", "#4d4a47", "#4a3826", "#2f3d58", long_hair=False, beard=True)
ILKA: Final = Person("#8d5a3c", "#6f4229", "#17131a", "#2b1a12", "#c02b63")


def portrait(who: Person, turn: float, top: Colour, bottom: Colour, window: Colour) -> Canvas:
    """Head and shoulders; ``turn`` is 0 from the front, 0.5 in three-quarter view and 1 in profile."""
    canvas = Canvas(1024, 1280, top, bottom)
    canvas.box((60, 90), (210, 560), window, 6)
    canvas.box((160, 90), (10, 560), bottom)
    canvas.box((60, 350), (210, 10), bottom)
    canvas.glow((170, 360), 620, window, 0.35)
    x = 500 + 40 * turn
    side = 62 * turn
    if who.long_hair:
        canvas.box((x - 190, 330), (380 - 40 * turn, 440), who.hair, 170)
    canvas.polygon([(120, 1250), (190, 970), (400, 890), (600, 890), (810, 970), (880, 1250)], who.top)
    canvas.soft(
        lambda mask: mask.polygon([(500, 900), (810, 970), (880, 1250), (560, 1250)], "white"), 40, 0.3, "black"
    )
    canvas.box((x - 70, 700), (140, 230), who.shade, 60)
    canvas.polygon([(400, 890), (x, 985), (600, 890)], who.shade)
    canvas.ellipse((x + side * 0.5, 540), (158, 212), who.skin)
    canvas.soft(lambda mask: mask.ellipse((x + 120, 560), (70, 190), "white"), 30, 0.4, who.shade)
    if turn > 0.8:
        canvas.polygon([(x + 160, 500), (x + 206, 598), (x + 150, 622)], who.skin)
    _face(canvas, who, x, side, turn)
    _hair(canvas, who, x, turn)
    canvas.soft(lambda mask: mask.box((0, 0), (1000, 60), "white"), 60, 0.35, "black")
    return canvas


def _face(canvas: Canvas, who: Person, x: float, side: float, turn: float) -> None:
    eyes = [(x - 62 + side * 1.5, 520), (x + 62 + side, 520)][1 if turn > 0.8 else 0 :]
    for eye in eyes:
        canvas.ellipse(eye, (30, 15), "#fbf7f2")
        canvas.ellipse((eye[0] + 10 * turn, eye[1]), (14, 14), who.eyes)
        canvas.ellipse((eye[0] + 10 * turn, eye[1]), (6, 6), "#15110f")
        canvas.arc(eye, (32, 20), (195, 345), who.hair, 6)
        canvas.line([(eye[0] - 38, eye[1] - 42), (eye[0] + 34, eye[1] - 46)], who.hair, 10)
    if who.beard:
        canvas.arc((x + side * 0.8, 610), (128, 128), (15, 165), who.hair, 46)
    canvas.line([(x + side * 1.4, 540), (x + 14 + side * 1.6, 606), (x - 8 + side * 1.4, 616)], who.shade, 7)
    canvas.arc((x + side * 1.3, 655), (46, 22), (15, 165), "#a8564e", 11)
    if who.freckles:
        for step, (dx, dy) in enumerate(
            [(-70, 582), (-52, 594), (-86, 600), (-60, 612), (52, 588), (70, 600), (84, 586)]
        ):
            canvas.ellipse((x + dx + side, dy), (4 + step % 2, 4), who.shade)


def _hair(canvas: Canvas, who: Person, x: float, turn: float) -> None:
    back = x - 30 * turn
    crown = [(back - 176, 560), (back - 190, 400), (back - 120, 292), (back, 262), (back + 130, 292), (back + 190, 400)]
    if who.long_hair:
        fringe = [(back + 176, 540), (back + 128, 430), (back + 20, 372), (back - 70, 420), (back - 130, 500)]
        canvas.polygon([*crown, *fringe], who.hair)
        canvas.soft(lambda mask: mask.arc((back - 20, 420), (120, 110), (200, 300), "white", 26), 10, 0.22, "white")
    else:
        canvas.polygon([*crown, (back + 168, 470), (back + 110, 388), (back - 60, 380), (back - 140, 450)], who.hair)


def pier() -> Canvas:
    """A wooden pier at dusk, with a lamp and a boat."""
    canvas = Canvas(1920, 1080, "#f0a46b", "#3b4a6b")
    canvas.glow((720, 250), 420, "#ffd9a0", 0.7)
    canvas.ellipse((720, 255), (46, 46), "#ffe7c2")
    canvas.box((0, 290), (1000, 280), "#2f4766")
    for row in range(14):
        width = 210 - row * 9
        canvas.box((720 - width / 2 + (row % 3) * 14, 298 + row * 18), (width, 3), "#e9a878", 2)
    canvas.polygon([(90, 563), (420, 300), (470, 300), (640, 563)], "#5b4636")
    for row in range(9):
        canvas.line([(420 - 36.7 * row, 300 + 29.2 * row), (470 + 18.9 * row, 300 + 29.2 * row)], "#3d2f25", 4)
    canvas.box((452, 130), (8, 190), "#211a16")
    canvas.ellipse((456, 122), (18, 18), "#fff1c9")
    canvas.glow((456, 122), 160, "#ffdf9a", 0.8)
    canvas.polygon([(800, 430), (960, 430), (925, 480), (830, 480)], "#26303f")
    canvas.line([(870, 430), (870, 330)], "#26303f", 5)
    return canvas


def kettle(angle: float = 0.0, steam: bool = False) -> Canvas:
    """A copper kettle on an oak table, turned by ``angle`` from 0 to 1."""
    canvas = Canvas(1920, 1080, "#e9e2d6", "#cfc4b1")
    canvas.glow((260, 120), 520, "#fff4dd", 0.5)
    canvas.box((0, 400), (1000, 170), "#8a623f")
    for row in range(5):
        canvas.box((0, 412 + row * 31), (1000, 2), "#74512f")
    canvas.soft(lambda mask: mask.ellipse((540, 470), (190, 22), "white"), 14, 0.55, "black")
    reach = 1 - 0.75 * angle
    canvas.arc((500, 250), (118, 120), (190, 350), "#2c2724", 16)
    canvas.polygon([(585, 400), (585 + 130 * reach, 268), (585 + 158 * reach, 280), (608, 450)], "#a8572f")
    canvas.box((372, 268), (256, 204), "#b9683b", 84)
    canvas.soft(lambda mask: mask.box((402, 292), (36, 150), "white", 18), 12, 0.65, "#ffd9b8")
    canvas.soft(lambda mask: mask.box((560, 300), (56, 150), "white", 24), 18, 0.4, "#4c1f0e")
    canvas.ellipse((500, 272), (92, 20), "#8f4824")
    canvas.ellipse((500, 266), (92, 18), "#cf7f4d")
    canvas.ellipse((500, 242), (18, 16), "#2c2724")
    if steam:
        for shift in (0, 22, 44):
            path = [(712 + shift, 250), (700 + shift, 200), (722 + shift, 150), (706 + shift, 90)]
            canvas.soft(lambda mask, path=path: mask.line(path, "white", 16), 9, 0.6, "#ffffff")  # type: ignore[misc]
    canvas.box((742, 398), (96, 76), "#f4f0e8", 14)
    canvas.arc((846, 434), (26, 24), (270, 90), "#f4f0e8", 10)
    canvas.ellipse((790, 402), (44, 9), "#5a3a24")
    return canvas


def stage(width: int, height: int, *, crowd: bool) -> Canvas:
    """A small stage with two beams of light, a singer and a crowd."""
    canvas = Canvas(width, height, "#140c24", "#2c1440")
    for x, colour in ((250, "#ff4fa3"), (750, "#4fb4ff")):
        cone = [(x - 12, 0), (x + 12, 0), (500 + (x - 500) * -0.2 + 120, 430), (500 + (x - 500) * -0.2 - 120, 430)]
        canvas.soft(lambda mask, cone=cone: mask.polygon(cone, "white"), 12, 0.35, colour)  # type: ignore[misc]
    canvas.polygon([(0, 563), (160, 420), (840, 420), (1000, 563)], "#1d1030")
    canvas.soft(lambda mask: mask.ellipse((500, 440), (170, 20), "white"), 16, 0.6, "#e7b6ff")
    canvas.box((452, 205), (96, 150), ILKA.top, 30)
    canvas.polygon([(456, 340), (544, 340), (560, 436), (516, 436), (500, 370), (484, 436), (440, 436)], "#221a30")
    canvas.line([(462, 230), (430, 290), (486, 268)], ILKA.skin, 20)
    canvas.line([(538, 230), (600, 180), (622, 120)], ILKA.skin, 20)
    canvas.ellipse((500, 168), (50, 56), ILKA.hair)
    canvas.ellipse((500, 172), (32, 40), ILKA.skin)
    canvas.line([(486, 262), (500, 210)], "#d8d8e0", 8)
    canvas.line([(492, 262), (492, 436)], "#8d8d99", 5)
    if crowd:
        for index in range(19):
            x, y = 20 + index * 54, 540 + (index * 37) % 28
            canvas.ellipse((x, y), (25, 29), "#08050f")
            if index % 4 == 1:
                canvas.line([(x + 14, y), (x + 26, y - 90)], "#08050f", 13)
    return canvas


def street() -> Canvas:
    """A wet street at night with coloured shop signs, upright."""
    canvas = Canvas(1080, 1920, "#0c1226", "#1b2036")
    for index, (x, colour) in enumerate([(0, "#1a1c33"), (170, "#20233d"), (720, "#1d1f38"), (860, "#171930")]):
        canvas.box((x, 260 + 60 * (index % 2)), (170, 960), colour)
        for row in range(9):
            lit = "#f2c879" if (row + index) % 3 else "#2b2f4c"
            canvas.box((x + 34, 330 + row * 84), (36, 44), lit, 4)
            canvas.box((x + 96, 330 + row * 84), (36, 44), "#2b2f4c", 4)
    for (x, y), colour in (((210, 760), "#ff3f7f"), ((690, 690), "#31d0ff"), ((720, 900), "#ffb13d")):
        canvas.box((x, y), (104, 54), colour, 12)
        canvas.glow((x + 52, y + 27), 210, colour, 0.55)
    canvas.polygon([(0, 1778), (0, 1420), (360, 1140), (640, 1140), (1000, 1420), (1000, 1778)], "#10131f")
    for x, colour in ((300, "#ff3f7f"), (650, "#31d0ff"), (720, "#ffb13d")):
        canvas.soft(lambda mask, x=x: mask.box((x, 1230), (46, 420), "white", 22), 26, 0.5, colour)  # type: ignore[misc]
    return canvas


KITCHEN: Final = ("#b9c4c0", "#6e6a5e", "#e8efe9")
PICTURES: Final[dict[str, Callable[[], Canvas]]] = {
    "character-drama/refs/mara-front.png": lambda: portrait(MARA, 0.0, *KITCHEN),
    "character-drama/refs/mara-three-quarter.png": lambda: portrait(MARA, 0.5, *KITCHEN),
    "character-drama/refs/mara-profile.png": lambda: portrait(MARA, 1.0, *KITCHEN),
    "character-drama/refs/tomas-front.png": lambda: portrait(TOMAS, 0.0, "#8d98a6", "#454b55", "#dfe6ee"),
    "character-drama/refs/pier.png": pier,
    "product-spot/refs/kettle-front.png": kettle,
    "product-spot/refs/kettle-turned.png": lambda: kettle(0.6),
    "product-spot/refs/kettle-steam.png": lambda: kettle(0.0, steam=True),
    "music-video/refs/stage.jpg": lambda: stage(1280, 720, crowd=True),
    "music-video/refs/rehearsal.png": lambda: stage(1920, 1080, crowd=False),
    "music-video/refs/ilka-front.png": lambda: portrait(ILKA, 0.0, "#4a2a63", "#1c1030", "#ff7fb8"),
    "music-video/refs/street.png": street,
}


def main() -> int:
    """Draw every picture."""
    for name, draw in PICTURES.items():
        path = EXAMPLES / name
        draw().save(path)
        size = path.stat().st_size
        print(f"{name}: {size // 1000} kB")
        if size > MAX_BYTES:
            sys.exit(f"{name} is larger than {MAX_BYTES // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
