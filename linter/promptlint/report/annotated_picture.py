"""A reference with what was found drawn over it, and the findings in the margin: how a person sees why a rule fired."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from PIL import Image, ImageDraw, ImageFont, ImageOps

from promptlint.facts.reference.model import ReferenceFacts, Swatch
from promptlint.finding import Finding
from promptlint.report.outlines import KIND_COLOURS, SEVERITY_COLOURS, draw_outlines
from promptlint.report.picture_facts import picture_rows
from promptlint.report.picture_marks import marks_of
from promptlint.report.visible import visible

LONGEST: Final = 1280
MARGIN: Final = 440
STRIP: Final = 36
_PAD: Final = 16
_TEXT: Final = 15
_SMALL: Final = 13
_PAPER: Final = "#fbfaf7"
_INK: Final = "#1f2328"
_FAINT: Final = "#6e7781"


def annotated(image: Image.Image, known: ReferenceFacts, findings: Sequence[Finding]) -> Image.Image:
    """A picture of the picture.

    Args:
        image: the reference, open; its EXIF orientation is applied here.
        known: what was found in it.
        findings: the findings on it, for the margin.

    Raises:
        OSError: the reference cannot be decoded.
    """
    shown = _upright(image)
    scale = shown.width / known.header.width if known.header is not None else 1.0
    margin = _margin(known, findings)
    height = max(shown.height + STRIP, margin.height)
    sheet = Image.new("RGB", (shown.width + MARGIN, height), _PAPER)
    draw_outlines(shown, ((mark.box, KIND_COLOURS[mark.kind], mark.label) for mark in marks_of(known)), scale)
    sheet.paste(shown, (0, 0))
    sheet.paste(margin, (shown.width, 0))
    if known.pixels is not None:
        _draw_palette(ImageDraw.Draw(sheet), known.pixels.palette, shown.height, shown.width)
    return sheet


def _upright(image: Image.Image) -> Image.Image:
    """RGB, turned as it is shown, on white, at most ``LONGEST`` pixels long."""
    image.draft("RGB", (LONGEST, LONGEST))
    turned = ImageOps.exif_transpose(image)
    if "A" in turned.getbands() or "transparency" in turned.info:
        turned = turned.convert("RGBA")
        paper = Image.new("RGBA", turned.size, "white")
        turned = Image.alpha_composite(paper, turned)
    shown = turned.convert("RGB")
    shown.thumbnail((LONGEST, LONGEST), reducing_gap=2.0)
    return shown


def _draw_palette(draw: ImageDraw.ImageDraw, palette: Sequence[Swatch], top: int, width: int) -> None:
    total = sum(swatch.share for swatch in palette)
    left = 0.0
    for swatch in palette:
        right = left + width * swatch.share / total
        draw.rectangle((round(left), top, round(right), top + STRIP), fill=swatch.hex)
        if right - left > 60:
            ink = "black" if swatch.lab[0] > 55 else "white"
            draw.text((round(left) + 6, top + 10), swatch.name, fill=ink, font=ImageFont.load_default(_SMALL))
        left = right


def _margin(known: ReferenceFacts, findings: Sequence[Finding]) -> Image.Image:
    """Findings and facts in words, on a strip as high as they need."""
    lines = list(_lines(known, findings))
    height = _PAD * 2 + sum(size + 6 for _, _, size in lines)
    strip = Image.new("RGB", (MARGIN, height), _PAPER)
    draw = ImageDraw.Draw(strip)
    top = _PAD
    for text, colour, size in lines:
        draw.text((_PAD, top), text, fill=colour, font=ImageFont.load_default(size))
        top += size + 6
    return strip


def _lines(known: ReferenceFacts, findings: Sequence[Finding]) -> Iterator[tuple[str, str, int]]:
    """Text, colour and size of every line."""
    yield ("Findings" if findings else "No findings"), _INK, _TEXT + 3
    for finding in findings:
        title = f"{finding.code} {finding.name}"
        yield from ((line, SEVERITY_COLOURS[finding.severity], _TEXT) for line in _wrapped(title, _TEXT))
        yield from ((line, _INK, _SMALL) for line in _wrapped(finding.message, _SMALL))
        yield from ((line, _FAINT, _SMALL) for line in _wrapped(finding.advice, _SMALL))
        yield "", _INK, _SMALL // 2
    yield "What was seen", _INK, _TEXT + 3
    for label, words in picture_rows(known):
        yield from ((line, _INK, _SMALL) for line in _wrapped(f"{label}: {words}", _SMALL))


def _wrapped(text: str, size: int) -> Iterator[str]:
    """Lines that fit into the margin."""
    font = ImageFont.load_default(size)
    line = ""
    for word in visible(text).split():
        longer = f"{line} {word}" if line else word
        if line and font.getlength(longer) > MARGIN - 2 * _PAD:
            yield line
            line = word
        else:
            line = longer
    if line:
        yield line
