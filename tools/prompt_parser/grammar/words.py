"""The word stock of the grammar: the linter's own lexicons plus the frames of `frames.yaml`."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

PLACES_IN_PICTURE = ["background", "distance", "foreground", "center", "middle", "corner"]
AWKWARD = {"group-of-people", "man-child", "portrait-subject", "dog-walker", "people", "wear-on", "rest-on"}


def load_lists(folder: Path) -> dict[str, list[str]]:
    """Every word list of a lexicon folder by name; a mapping of words counts as the list of its keys."""
    lists: dict[str, list[str]] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        for name, values in (data.get("lists") or {}).items():
            lists[name] = [str(value) for value in values if str(value) not in AWKWARD]
        if data["lexicon"] == "colours":
            lists["colours"] = list(data["terms"])
    return lists


@dataclass
class Stock:
    """Random choice over lexicons and frames."""

    rng: random.Random
    lists: dict[str, list[str]]
    frames: dict[str, Any]
    simple: dict[str, list[str]] = field(default_factory=dict)

    @classmethod
    def load(cls, lexicons: Path, rng: random.Random) -> Stock:
        """Read the lexicons and the frames beside this file."""
        frames = yaml.safe_load((Path(__file__).parent / "frames.yaml").read_text(encoding="utf-8"))
        return cls(rng, load_lists(lexicons), frames)

    def pick(self, name: str) -> str:
        """A word of a lexicon list, without hyphens."""
        words = self.simple.get(name)
        if words is None:
            words = [w for w in self.lists[name] if w.isalpha() and w.isascii()]
            self.simple[name] = words
        return self.rng.choice(words)

    def frame(self, name: str) -> str:
        """A word of a frame list."""
        return str(self.rng.choice(self.frames[name]))

    def entry(self, name: str) -> tuple[str, list[str]]:
        """A key of a frame mapping with its companions."""
        key = self.rng.choice(list(self.frames[name]))
        return key, list(self.frames[name][key])

    def chance(self, probability: float) -> bool:
        """True with a probability."""
        return self.rng.random() < probability
