"""The facts about one picture: frozen values that go to JSON and back, a value for each stage of looking at it.

Sizes and boxes are in pixels of the picture as it is shown, its EXIF orientation applied. Shares are 0 to 1. Colours
are CIELAB (D65): L* 0 to 100.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal, TypeAlias

from promptlint.geometry import Box

Pose: TypeAlias = Literal["frontal", "three-quarter", "profile"]
TimeOfDay: TypeAlias = Literal["day", "night", "unclear"]
Background: TypeAlias = Literal["plain", "moderate", "busy"]
CaptionKind: TypeAlias = Literal["prompt", "caption"]
PictureKind: TypeAlias = Literal["person", "animal", "vehicle", "food", "product", "place"]
Verdict: TypeAlias = Literal["present", "absent", "unclear"]
RegionName: TypeAlias = Literal["frame", "subject", "hair", "garment", "thing"]
Trouble: TypeAlias = Literal[
    "missing",
    "outside",
    "directory",
    "not-a-file",
    "no-access",
    "empty",
    "lfs-pointer",
    "too-large",
    "too-many-pixels",
    "not-a-picture",
    "unsupported",
    "damaged",
    "failed",
]
"""Why a picture could not be looked at. ``damaged`` is one whose header reads and whose pixels do not; ``failed`` is a
fault of ours."""

SIMILAR_FACE: Final = 0.45
"""A face counts as another person from this share of the tallest face's height on (26 of 30 pictures with several
people found, 1 false in 140, measured on the reference pictures of public image-to-video projects)."""


class Stage(StrEnum):
    """A step of looking at a picture; each costs more than the one before it."""

    FILE = "file"
    """That it exists and may be read."""
    HEADER = "header"
    PIXELS = "pixels"
    FACES = "faces"
    OBJECTS = "objects"
    SUBJECT = "subject"
    TEXT = "text"
    COPY = "copy"
    """A small copy, to be shown."""


SEEN: Final = frozenset({Stage.PIXELS, Stage.FACES, Stage.OBJECTS, Stage.SUBJECT, Stage.TEXT, Stage.COPY})
"""Stages that need the pixels."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a picture could not be looked at, with what there is to say about it.

    Attributes:
        detail: completes the sentence, such as a size, a format or an error; may be empty.
    """

    trouble: Trouble
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Caption:
    """A text that is embedded in the file.

    Attributes:
        source: where it stands, as people know it: "PNG text chunk `parameters`", "EXIF UserComment", "XMP
            dc:description", "ComfyUI workflow".
        kind: the prompt that the picture was generated from, or a caption.
        text: without parameters and negative prompt.
    """

    source: str
    kind: CaptionKind
    text: str


@dataclass(frozen=True, slots=True)
class HeaderFacts:
    """What the file says of itself, without a pixel decoded.

    Attributes:
        format: the format by content, as Pillow names it: ``PNG``, ``JPEG``, ``WEBP``.
        mode: Pillow's mode, such as ``RGB``, ``CMYK``, ``P``, ``I;16``.
        bits: bits of a channel.
        bytes: size of the file.
        frames: more than 1 where it is animated.
        orientation: EXIF orientation, 1 to 8; 1 is upright.
        alpha: whether it has transparency.
        icc: description of the colour profile; empty where it has no name, None where there is no profile.
        jpeg_quality: 1 to 100 on the scale of the Independent JPEG Group, from the luma table; None for other formats.
        generator: the software that made it, as it says itself.
        c2pa: whether it carries content credentials.
    """

    format: str
    width: int
    height: int
    mode: str
    bits: int
    bytes: int
    frames: int = 1
    orientation: int = 1
    alpha: bool = False
    icc: str | None = None
    jpeg_quality: int | None = None
    generator: str | None = None
    c2pa: bool = False
    captions: tuple[Caption, ...] = ()

    @property
    def short_side(self) -> int:
        """The smaller of width and height."""
        return min(self.width, self.height)


@dataclass(frozen=True, slots=True)
class Lightness:
    """Percentiles of L* in a region."""

    p10: float
    median: float
    p90: float


@dataclass(frozen=True, slots=True)
class ColourShare:
    """How much of a region may pass for a colour.

    The regions of CIELAB that stand for colour words are generous and overlap, so the shares do not add up to 1.

    Attributes:
        family: the colour's name in the lexicon of colours.
        share: of the region's pixels.
        vivid: share of the pixels that are of this colour and strong, C*ab 40 or more.
    """

    family: str
    share: float
    vivid: float = 0.0


@dataclass(frozen=True, slots=True)
class Region:
    """The colours of a part of the picture.

    Attributes:
        name: what the part is.
        face: index of the face that it belongs to, for hair and garment.
        pixels: how many pixels of the reduced copy it rests on; few make it doubtful.
        shares: of the families that can be judged there; for hair they mean what they mean for hair.
        coloured_light: whether light of one colour lies over it, so that colours cannot be told.
        skin: for hair, how much of the place where hair would be looks like the cheeks: much where there is none.
        unevenness: for hair, the distance in CIELAB between the crown and the sides: large under a hat, with headphones
            or a background that shows through.
    """

    name: RegionName
    box: Box
    pixels: int
    lightness: Lightness
    shares: tuple[ColourShare, ...]
    face: int | None = None
    coloured_light: bool = False
    skin: float = 0.0
    unevenness: float = 0.0

    def share(self, family: str) -> float:
        """How much of it may pass for the colour; 0 for a family that was not measured."""
        return next((known.share for known in self.shares if known.family == family), 0.0)

    def vivid(self, family: str) -> float:
        """How much of it is strongly of the colour; 0 for a family that was not measured."""
        return next((known.vivid for known in self.shares if known.family == family), 0.0)


@dataclass(frozen=True, slots=True)
class Swatch:
    """A colour of the palette.

    Attributes:
        lab: L*, a*, b*.
        hex: the same in sRGB, such as ``#c0a080``.
        name: the nearest everyday colour name.
        share: how much of the picture is nearest to it.
    """

    lab: tuple[float, float, float]
    hex: str
    name: str
    share: float


@dataclass(frozen=True, slots=True)
class Exposure:
    """How the light lies.

    Attributes:
        lightness: of the whole picture.
        clipped: share of pixels that are burnt out, white borders left aside.
        low_key: most of it is dark and nothing is bright.
    """

    lightness: Lightness
    clipped: float
    low_key: bool


@dataclass(frozen=True, slots=True)
class PixelFacts:
    """What a reduced copy shows.

    Attributes:
        sharpness: how much of the steepness of its sharpest edges it loses in a blur of 2 px on a copy of 768 px, 0 to
            1; None where it has too few edges to tell.
        blurred: the verdict on it.
        blockiness: by how many grey levels the steps at every eighth pixel, which JPEG leaves, exceed others; 0 where
            there is no such grid, None where it was not looked at at full size.
        recompressed: whether it was a visibly compressed JPEG before it got its present format.
        palette: the main colours, the largest share first.
        monochrome: whether it has no colour, or one tint.
        transparent: share of the area through which a background shows.
        time_of_day: day where it is as bright as daylight makes it, a low sun included, night where nothing is.
        frame: the colours of the whole picture.
    """

    sharpness: float | None
    blurred: bool
    blockiness: float | None
    recompressed: bool
    exposure: Exposure
    palette: tuple[Swatch, ...]
    monochrome: bool
    transparent: float
    time_of_day: TimeOfDay
    frame: Region


@dataclass(frozen=True, slots=True)
class Face:
    """A face, of a person or drawn like one; frontal animals may pass for one.

    Attributes:
        box: hairline to chin.
        score: of the detector, 0 to 1.
        landmarks: right eye, left eye, nose, right and left corner of the mouth as x and y; right as the person has it.
        pose: by where the nose lies between the eyes.
        height_share: its part of the picture's height.
        lightness: median L* of the face.
        side_contrast: difference of median L* between its two sides.
        blurred: whether the face itself is soft; never where it is too small to tell.
    """

    box: Box
    score: float
    landmarks: tuple[tuple[float, float], ...]
    pose: Pose
    height_share: float
    lightness: float
    side_contrast: float
    blurred: bool = False


@dataclass(frozen=True, slots=True)
class DetectedObject:
    """A person, an animal or a thing that was found; drawn ones and statues count as what they show.

    Attributes:
        kind: the group that it belongs to; None where it is in none, such as a bench.
        name: what it is taken for, as in "wine glass"; animals and things are often taken for their like.
        score: of the detector, 0 to 1.
        colours: those in its box; None for people, and for what is doubtful or small.
    """

    kind: PictureKind | None
    name: str
    box: Box
    score: float
    colours: Region | None = None


@dataclass(frozen=True, slots=True)
class KindEvidence:
    """What is known of one kind of subject in the picture.

    Attributes:
        verdict: ``absent`` only where nothing hints at it; products and places are never called absent, as too few of
            them are known.
        detected: the best score of a thing of this kind, or of a face for persons; 0 where none was found.
        likeness: how much the picture as a whole looks like one of this kind, 0 to 1; 0 for persons.
    """

    kind: PictureKind
    verdict: Verdict
    detected: float
    likeness: float


@dataclass(frozen=True, slots=True)
class ThingEvidence:
    """What is known of one thing, by its name in ``things.py``.

    Attributes:
        verdict: whether the picture is of it. Absence says nothing of what is small, worn or held.
        detected: the best score of such a thing; 0 where none was found, or where the detector does not know it.
        likeness: how much the picture as a whole looks like one of it, 0 to 1.
    """

    name: str
    verdict: Verdict
    detected: float
    likeness: float


@dataclass(frozen=True, slots=True)
class ObjectFacts:
    """People, animals and things in the picture.

    Attributes:
        people_at_least: how many people are surely there, of bodies or faces nearly as tall as the tallest.
        people_at_most: how many there may be in the foreground; tiny, blurred and half hidden ones may be missed.
        objects: what was found, the best first.
        kinds: one for each kind of subject.
        things: those that are present or may be; all others are absent.
        main_kind: what the picture shows above all; None where that is not clear.
    """

    people_at_least: int
    people_at_most: int
    objects: tuple[DetectedObject, ...] = ()
    kinds: tuple[KindEvidence, ...] = ()
    things: tuple[ThingEvidence, ...] = ()
    main_kind: PictureKind | None = None

    def kind(self, kind: PictureKind) -> KindEvidence:
        """What is known of a kind of subject; unclear where nothing is stated."""
        return next((known for known in self.kinds if known.kind == kind), KindEvidence(kind, "unclear", 0.0, 0.0))

    def thing(self, name: str) -> ThingEvidence:
        """What is known of a thing, by its name in ``things.py``."""
        return next((known for known in self.things if known.name == name), ThingEvidence(name, "absent", 0.0, 0.0))


@dataclass(frozen=True, slots=True)
class Subject:
    """The main subject.

    Attributes:
        box: around it; with a face, also around the body below it.
        share: the box's part of the frame's area.
        confidence: of the network, 0 to 1; below 0.8 only where a face shows that somebody is there.
        parts: boxes of the separate things that it consists of, the largest first.
    """

    box: Box
    share: float
    confidence: float
    parts: tuple[Box, ...]


@dataclass(frozen=True, slots=True)
class SubjectFacts:
    """What stands out from what is behind it.

    Attributes:
        subject: None where nothing clearly stands out.
        background_edges: share of the background's pixels that lie on edges; of all pixels where there is no subject.
        regions: the colours of the subject, and of each larger face's hair and garment.
    """

    subject: Subject | None
    background: Background
    background_edges: float
    regions: tuple[Region, ...]


@dataclass(frozen=True, slots=True)
class TextBox:
    """Letters in the picture that could be read.

    Attributes:
        score: of the reader, 0 to 1.
    """

    box: Box
    text: str
    score: float


@dataclass(frozen=True, slots=True)
class SmallCopy:
    """A small copy of the picture.

    Attributes:
        base64: a JPEG in Base64.
        width: in pixels of the picture itself, as it is shown.
        height: likewise.
    """

    base64: str
    width: int
    height: int

    @property
    def uri(self) -> str:
        """The copy as a ``data:`` URI."""
        return f"data:image/jpeg;base64,{self.base64}"


@dataclass(frozen=True, slots=True)
class ReferenceFacts:
    """Everything known about one picture. A stage that was not asked for, or could not be done, is None.

    Attributes:
        sha256: of the file's bytes, hexadecimal; empty where they could not be read.
        unreadable: why later stages are missing; None where nothing went wrong.
    """

    sha256: str = ""
    unreadable: Unreadable | None = None
    header: HeaderFacts | None = None
    pixels: PixelFacts | None = None
    faces: tuple[Face, ...] | None = None
    objects: ObjectFacts | None = None
    subject: SubjectFacts | None = None
    text: tuple[TextBox, ...] | None = field(default=None)
    copy: SmallCopy | None = field(default=None, repr=False)

    @property
    def people_at_least(self) -> int | None:
        """How many people are surely there; None where neither faces nor objects were looked for."""
        if self.objects is not None:
            return self.objects.people_at_least
        return None if self.faces is None else similar(face.box for face in self.faces)


def similar(boxes: Iterable[Box]) -> int:
    """How many of the faces or bodies are nearly as tall as the tallest, so no passers-by, pictures or dolls."""
    heights = [box.height for box in boxes]
    return sum(height >= SIMILAR_FACE * max(heights) for height in heights)
