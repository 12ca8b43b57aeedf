"""Provider files compiled into one cache file, so that a run parses no YAML.

The cache is a text file of JSON lines: a head with the key, the name index and the place of each line, then one line
for each model. A lookup reads the head and one model.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from promptlint.atomic import write_atomically
from promptlint.profiles.names import Index, build_index

FORMAT: Final = 3
"""Raise when the meaning of provider files or of the compiled form changes."""

SCHEMA_NAME: Final = "profile.schema.json"
PACKAGED_NAME: Final = "compiled.jsonl"
"""Compiled profiles that a wheel carries beside the provider files; it counts while these are what it was made of."""


class ProfileError(ValueError):
    """A provider file or a project's override cannot be used. The message names the file or key and the reason."""


@dataclass(slots=True)
class Compiled:
    """Compiled profiles: the head, and the models by id, as text until somebody asks for one.

    Attributes:
        index: squashed name -> hits.
        ids: canonical ids in the order of the files.
        general: windows and checks that hold for every model.
        sources: cited sources by key.
        models: a model's data by id: the text of its line, or the data.
    """

    index: Index
    ids: list[str]
    general: dict[str, Any]
    sources: dict[str, Any]
    models: dict[str, Any]

    def record(self, profile_id: str) -> dict[str, Any]:
        """The data of one model."""
        found = self.models[profile_id]
        if isinstance(found, bytes):
            found = self.models[profile_id] = json.loads(found)
        return dict(found)


def load(directories: Sequence[Path], overrides: Mapping[str, object], cache_dir: Path | None) -> Compiled:
    """Read the cache, or compile the provider files and write it. An unusable cache is replaced.

    Raises:
        ProfileError: a provider file or an override cannot be used.
    """
    files = _files(directories)
    if not overrides and len(directories) == 1:
        packaged = _read_cache(directories[0] / PACKAGED_NAME, _content_key(files))
        if packaged is not None:
            return packaged
    if cache_dir is None:
        return compile_profiles(directories, overrides)
    changes = json.dumps(overrides, sort_keys=True, default=str)
    place = cache_dir / f"profiles-{_digest([str(directory) for directory in directories], changes)}.jsonl"
    key = _digest([FORMAT, [(str(path), *_stamp(path)) for path in files]], changes)
    cached = _read_cache(place, key)
    if cached is not None:
        return cached
    compiled = compile_profiles(directories, overrides)
    with contextlib.suppress(OSError):
        _write_cache(place, key, compiled)
    return compiled


def write_packaged(directory: Path) -> Path:
    """Compile the provider files of a directory into the file that a wheel carries beside them; returns its path."""
    place = directory / PACKAGED_NAME
    _write_cache(place, _content_key(_files([directory])), compile_profiles([directory], {}))
    place.chmod(0o644)
    return place


def _content_key(files: Sequence[Path]) -> str:
    digests = [(path.name, hashlib.blake2b(path.read_bytes(), digest_size=12).hexdigest()) for path in files]
    return _digest([FORMAT, digests], "")


def _files(directories: Sequence[Path]) -> list[Path]:
    return [path for directory in directories for path in sorted(directory.glob("*.yaml"))]


def _stamp(path: Path) -> tuple[int, int]:
    stat = path.stat()
    return stat.st_size, stat.st_mtime_ns


def _digest(parts: object, more: str) -> str:
    text = json.dumps(parts, default=str) + more
    return hashlib.blake2b(text.encode(), digest_size=12).hexdigest()


def _read_cache(place: Path, key: str) -> Compiled | None:
    try:
        data = place.read_bytes()
        line, _, rest = data.partition(b"\n")
        head = json.loads(line)
        if head["key"] != key or head["bytes"] != len(rest):
            return None
        models = {name: rest[start:end] for name, start, end in head["places"]}
        return Compiled(head["index"], [*models], head["general"], head["sources"], models)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write_cache(place: Path, key: str, compiled: Compiled) -> None:
    lines, places, start = [], [], 0
    for profile_id in compiled.ids:
        line = json.dumps(compiled.models[profile_id], separators=(",", ":"), ensure_ascii=False).encode()
        lines.append(line)
        places.append([profile_id, start, start + len(line)])
        start += len(line) + 1
    rest = b"\n".join(lines)
    head = {
        "key": key,
        "bytes": len(rest),
        "index": compiled.index,
        "general": compiled.general,
        "sources": compiled.sources,
        "places": places,
    }
    data = json.dumps(head, separators=(",", ":"), ensure_ascii=False).encode() + b"\n" + rest
    place.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(place, data)


def compile_profiles(directories: Sequence[Path], overrides: Mapping[str, object]) -> Compiled:
    """Read every provider file, apply a project's overrides and build the index.

    Raises:
        ProfileError: a file is not readable or holds a model twice, or an override is not valid.
    """
    models: dict[str, dict[str, Any]] = {}
    sources: dict[str, Any] = {}
    general: dict[str, Any] = {}
    for path in _files(directories):
        document = _read_yaml(path)
        sources.update(document.get("sources", {}))
        general.update(document.get("general", {}))
        for record in document.get("models", ()):
            if record["id"] in models:
                raise ProfileError(f"{path.name}: the model {record['id']} is defined twice")
            models[record["id"]] = {"provider": document["provider"], "vendor": document["name"], **record}
    if overrides:
        from promptlint.profiles.override import with_overrides

        index = build_index(models)
        problems = with_overrides(models, overrides, index, _schema(directories))
        if problems:
            raise ProfileError("; ".join(problems))
    return Compiled(build_index(models), [*models], general, sources, dict(models))


def _schema(directories: Sequence[Path]) -> Path | None:
    places = [directory / SCHEMA_NAME for directory in directories]
    return next((place for place in places if place.is_file()), None)


def _read_yaml(path: Path) -> dict[str, Any]:
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise ProfileError(f"{path.name}: {error}") from error
    if not isinstance(document, dict):
        raise ProfileError(f"{path.name}: expected a mapping")
    return document
