"""R415."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from promptlint.facts import PictureFacts
from promptlint.facts.prompt import PromptFacts
from promptlint.facts.reference.model import Caption
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Need, reference_rule
from promptlint.spec.pictures import Picture
from promptlint_rules.articles import SAME_CHARACTER
from promptlint_rules.picture_words import caption_evidence
from promptlint_rules.reference._examples import BIBLE, PATH, accepted, reported
from promptlint_rules.reference._words import caption_facts, name_of, other_mentions

LEAST: Final = 2
_FRAGILE: Final = "fragile_in_motion"
_DESCRIBED: Final = f"""
characters:
  mara:
    image: {PATH}
    description: 28-year-old woman with long earrings, a lace necklace and a small tattoo on her neck
shots:
  - id: s01
    model: kling-2.6
    characters: [mara]
    prompt: She turns her head slowly towards the window.
"""


@reference_rule(
    code="R415",
    name="busy-accessories",
    severity=Severity.INFO,
    confidence=Confidence.POSSIBLE,
    needs=frozenset({Need.PROMPT, Need.REFERENCE_HEADER}),
    summary="A character wears several small things that will not stay the same.",
    sources=(SAME_CHARACTER,),
    bad=(
        reported(_DESCRIBED),
        reported(
            BIBLE,
            "The prompt that the picture was made with says so",
            captions=(
                Caption("PNG text chunk `parameters`", "prompt", "portrait, gold necklace, hoop earrings, rings"),
            ),
        ),
    ),
    good=(
        accepted(BIBLE),
        accepted(BIBLE, captions=(Caption("PNG text chunk `parameters`", "prompt", "portrait, plain grey jumper"),)),
    ),
)
def busy_accessories(picture: Picture, facts: PictureFacts) -> Iterator[Problem]:
    """Reports the picture of a character where the bible's description, or a caption or generation prompt embedded in
    the picture, names two or more small things of the kind that changes from shot to shot: jewellery, tattoos, lace,
    lettering. What nobody names is not seen.

    ## Why it matters

    An earring is a few pixels wide. It changes its form in the clip, is missing in the next one, and the eye notices.

    ## What to do

    Let the character wear few and large things, in the reference and in the description.
    """
    for told, said, evidence in _descriptions(picture, facts):
        found = list(dict.fromkeys(label.text.lower() for label in said.mentioned(_FRAGILE)))
        if len(found) >= LEAST:
            yield Problem(
                picture.location,
                f"By {told}, the character in {name_of(picture)} has {', '.join(found)}: small things change their "
                "form "
                "in the clip and are missing in the next one.",
                "Let the character wear few and large things.",
                (evidence, *other_mentions(picture)),
            )
            return


def _descriptions(picture: Picture, facts: PictureFacts) -> Iterator[tuple[str, PromptFacts, Evidence]]:
    """Texts about the character in the picture: whose they are, what they say, and where they stand."""
    for mention in picture.mentions:
        field = mention.character.attributes.get("description") if mention.character is not None else None
        if field is not None and isinstance(field.value, str):
            said = facts.surroundings.prompts.of(field.value)
            yield "the bible", said, Evidence("the description in the bible", field.location)
    if any(mention.role in ("character", "view") for mention in picture.mentions):
        for caption, said in caption_facts(facts):
            yield f"its {caption.source}", said, caption_evidence(picture.text, caption)
