"""What the rules of this family share: how a picture is named, and where else a spec names it."""

from __future__ import annotations

from collections.abc import Iterator

from promptlint.facts import PictureFacts
from promptlint.facts.prompt import PromptFacts
from promptlint.facts.reference.model import Caption
from promptlint.finding import Evidence
from promptlint.spec.pictures import Picture
from promptlint_rules.picture_words import file_name

_ROLES = {
    "start": "start frame",
    "end": "end frame",
    "reference": "reference",
    "character": "picture in the character bible",
    "view": "view in the character bible",
    "extend": "clip to continue",
    "motion": "motion reference",
}


def name_of(picture: Picture) -> str:
    """The file's name without folders, as code."""
    return file_name(picture.text)


def role_of(picture: Picture) -> str:
    """What the picture is first used for."""
    return _ROLES[picture.mentions[0].role]


def other_mentions(picture: Picture) -> tuple[Evidence, ...]:
    """The further places that name it, as evidence."""
    return tuple(Evidence(f"also named here, as {_ROLES[m.role]}", m.location) for m in picture.mentions[1:])


def caption_facts(facts: PictureFacts) -> Iterator[tuple[Caption, PromptFacts]]:
    """The texts embedded in the picture, with what they say."""
    for caption in facts.reference.header.captions if facts.reference.header else ():
        yield caption, facts.surroundings.prompts.of(caption.text)
