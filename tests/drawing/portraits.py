"""Portraits drawn with soft shading: people of any number, size, place, pose and colouring.

    portrait(Person(hair="#6b2f22", turn=40))
    portrait(Person(at=(0.3, 0.4), height=0.3), Person(at=(0.7, 0.4), height=0.3), size=(1280, 720))

The face network finds them as it finds photographed faces: with scores over 0.85, in profile over 0.8, where they are
60 pixels high or more.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, cos, floor, radians, sin
from typing import Final, TypeAlias

from PIL import Image, ImageChops, ImageColor, ImageDraw, ImageFilter

Point: TypeAlias = tuple[float, float]

SCALE: Final = 2
"""Everything is drawn at twice its size and scaled down."""
HALF_WIDTH: Final = 0.37
"""Of a head, in heights of its face."""
PROFILE: Final = 55
"""Degrees from which on the nose stands out from the outline and the far eye is hidden."""
LIPS: Final = "#a4524b"


@dataclass(frozen=True, slots=True)
class Person:
    """How somebody looks and stands in the frame.

    Attributes:
        at: middle of the face, from 0 to 1 across and down the frame.
        height: of the face from hairline to chin, as a share of the frame's height.
        turn: degrees by which the head is turned, positive to the right of the frame; 90 is a profile.
        side_light: how much darker the left side of the face is than the right, 0 to 1.
    """

    at: Point = (0.5, 0.42)
    height: float = 0.4
    turn: float = 0
    hair: str = "#4a2f22"
    skin: str = "#e2b598"
    eyes: str = "#4b3a2c"
    top: str = "#3f5a6b"
    long_hair: bool = True
    side_light: float = 0


def portrait(*people: Person, size: tuple[int, int] = (1024, 1024), background: str = "#a9b3ad") -> Image.Image:
    """People before a plain, softly lit wall; the last one stands in front. One person unless some are given."""
    width, height = size
    canvas = Image.new("RGB", (width * SCALE, height * SCALE), background)
    light = Image.radial_gradient("L").point(lambda value: value // 3).resize(canvas.size)
    canvas.paste("black", (0, 0), light)
    for person in people or (Person(),):
        _Figure(canvas, person).draw()
    return canvas.resize(size, Image.Resampling.LANCZOS)


class _Figure:
    """One person, drawn in heights of the face around a point between the eyes."""

    def __init__(self, canvas: Image.Image, person: Person) -> None:
        self.canvas = canvas
        self.person = person
        self.unit = person.height * canvas.height
        self.x = person.at[0] * canvas.width
        self.y = person.at[1] * canvas.height - 0.05 * self.unit
        self.yaw = radians(person.turn)

    def draw(self) -> None:
        skin, hair, back = self.person.skin, self.person.hair, -0.14 * sin(self.yaw)
        if self.person.long_hair:
            self.ellipse((back, 0.25), (0.49, 0.72), hair)
        self.ellipse((back, -0.12), (0.49, 0.5), hair)
        self.body()
        self.ellipse((0, -0.02), (HALF_WIDTH, 0.47), skin)
        self.ellipse((0.06 * sin(self.yaw), 0.2), (0.29, 0.36), skin)
        if abs(self.person.turn) > PROFILE:
            away = 1 if self.person.turn > 0 else -1
            self.polygon([(away * 0.3, -0.12), (away * 0.345, -0.06), (away * 0.47, 0.15), (away * 0.3, 0.23)], skin)
            self.ellipse((away * 0.27, 0.32), (0.09, 0.075), skin)
            self.ellipse((away * 0.22, 0.45), (0.12, 0.11), skin)
        self.features()
        self.cap(back)

    def body(self) -> None:
        top, skin = self.person.top, self.person.skin
        for side in (-0.42, 0.42):
            self.ellipse((side, 5.4), (0.36, 3), _dark(top, 0.5))
        self.ellipse((0, 1.75), (1.05, 0.8), top)
        self.ellipse((0, 2.5), (0.95, 1.5), top)
        self.polygon([(-0.2, 0.3), (0.2, 0.3), (0.25, 0.95), (0, 1.12), (-0.25, 0.95)], _dark(skin, 0.8))
        self.soft([(-0.24, 0.45), (0.24, 0.45), (0.2, 0.75), (-0.2, 0.75)], "black", 0.06, 0.35, within=None)

    def features(self) -> None:
        """Everything on the face, kept inside its outline."""
        skin = self.person.skin
        dark, deep = _dark(skin, 0.55), _dark(skin, 0.35)
        face = self.outline()
        for side in (-1, 1):
            rim = [(side * 0.45, -0.5), (side * 0.33, -0.5), (side * 0.24, 0.5), (side * 0.45, 0.5)]
            self.soft(rim, dark, 0.07, 0.45, face)
        for angle in (-24, 24):
            if self.shown(angle):
                self.eye(self.across(angle), self.shown(angle), face)
        tip = self.across(0, 1.12)
        self.soft([(self.across(9), -0.1), (tip + 0.06, 0.12), (tip + 0.02, 0.14)], dark, 0.025, 0.5, face)
        self.soft([(self.across(-2), -0.1), (tip + 0.01, 0.1), (tip - 0.02, 0.1)], "white", 0.02, 0.3, face)
        self.soft([(tip - 0.07, 0.14), (tip + 0.07, 0.14), (tip, 0.2)], deep, 0.02, 0.8, face)
        for nostril in (-0.035, 0.035):
            self.soft(
                [(tip + nostril - 0.015, 0.17), (tip + nostril + 0.015, 0.17), (tip + nostril, 0.185)],
                deep,
                0.004,
                1,
                face,
            )
        self.mouth(face)
        shadow = [(-0.6, -0.6), (self.across(0), -0.6), (self.across(0), 0.6), (-0.6, 0.6)]
        self.soft(shadow, "black", 0.03, 0.85 * self.person.side_light, face)

    def eye(self, x: float, shown: float, face: Image.Image) -> None:
        self.soft([(x - 0.1, -0.09), (x + 0.1, -0.09), (x, 0.06)], _dark(self.person.skin, 0.5), 0.03, 0.6, face)
        self.ellipse((x, 0), (0.075 * shown, 0.034), "#f3eee8")
        pupil = x + 0.03 * sin(self.yaw) * shown
        self.ellipse((pupil, 0), (0.033 * shown, 0.034), self.person.eyes)
        self.ellipse((pupil, 0), (0.015 * shown, 0.016), "#0d0a09")
        self.ellipse((pupil + 0.01 * shown, -0.012), (0.006, 0.006), "white")
        lid = [
            (x - 0.085 * shown, 0.004),
            (x - 0.03 * shown, -0.034),
            (x + 0.04 * shown, -0.034),
            (x + 0.085 * shown, 0.002),
        ]
        self.line(lid, "#2a1c16", 0.014)
        brow = [(x - 0.1 * shown, -0.085), (x, -0.112), (x + 0.1 * shown, -0.085)]
        self.line(brow, _dark(self.person.hair, 0.7), 0.024)

    def mouth(self, face: Image.Image) -> None:
        left, middle, right = (self.across(angle, 0.95) for angle in (-20, 0, 20))
        self.soft(
            [(left, 0.325), (middle - 0.03, 0.3), (middle + 0.03, 0.3), (right, 0.325), (middle, 0.375)],
            LIPS,
            0.006,
            1,
            face,
        )
        self.soft([(left, 0.322), (middle, 0.328), (right, 0.322), (middle, 0.338)], _dark(LIPS, 0.4), 0.003, 1, face)
        self.soft(
            [(middle - 0.08, 0.39), (middle + 0.08, 0.39), (middle, 0.42)],
            _dark(self.person.skin, 0.5),
            0.02,
            0.5,
            face,
        )

    def cap(self, back: float) -> None:
        """Hair over the forehead; the more the head is turned, the more of its back shows."""
        turned = 65 * sin(self.yaw)
        reach = 62 + 26 * abs(sin(self.yaw))
        middle = 272 - turned
        box = self.scaled([(back - 0.49, -0.62), (back + 0.49, 0.38)])
        ImageDraw.Draw(self.canvas).chord(box, middle - reach, middle + reach, fill=self.person.hair)
        gloss = [(back - 0.25, -0.5), (back + 0.1, -0.55), (back + 0.1, -0.5), (back - 0.25, -0.44)]
        self.soft(gloss, "white", 0.03, 0.2, within=None)

    def across(self, angle: float, radius: float = 1) -> float:
        """Where a point of the head that lies so many degrees from the nose comes to lie."""
        return HALF_WIDTH * radius * sin(radians(angle) + self.yaw)

    def shown(self, angle: float) -> float:
        """How much of its width such a point shows; 0 behind the head."""
        facing = cos(radians(angle) + self.yaw)
        hidden = facing < 0.1 or (abs(self.person.turn) > PROFILE and angle * self.person.turn > 0)
        return 0 if hidden else max(facing, 0.45) / cos(radians(angle))

    def outline(self) -> Image.Image:
        """A mask of the canvas that is white where the face is skin."""
        flat = Image.new("RGB", self.canvas.size, self.person.skin)
        return ImageChops.difference(self.canvas, flat).convert("L").point(lambda value: 255 * (value < 3))

    def scaled(self, points: list[Point]) -> list[Point]:
        return [(self.x + x * self.unit, self.y + y * self.unit) for x, y in points]

    def ellipse(self, centre: Point, radii: Point, colour: str) -> None:
        (x, y), (a, b) = centre, radii
        ImageDraw.Draw(self.canvas).ellipse(self.scaled([(x - a, y - b), (x + a, y + b)]), fill=colour)

    def polygon(self, points: list[Point], colour: str) -> None:
        ImageDraw.Draw(self.canvas).polygon(self.scaled(points), fill=colour)

    def line(self, points: list[Point], colour: str, width: float) -> None:
        ImageDraw.Draw(self.canvas).line(self.scaled(points), colour, max(round(width * self.unit), 1), joint="curve")

    def soft(self, points: list[Point], colour: str, blur: float, strength: float, within: Image.Image | None) -> None:
        """A polygon with blurred edges, laid over what is there; ``within`` is a mask of the canvas."""
        placed = self.scaled(points)
        margin = 3 * blur * self.unit
        left, top = (floor(min(values) - margin) for values in zip(*placed, strict=True))
        right, bottom = (ceil(max(values) + margin) for values in zip(*placed, strict=True))
        mask = Image.new("L", (right - left, bottom - top))
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in placed], fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur * self.unit))
        if within is not None:
            mask = ImageChops.multiply(mask, within.crop((left, top, right, bottom)))
        self.canvas.paste(colour, (left, top, right, bottom), mask)


def _dark(colour: str, share: float) -> str:
    red, green, blue = (round(channel * share) for channel in ImageColor.getrgb(colour)[:3])
    return f"rgb({red}, {green}, {blue})"
