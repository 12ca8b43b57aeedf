"""The timeline as JSON, version 1: a contract. Keys are added in a new version only.

Lengths and times are in seconds, null where they are not known.
"""

from __future__ import annotations

import json
from typing import Any

from promptlint import __version__
from promptlint.timeline import Counts, Start, Timeline, TimelineShot, Window


def render(timeline: Timeline) -> str:
    """``{"version": 1, "tool": {...}, "shots": [...], "summary": {...}}``, one shot a line."""
    head = json.dumps({"version": 1, "tool": {"name": "promptlint", "version": __version__}})
    shots = ",\n".join(json.dumps(_shot_object(shot)) for shot in timeline.shots)
    summary = {
        "files": timeline.files,
        "shots": len(timeline.shots),
        "duration_s": _rounded(timeline.seconds),
        "unknown_lengths": timeline.unknown,
        "too_long": sum(shot.too_long for shot in timeline.shots),
        "chains": timeline.chains,
        **_counts_object(timeline.findings),
    }
    listed = f"[\n{shots}\n]" if shots else "[]"
    return f'{head[:-1]}, "shots": {listed}, "summary": {json.dumps(summary)}}}\n'


def _shot_object(shot: TimelineShot) -> dict[str, Any]:
    return {
        "file": shot.file,
        "line": shot.line,
        "id": shot.id,
        "model": shot.model,
        "usage": shot.usage,
        "start_s": _rounded(shot.start),
        "duration_s": _rounded(shot.seconds),
        "frames": shot.frames,
        "window": _window_object(shot.window) if shot.window else None,
        "too_long": shot.too_long,
        "over_s": _rounded(shot.over),
        "starts_from": _start_object(shot.starts_from) if shot.starts_from else None,
        "findings": {**_counts_object(shot.findings), "codes": list(shot.findings.codes)},
    }


def _window_object(window: Window) -> dict[str, Any]:
    return {
        "seconds": _rounded(window.seconds),
        "frames": window.frames,
        "sure": window.sure,
        "general": window.general,
        "below": window.below,
    }


def _start_object(start: Start) -> dict[str, Any]:
    return {"shot": start.shot, "field": start.kind, "frame": start.frame, "index": start.row}


def _counts_object(counts: Counts) -> dict[str, int]:
    return {"errors": counts.errors, "warnings": counts.warnings, "infos": counts.infos}


def _rounded(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)
