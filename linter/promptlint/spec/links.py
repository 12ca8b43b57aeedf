"""Which shot starts from which: the links between the shots of a project."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, TypeAlias

from promptlint.spec.model import Field, Location, Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint.spec.values import Reference

Link: TypeAlias = tuple[Field[Any], Reference]


def start_links(shot: Shot) -> Iterator[Link]:
    """The fields by which a shot continues another one: its start frame and the clip that it extends."""
    for field in (shot.image, shot.extend):
        if field is not None and isinstance(field.value, Reference) and field.value.kind == "shot":
            yield field, field.value


def link_location(link: Link) -> Location:
    """Where the id of the linked shot stands."""
    field, reference = link
    return Location(field.file, reference.node.content_span, field.path)


@dataclass
class Chains:
    """The links of a sequence. Of several shots with one id the one in the same file is meant."""

    sequence: ShotSequence

    @staticmethod
    def of(sequence: ShotSequence) -> Chains:
        """The links of a sequence, found once."""
        return _chains(sequence)

    @property
    def order(self) -> dict[Shot, int]:
        """Place of each shot in the sequence."""
        return self.sequence.places

    @property
    def ids(self) -> Collection[str]:
        """The ids of all shots."""
        return self._by_id.keys()

    @cached_property
    def _by_id(self) -> dict[str, list[Shot]]:
        return self.sequence.by_id()

    @cached_property
    def _in_file(self) -> dict[tuple[int, str], list[Shot]]:
        found: dict[tuple[int, str], list[Shot]] = {}
        for shot in self.order:
            if shot.name is not None:
                found.setdefault((id(shot.file), shot.name), []).append(shot)
        return found

    def resolve(self, shot: Shot, reference: Reference) -> Shot | None:
        """The shot that a link leads to; None where there is none, or where its id is not unique."""
        return self.resolve_in(shot.file, reference)

    def resolve_in(self, file: SpecFile, reference: Reference) -> Shot | None:
        """The shot that a link leads to where a file uses it."""
        for candidates in (self._in_file.get((id(file), reference.text)), self._by_id.get(reference.text)):
            if candidates:
                return candidates[0] if len(candidates) == 1 else None
        return None

    def sources(self, shot: Shot) -> Iterator[tuple[Link, Shot]]:
        """The shots that a shot of the sequence continues."""
        return iter(self._sources[shot])

    @cached_property
    def _sources(self) -> dict[Shot, tuple[tuple[Link, Shot], ...]]:
        return {
            shot: tuple(
                (link, source) for link in start_links(shot) if (source := self.resolve(shot, link[1])) is not None
            )
            for shot in self.order
        }

    def pointing_at(self, shot: Shot) -> list[tuple[SpecFile, Reference]]:
        """Every place where a frame of a shot, or the shot itself, is used, with the file that it stands in."""
        return self._pointing.get(shot, [])

    @cached_property
    def _pointing(self) -> dict[Shot, list[tuple[SpecFile, Reference]]]:
        found: dict[Shot, list[tuple[SpecFile, Reference]]] = {}
        seen: set[int] = set()
        for used_in, file, reference in self._references():
            if reference.kind != "shot" or id(reference.node) in seen:
                continue
            seen.add(id(reference.node))
            target = self.resolve_in(used_in, reference)
            if target is not None:
                found.setdefault(target, []).append((file, reference))
        return found

    def _references(self) -> Iterator[tuple[SpecFile, SpecFile, Reference]]:
        """Every picture with the file whose shots use it and the file that it stands in."""
        for shot in self.order:
            for field in shot.fields.values():
                if isinstance(field.value, Reference):
                    yield shot.file, field.file, field.value
                elif isinstance(field.value, list):
                    values = (value for value in field.value if isinstance(value, Reference))
                    yield from ((shot.file, field.file, value) for value in values)
        for file in self.sequence.files:
            for character in file.characters.values():
                pictures = (character.image, *character.views.values())
                yield from ((file, character.file, picture) for picture in pictures if picture is not None)

    @cached_property
    def shape(self) -> Hashable:
        """Equal for sequences with the same ids, in which the same files lead to the same shots."""
        links = ((used.path, to.text) for used, _, to in self._references() if to.kind == "shot")
        return tuple(shot.name for shot in self.order), tuple(links)

    @cached_property
    def linked(self) -> frozenset[Shot]:
        """The shots that start from another one or that another one starts from."""
        found: set[Shot] = set()
        for shot in self.order:
            for _, source in self.sources(shot):
                found |= {shot, source}
        return frozenset(found)

    @cached_property
    def continued(self) -> frozenset[Shot]:
        """The shots from which another one starts."""
        return frozenset(source for shot in self.order for _, source in self.sources(shot) if source is not shot)

    @cached_property
    def circular(self) -> frozenset[Shot]:
        """The shots that start, over any number of links, from themselves."""
        done: set[Shot] = set()
        circular: set[Shot] = set()
        for start in self.order:
            trail: list[tuple[Shot, Iterator[tuple[Link, Shot]]]] = []
            if start not in done:
                done.add(start)
                trail.append((start, self.sources(start)))
            on_trail = {start: 0}
            while trail:
                shot, sources = trail[-1]
                step = next(sources, None)
                if step is None:
                    trail.pop()
                    del on_trail[shot]
                    continue
                source = step[1]
                if source in on_trail:
                    circular.update(member for member, _ in trail[on_trail[source] :])
                elif source not in done:
                    done.add(source)
                    on_trail[source] = len(trail)
                    trail.append((source, self.sources(source)))
        return frozenset(circular)

    @cached_property
    def first_of(self) -> dict[Shot, Shot]:
        """The first shot of the chain that each shot belongs to."""
        found: dict[Shot, Shot] = {}
        for shot in self.order:
            trail: list[Shot] = []
            current = shot
            while current not in found and current not in self.circular:
                step = next(self.sources(current), None)
                if step is None:
                    found[current] = current
                    break
                trail.append(current)
                current = step[1]
            head = found.get(current, current)
            found.update(dict.fromkeys(trail, head))
        return found


@lru_cache(maxsize=2)
def _chains(sequence: ShotSequence) -> Chains:
    return Chains(sequence)
