"""A103: more text than the model reads."""

from __future__ import annotations

import re
from collections.abc import Iterator

from promptlint.facts import ShotFacts
from promptlint.finding import Problem, Severity
from promptlint.profiles import Claim, Profile
from promptlint.profiles.answers import prompt_limit, takes_prompt
from promptlint.profiles.values import Length
from promptlint.rule import Example, shot_rule
from promptlint.spec.model import Field, Shot
from promptlint_rules.model._basis import certainty, source

_LONG = "She turns her head slowly towards the window while the morning light moves over the wall. " * 23
_WORD = re.compile(r"\S+")
_UNITS = {"characters": "characters", "utf16_code_units": "characters (UTF-16 units)", "tokens": "tokens"}


@shot_rule(
    code="A103",
    name="prompt-too-long",
    severity=Severity.ERROR,
    fields=("model",),
    summary="The prompt or the negative prompt is longer than the model takes.",
    sources=("Vendor API references, SDKs and provider schemas, listed on each model's page",),
    bad=(
        Example(
            f"id: s01\nmodel: gen4_turbo\nimage: refs/mara.png\nprompt: {_LONG.strip()}\n",
            marks=(_LONG.strip()[1000:].lstrip(),),
            title="Runway takes 1000 characters; what is underlined is too much",
        ),
        Example(
            "id: s01\nmodel: wan2.5-i2v-preview\nimage: refs/mara.png\n"
            f"prompt: She turns her head slowly.\nnegative_prompt: {('blur, flicker, ' * 40).strip()}\n",
            marks=(("blur, flicker, " * 40).strip()[500:].lstrip(),),
            title="Wan 2.5 takes a negative prompt of 500 characters",
        ),
    ),
    good=(
        Example(f"id: s01\nmodel: kling-2.6\nimage: refs/mara.png\nprompt: {_LONG.strip()}\n"),
        Example(
            """
            id: s01
            model: gen4_turbo
            image: refs/mara.png
            prompt: She turns her head slowly towards the window.
            """
        ),
    ),
)
def prompt_too_long(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """The length of `prompt` and `negative_prompt` is compared with what the model takes. The finding underlines the
    text from the first character that is too much.

    Where a limit is in tokens, which only the model's own tokenizer can count, the prompt is reported when it has more
    words than tokens are allowed. A model that takes no text at all gets a warning: the prompt changes nothing.

    ## Why it matters

    The provider refuses the request, or cuts the text off in the middle, and what stands at the end (often the camera
    and the identity anchor) never reaches the model.

    ## What to do

    Leave out what the reference image already shows, and keep the movement.
    """
    profile = facts.profile
    if profile is None:
        return
    if shot.prompt is not None and shot.prompt.value.strip():
        yield from _prompt(shot.prompt, facts, profile)
    negative = shot.negative_prompt
    if negative is not None:
        limits = [claim for claim in profile.prompt.negative.claims if claim.value.supported]
        lengths = [claim.value.max_length for claim in limits]
        if lengths and None not in lengths:
            longest = max((length for length in lengths if length is not None), key=lambda length: length.n)
            yield from _too_long(
                negative, "negative prompt", longest, Claim(None, limits[0].sources, limits[0].as_of), profile
            )


def _prompt(field: Field[str], facts: ShotFacts, profile: Profile) -> Iterator[Problem]:
    limit = prompt_limit(profile, facts.context)
    if takes_prompt(profile) is False:
        fact = profile.prompt.max_length
        yield Problem(
            field.key_location,
            f"{profile.name} takes no text, so this prompt changes nothing in the clip. {source(profile, fact)}",
            "Steer the clip by its inputs, or use a model that reads a prompt.",
            severity=Severity.WARNING,
            confidence=certainty(profile, fact),
        )
    elif limit is not None and limit.value.n > 0:
        yield from _too_long(field, "prompt", limit.value, Claim(None, limit.sources, limit.as_of), profile)


def _too_long(field: Field[str], what: str, longest: Length, basis: Claim[None], profile: Profile) -> Iterator[Problem]:
    text = field.value.rstrip()
    if not longest.surely_exceeded(text):
        return
    found = longest.measure(text)
    size = f"at least {len(text.split())}" if found is None else f"{found}"
    start = _cut(text, longest)
    start += len(text[start:]) - len(text[start:].lstrip())
    excess = (found or len(text.split())) - longest.n
    yield Problem(
        field.words(start, len(text)),
        f"The {what} has {size} {_UNITS[longest.unit]}, and {profile.name} takes at most {longest.n}: the request is "
        f"refused, or the text from here on is lost. {source(profile, basis)}",
        f"Shorten it by {excess} {_UNITS[longest.unit]}; what the reference image shows needs no words.",
        confidence=certainty(profile, basis),
    )


def _cut(text: str, longest: Length) -> int:
    """The index of the first character that is too much."""
    if longest.unit == "characters":
        return longest.n
    if longest.unit == "tokens":
        words = list(_WORD.finditer(text))
        return words[longest.n].start()
    units = 0
    for index, char in enumerate(text):
        units += 2 if ord(char) > 0xFFFF else 1
        if units > longest.n:
            return index
    return len(text)
