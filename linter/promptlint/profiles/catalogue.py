"""All profiles of a run: lookup by any name, and nearest names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from promptlint.profiles import store
from promptlint.profiles.names import nearest_names, squash
from promptlint.profiles.sources import Source, source_of

if TYPE_CHECKING:
    from promptlint.profiles.guidance import Window
    from promptlint.profiles.profile import Profile

_DESCRIPTIVE: Final = frozenset(
    {"id", "name", "aliases", "also_called", "advice", "disputes", "priority", "windows", "motion_advice", "status"}
)
_CLAIM_KEYS: Final = frozenset({"source", "as_of", "as_of_kind", "note", "also", "disputed_by"})


@dataclass(frozen=True, slots=True)
class Match:
    """What a name means.

    Attributes:
        profile: the model.
        alias: the name as listed.
        host: who offers the model under that name; None for names that no host uses.
        implied: what the name says besides: ``mode`` (``pro``), ``task`` (``image_to_video``).
    """

    profile: Profile
    alias: str
    host: str | None = None
    implied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A name that leads to several profiles with different limits.

    Attributes:
        name: the name as asked for.
        candidates: what it may mean.
        differing_fields: facts in which the candidates differ.
    """

    name: str
    candidates: tuple[Match, ...]
    differing_fields: tuple[str, ...]

    def pick(self, task: str) -> Match | None:
        """The only candidate with a task, such as ``motion_reference_video``; None where that does not settle it."""
        fitting = [match for match in self.candidates if task in (match.profile.tasks.value or ())]
        return fitting[0] if len(fitting) == 1 else None


class Profiles:
    """Model profiles by id, made when first asked for."""

    def __init__(self, compiled: store.Compiled) -> None:
        """Wrap compiled profiles; see :meth:`load`."""
        self._compiled = compiled
        self._profiles: dict[str, Profile] = {}
        self._sources: dict[str, Source] | None = None
        self._found: dict[str, Match | Ambiguous | None] = {}

    @classmethod
    def load(
        cls,
        directories: Sequence[Path],
        overrides: Mapping[str, object] | None = None,
        *,
        cache_dir: Path | None = None,
    ) -> Profiles:
        """Load the provider files of some directories.

        Args:
            directories: folders with provider files (``*.yaml``) and ``profile.schema.json``.
            overrides: a project's own figures: any name of a model, or a new id, to a partial profile.
            cache_dir: where compiled profiles are kept between runs; None compiles anew.

        Raises:
            ProfileError: a provider file or an override cannot be used.
        """
        return cls(store.load(directories, overrides or {}, cache_dir))

    @property
    def ids(self) -> tuple[str, ...]:
        """Canonical ids in the order of the files."""
        return tuple(self._compiled.ids)

    @property
    def sources(self) -> Mapping[str, Source]:
        """Every cited source by key."""
        if self._sources is None:
            found = {key: source_of(key, record) for key, record in self._compiled.sources.items()}
            self._sources = {**found, "project": Source("project", "this project's configuration")}
        return self._sources

    @property
    def general_windows(self) -> tuple[Window, ...]:
        """Coherence windows of image-to-video models at large, for models that have none."""
        from promptlint.profiles.read import window_of

        return tuple(window_of(record) for record in self._compiled.general.get("windows", ()))

    @property
    def advice_rules(self) -> Mapping[str, str]:
        """What a check for each kind of advice looks for."""
        rules: dict[str, str] = self._compiled.general.get("advice_rules", {})
        return rules

    def __getitem__(self, profile_id: str) -> Profile:
        """The profile with a canonical id.

        Raises:
            KeyError: no profile has that id.
        """
        found = self._profiles.get(profile_id)
        if found is None:
            from promptlint.profiles.profile import profile_of

            found = profile_of(self._compiled.record(profile_id), self.sources)
            self._profiles[profile_id] = found
        return found

    def __contains__(self, profile_id: object) -> bool:
        return profile_id in self._compiled.models

    def __iter__(self) -> Iterator[Profile]:
        return (self[profile_id] for profile_id in self._compiled.ids)

    def __len__(self) -> int:
        return len(self._compiled.ids)

    def find(self, name: str) -> Match | Ambiguous | None:
        """What a name means: any id of any host, an app's name, a spelling with other case, spaces or signs.

        None where no profile has the name; see :meth:`nearest`.
        """
        if name not in self._found:
            self._found[name] = self._find(name)
        return self._found[name]

    def _find(self, name: str) -> Match | Ambiguous | None:
        hits = self._compiled.index.get(squash(name))
        if not hits:
            return None
        by_model: dict[str, list[list[Any]]] = {}
        for hit in hits:
            by_model.setdefault(hit[0], []).append(hit)
        if name in by_model:
            return self._match(by_model[name][0])
        matches = tuple(self._match(_as_written(name, of_model)) for of_model in by_model.values())
        if len(matches) == 1:
            return matches[0]
        differing = self._differing(list(by_model))
        return Ambiguous(name, matches, differing) if differing else matches[0]

    def nearest(self, name: str, limit: int = 3) -> list[str]:
        """Ids of the profiles with the closest names, the closest first."""
        return nearest_names(name, self._compiled.index, limit)

    def _match(self, hit: list[Any]) -> Match:
        profile_id, alias, host, implied = hit
        return Match(self[profile_id], alias, host, implied)

    def _differing(self, profile_ids: list[str]) -> tuple[str, ...]:
        records = [self._compiled.record(profile_id) for profile_id in profile_ids]
        keys = dict.fromkeys(key for record in records for key in record if key not in _DESCRIPTIVE)
        return tuple(key for key in keys if any(_bare(r.get(key)) != _bare(records[0].get(key)) for r in records))


def _as_written(name: str, hits: list[list[Any]]) -> list[Any]:
    return next((hit for hit in hits if hit[1] == name), hits[0])


def _bare(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _bare(part) for key, part in value.items() if key not in _CLAIM_KEYS}
    return [_bare(part) for part in value] if isinstance(value, list) else value
