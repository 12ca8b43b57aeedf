"""Specs that the examples of this family share, so that each shows only what is known of its picture."""

from __future__ import annotations

from typing import Any, Final

from promptlint.facts.reference.stated import picture as stated
from promptlint.rule import Example

PATH: Final = "refs/mara.png"
SHOT: Final = f"""
id: s01
model: kling-2.6
image: {PATH}
prompt: She turns her head slowly towards the window.
"""
BIBLE: Final = f"""
characters:
  mara: {{image: {PATH}}}
shots:
  - id: s01
    model: kling-2.6
    characters: [mara]
    image: {{from: s00, frame: last}}
    prompt: She turns her head slowly towards the window.
"""


def reported(spec: str = SHOT, title: str = "", **facts: Any) -> Example:
    """A spec whose picture is reported where it is named first."""
    return Example(spec, marks=(PATH,), pictures=((PATH, stated(**facts)),), title=title)


def accepted(spec: str = SHOT, title: str = "", **facts: Any) -> Example:
    """A spec whose picture is not reported."""
    return Example(spec, pictures=((PATH, stated(**facts)),), title=title)
