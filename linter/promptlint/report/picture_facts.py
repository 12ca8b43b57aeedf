"""The facts of a picture under the names that people look for, as JSON values and as lines of text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from promptlint.facts.reference.model import ObjectFacts, ReferenceFacts
from promptlint.facts.serial import to_plain


def picture_json(known: ReferenceFacts) -> dict[str, Any]:
    """One flat mapping; what was not looked at, or could not be, is None.

    Sizes and boxes are in pixels of the picture as shown, boxes are left, top, width and height.
    """
    header, pixels, subject = known.header, known.pixels, known.subject
    facts: dict[str, Any] = {"sha256": known.sha256 or None, "unreadable": to_plain(known.unreadable)}
    facts |= to_plain(header) if header is not None else {}
    if pixels is not None:
        facts |= to_plain(pixels)
    facts["faces"] = to_plain(known.faces)
    facts |= to_plain(known.objects) if known.objects is not None else {"objects": None}
    facts["people_at_least"] = known.people_at_least
    facts |= to_plain(subject) if subject is not None else {"subject": None, "background": None}
    facts["text"] = to_plain(known.text)
    return facts


def picture_rows(known: ReferenceFacts) -> Iterator[tuple[str, str]]:
    """Label and words of what matters most."""
    header, pixels, subject = known.header, known.pixels, known.subject
    if known.unreadable is not None:
        detail = f": {known.unreadable.detail}" if known.unreadable.detail else ""
        yield "not readable", known.unreadable.trouble.replace("-", " ") + detail
    if header is not None:
        quality = f", quality {header.jpeg_quality}" if header.jpeg_quality else ""
        size = f"{header.width} x {header.height} px, {header.bytes / 1000:,.0f} KB"
        yield "file", f"{header.format}{quality}, {size}, {header.mode}"
        if header.generator:
            yield "made with", header.generator
        for caption in header.captions:
            yield caption.kind, f"{caption.text} ({caption.source})"
    if pixels is not None:
        light = pixels.exposure.lightness
        blurred = "blurred" if pixels.blurred else "sharp"
        yield "looks", f"{blurred}, {pixels.time_of_day if pixels.time_of_day != 'unclear' else 'time of day unclear'}"
        yield "light", f"L* {light.p10:.0f} to {light.p90:.0f}, median {light.median:.0f}"
        if pixels.palette:
            yield "palette", ", ".join(f"{swatch.name} {swatch.share:.0%}" for swatch in pixels.palette)
    if known.faces is not None:
        faces = ", ".join(f"{face.pose}, {face.height_share:.0%} of the height" for face in known.faces)
        yield "faces", f"{len(known.faces)} ({faces})" if faces else "none"
    if known.objects is not None:
        yield "people", _people(known.objects)
        shown = (thing for thing in known.objects.things if thing.verdict == "present")
        if things := sorted(shown, key=lambda thing: -max(thing.detected, thing.likeness)):
            yield "shows", ", ".join(thing.name for thing in things)
    if subject is not None:
        found = f"{subject.subject.share:.0%} of the frame" if subject.subject else "nothing stands out"
        yield "subject", f"{found}, {subject.background} background"
    if known.text:
        yield "letters", ", ".join(box.text for box in known.text)


def _people(objects: ObjectFacts) -> str:
    least, most = objects.people_at_least, objects.people_at_most
    return str(least) if least == most else f"{least} to {most}"
