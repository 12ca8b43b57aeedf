"""Names of models: one spelling for lookup, and the index from every name to the profiles that it may mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final, TypeAlias

Index: TypeAlias = dict[str, list[list[Any]]]
"""Squashed name -> hits ``[profile id, alias as listed, host, implied]``."""

_NOT_A_SIGN: Final = re.compile(r"[^a-z0-9]+")
_IN_BRACKETS: Final = re.compile(r"\s*\([^)]*\)")
_MODE_WORDS: Final = {"std": ("std", "standard"), "pro": ("pro", "professional"), "4k": ("4k",)}
_TASK_WORDS: Final = {
    "image_to_video": ("i2v", "image-to-video", "img2vid"),
    "text_to_video": ("t2v", "text-to-video"),
}
_PLAIN_PREFIXES: Final = ("fal-ai/", "models/")


def squash(name: str) -> str:
    """The spelling by which names are looked up: small letters and digits, nothing else."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    return _NOT_A_SIGN.sub("", folded)


def build_index(records: Mapping[str, Mapping[str, Any]]) -> Index:
    """Index every name of every model. A listed name of one model wins over a made-up name of another."""
    found: dict[str, list[tuple[int, list[Any]]]] = {}
    for record in records.values():
        for rank, name, host, implied in _spellings(record):
            key = squash(name)
            if key:
                found.setdefault(key, []).append((rank, [record["id"], name, host, implied]))
    return {key: _best(entries) for key, entries in found.items()}


def _best(entries: list[tuple[int, list[Any]]]) -> list[list[Any]]:
    least = min(rank for rank, _ in entries)
    unique: list[list[Any]] = []
    for rank, hit in entries:
        if rank == least and hit not in unique:
            unique.append(hit)
    return unique


def _spellings(record: Mapping[str, Any]) -> Iterator[tuple[int, str, str | None, dict[str, str]]]:
    own, name = record["id"], record["name"]
    yield 1, own, None, {}
    for group in record.get("aliases", ()):
        for entry in group["ids"]:
            listed = entry if isinstance(entry, str) else entry["id"]
            implied = {} if isinstance(entry, str) else {key: entry[key] for key in entry if key != "id"}
            yield 1, listed, group["host"], implied
            for prefix in _PLAIN_PREFIXES:
                if listed.startswith(prefix):
                    yield 3, listed.removeprefix(prefix), group["host"], implied
    called = [name, _IN_BRACKETS.sub("", name), *record.get("also_called", ())]
    for spelling in called:
        yield 2, spelling, None, {}
    for spelling in (own, *called):
        yield from _prefixed(spelling, record)
        yield from _suffixed(spelling, record)


def _prefixed(spelling: str, record: Mapping[str, Any]) -> Iterator[tuple[int, str, str | None, dict[str, str]]]:
    for word in dict.fromkeys((record["provider"], record.get("vendor", "").split(" ")[0])):
        if word and not squash(spelling).startswith(squash(word)):
            yield 4, f"{word}/{spelling}", None, {}


def _suffixed(spelling: str, record: Mapping[str, Any]) -> Iterator[tuple[int, str, str | None, dict[str, str]]]:
    for mode in _modes(record):
        for word in _MODE_WORDS.get(mode, (mode,)):
            yield 4, f"{spelling}-{word}", None, {"mode": mode}
    tasks = (record.get("tasks") or {}).get("value", ())
    for task, words in _TASK_WORDS.items():
        if task in tasks:
            for word in words:
                yield 4, f"{spelling}-{word}", None, {"task": task}


def _modes(record: Mapping[str, Any]) -> list[str]:
    value = (record.get("resolutions") or {}).get("value") or {}
    return [mode for case in value.get("cases", ()) for mode in case["when"].get("mode", ())]


def nearest_names(name: str, index: Index, limit: int) -> list[str]:
    """Ids of the profiles with a name closest to ``name``, the closest first."""
    from difflib import SequenceMatcher

    wanted = squash(name)
    best: dict[str, float] = {}
    for key, hits in index.items():
        if abs(len(key) - len(wanted)) > max(6, len(wanted)):
            continue
        matcher = SequenceMatcher(None, wanted, key)
        if matcher.real_quick_ratio() < _NEAR or matcher.quick_ratio() < _NEAR:
            continue
        ratio = matcher.ratio()
        for profile_id, *_ in hits:
            best[profile_id] = max(best.get(profile_id, 0.0), ratio)
    near = sorted((-ratio, profile_id) for profile_id, ratio in best.items() if ratio >= _NEAR)
    return [profile_id for _, profile_id in near[:limit]]


_NEAR: Final = 0.6
