"""P117."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from promptlint.facts import ShotFacts
from promptlint.finding import Confidence, Problem, Severity
from promptlint.profiles.answers import has_task
from promptlint.rule import Example, Need, shot_rule
from promptlint.spec.model import Shot
from promptlint_rules.articles import VENDORS
from promptlint_rules.prompt._reading import COMMAND, POLITE, read, says, with_vendor

_MAKE: Final = re.compile(
    r"\b(?:make|let|have|want|animate)\s+(?P<who>(?:the |this |a |her |his )?[\w-]+)\s+(?:to\s+)?(?P<verb>[a-z]+)",
    re.IGNORECASE,
)


@shot_rule(
    code="P117",
    name="command-phrasing",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    summary="The prompt gives orders instead of describing the clip.",
    sources=(VENDORS,),
    bad=(
        Example("id: s01\nprompt: Please make the woman smile.\n", marks=("Please make",)),
        Example(
            "id: s02\nmodel: runway-gen4-turbo\nimage: refs/street.png\nprompt: Add a dog that runs past.\n",
            marks=("Add",),
        ),
    ),
    good=(
        Example("id: s01\nmodel: runway-gen4-turbo\nimage: refs/mara-front.png\nprompt: The woman smiles.\n"),
        Example('id: s02\nprompt: The woman leans forward and says "Please, can you help me?"\n', title="Spoken words"),
        Example(
            "id: s03\nmodel: kling-o1\nprompt: Add a dog that runs across the street.\n", title="A model that edits"
        ),
    ),
)
def command_phrasing(shot: Shot, facts: ShotFacts) -> Iterator[Problem]:
    """Reports polite phrases ("please", "can you", "I want") for all models, and orders at the start of a sentence
    ("add", "change", "make": a warning where the vendor advises against them, else an info). Models that edit clips are
    told what to do, and are left alone.

    ## Why it matters

    A video model draws what the words describe. It does not take part in a talk: "add a dog" describes the act of
    adding and not the dog, and "please" describes nothing.

    ## What to do

    Describe the finished clip: "a dog runs across the street".
    """
    reading = read(shot, facts)
    if reading is None:
        return
    text = reading.text
    edits = facts.profile is not None and any(has_task(facts.profile, task) for task in ("video_edit", "edit"))
    command = (
        None if edits else next((m for m in COMMAND.finditer(text) if not _spoken(m.start("verb"), reading.said)), None)
    )
    polite = next((m for m in POLITE.finditer(text) if not _spoken(m.start(), reading.said)), None)
    conversational = says(facts, "no_conversational_phrasing")
    if polite is not None:
        end = polite.end()
        if command is not None and not text[end : command.start("verb")].strip():
            end = command.end("verb")
        yield Problem(
            reading.part(polite.start(), end),
            f"`{text[polite.start() : end]}` talks to the model, which draws what the words describe.",
            with_vendor(f"Describe the clip: {_described(text)}.", conversational),
        )
    elif command is not None:
        advised = says(facts, "no_edit_commands")
        yield Problem(
            reading.part(command.start("verb"), command.end("verb")),
            f"`{command['verb']}` is an order, and the model draws what the words describe.",
            with_vendor(f"Describe the clip: {_described(text)}.", advised),
            severity=None if advised else Severity.INFO,
        )


def _spoken(at: int, said: object) -> bool:
    return any(line.start <= at < line.end for line in getattr(said, "dialogue", ()))


def _described(text: str) -> str:
    """The order as a description, where it is one of somebody doing something."""
    match = _MAKE.search(text)
    who, verb = (match["who"].lower(), match["verb"].lower()) if match is not None else ("", "")
    if who.startswith(("her ", "his ")) and verb.endswith("ly"):
        who, verb = who.split()
    if (
        not who
        or who in ("a", "it", "this", "sure")
        or who.endswith(("video", "image", "photo"))
        or verb.endswith("ly")
    ):
        return 'say who does what ("a dog runs across the street")'
    who = {"her": "she", "him": "he", "them": "they"}.get(who, who)
    if who != "they" and not (verb.endswith("s") and not verb.endswith("ss")):
        verb += "es" if verb.endswith(("s", "sh", "ch", "x", "z", "o")) else "s"
    return f'"{who} {verb} ..."'
