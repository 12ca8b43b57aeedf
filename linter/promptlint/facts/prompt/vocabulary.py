"""The vocabulary: what the lexicon files say, as one value that a project may extend."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any, Self

import yaml

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

WORD = re.compile(r"[^\W_]+|[^\w\s]|_")
GROUPS = ("time_of_day", "framings", "angles")


class VocabularyError(ValueError):
    """A lexicon file, or a project's addition, does not say what it must."""


@dataclass(frozen=True, slots=True)
class MoveTerm:
    """One way to name a camera move.

    Attributes:
        move: the move's name.
        direction: its direction where no direction word follows.
        bare: names a camera move without the word "camera" beside it.
        lead: names one at the head of a fragment.
    """

    move: str
    direction: str | None
    bare: bool
    lead: bool


@dataclass(frozen=True, slots=True)
class Colour:
    """A colour word: its webcolors (CSS) name and its family; the flags say when the word is a colour at all."""

    css: str
    family: str
    hair: bool = False
    hair_only: bool = False
    worn_only: bool = False
    needs_modifier: bool = False
    needs_noun: bool = False
    needs_coloured: bool = False


def split_words(phrase: str) -> tuple[str, ...]:
    """A phrase as the matchers see it: lower-case words and marks, hyphens left out."""
    return tuple(word for word in WORD.findall(phrase.lower()) if word != "-")


@dataclass(frozen=True)
class Vocabulary:
    """Word lists by name, camera moves, colours, groups of phrases and patterns.

    Attributes:
        lists: word list by name; all in lower case.
        values: word lists whose words carry a value ("two": 2).
        moves: camera-move terms by their words.
        move_directions: the directions each move can take.
        directions: direction word to direction.
        colours: colour words.
        groups: by group (time_of_day, framings, angles): phrase to the name it stands for.
        patterns: regular expressions by name.
        languages: function words by language.
    """

    lists: Mapping[str, frozenset[str]]
    values: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    moves: Mapping[tuple[str, ...], MoveTerm] = field(default_factory=dict)
    move_directions: Mapping[str, frozenset[str]] = field(default_factory=dict)
    directions: Mapping[str, str] = field(default_factory=dict)
    colours: Mapping[str, Colour] = field(default_factory=dict)
    groups: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    patterns: Mapping[str, str] = field(default_factory=dict)
    languages: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def words(self, *names: str) -> frozenset[str]:
        """The union of word lists; a list that no file has is empty."""
        return frozenset().union(*(self.lists.get(name, frozenset()) for name in names))

    def extended(self, additions: Mapping[str, Iterable[str]]) -> Self:
        """The vocabulary with a project's own words.

        Raises:
            VocabularyError: there is no list of that name.
        """
        lists = dict(self.lists)
        for name, words in additions.items():
            if name not in lists:
                from difflib import get_close_matches

                near = get_close_matches(name, lists, 1)
                meant = f" Did you mean `{near[0]}`?" if near else f" The lists are {', '.join(sorted(lists))}."
                raise VocabularyError(f"[vocabulary]: there is no word list `{name}`.{meant}")
            lists[name] = lists[name] | {word.lower() for word in words}
        return replace(self, lists=lists)

    @cached_property
    def digest(self) -> str:
        """Changes whenever the vocabulary does."""

        def plain(value: Any) -> Any:
            if isinstance(value, frozenset):
                return sorted(value)
            if hasattr(value, "items"):
                return sorted((repr(key), plain(item)) for key, item in value.items())
            return repr(value)

        content = [plain(getattr(self, name)) for name in self.__dataclass_fields__]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:16]


@cache
def load_vocabulary(folder: Path) -> Vocabulary:
    """Read every lexicon file (*.yaml) of a folder.

    Raises:
        VocabularyError: a file is not a lexicon.
        OSError: a file cannot be read.
    """
    parts: dict[str, dict[Any, Any]] = {name: {} for name in Vocabulary.__dataclass_fields__}
    for path in sorted(folder.glob("*.yaml")):
        try:
            data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
            _add(parts, data)
        except (yaml.YAMLError, KeyError, TypeError, AttributeError, ValueError) as error:
            raise VocabularyError(f"{path.name} is no lexicon: {error}") from error
    return Vocabulary(**parts)


def _add(parts: dict[str, dict[Any, Any]], data: dict[str, Any]) -> None:
    for name, words in data.get("lists", {}).items():
        if isinstance(words, dict):
            parts["values"][name] = words
        parts["lists"][name] = frozenset(str(word).lower() for word in words)
    for words, term in _move_terms(data.get("moves", {})):
        parts["moves"][words] = term
    for name, move in data.get("moves", {}).items():
        parts["move_directions"][name] = frozenset(move["directions"])
    parts["directions"].update({w: name for name, words in data.get("directions", {}).items() for w in words})
    parts["colours"].update({word: Colour(**colour) for word, colour in data.get("terms", {}).items()})
    for group in GROUPS:
        for name, phrases in data.get(group, {}).items():
            parts["groups"].setdefault(group, {}).update(dict.fromkeys(phrases, name))
    parts["patterns"].update(data.get("patterns", {}))
    parts["languages"].update({code: frozenset(words) for code, words in data.get("words", {}).items()})


def _move_terms(moves: dict[str, Any]) -> Iterator[tuple[tuple[str, ...], MoveTerm]]:
    for name, move in moves.items():
        for term in move["terms"]:
            flags = (bool(term.get("bare")), bool(term.get("lead")))
            yield split_words(term["words"]), MoveTerm(name, term.get("direction"), *flags)
