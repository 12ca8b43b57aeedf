"""What a shot or a character is, where it is named elsewhere."""

from __future__ import annotations

from promptlint.report.timeline_words import length_and_window
from promptlint.spec.links import start_links
from promptlint.spec.model import Character, Shot
from promptlint.spec.sequence import ShotSequence, names_in
from promptlint.timeline import row_of
from promptlint_lsp.features.note import Block, Rows, Title, Words
from promptlint_lsp.view import View

_MOST_WORDS = 400
_MOST_SHOTS = 12


def shot_note(view: View, shot: Shot, sequence: ShotSequence) -> list[Block]:
    """A shot in short: where it stands, what it starts from, its model and length, and its prompt."""
    facts = view.project.facts_of(shot)
    line = shot.file.source.line_of(shot.node.start)
    row = row_of(shot, facts)
    rows = [("model", row.model or "not given"), ("length / window", length_and_window(row))]
    links = [f"{link.name}: {reference.text}" for link, reference in start_links(shot)]
    rows += [("continues", ", ".join(links))] if links else []
    followers = [
        other.name or "(no id)"
        for other in sequence.shots
        if other is not shot and any(reference.text == shot.name for _, reference in start_links(other))
    ]
    rows += [("continued by", ", ".join(followers[:_MOST_SHOTS]))] if followers else []
    rows += [("characters", ", ".join(names))] if (names := list(names_in(shot))) else []
    note: list[Block] = [Title(shot.name or "(no id)", f"{shot.file.name}:{line}"), Rows(tuple(rows))]
    return [*note, Words(_cut(shot.prompt.value))] if shot.prompt is not None else note


def character_note(character: Character, sequence: ShotSequence) -> list[Block]:
    """An entry of the bible, and the shots that it appears in."""
    place = f"{character.file.name}:{character.file.source.line_of(character.key.start)}"
    looks = [(key, _words(field.value)) for key, field in character.attributes.items() if key not in ("name", "id")]
    views = [("views", ", ".join(character.views))] if character.views else []
    shots = next((member.shots for member in sequence.cast if member.character is character), ())
    names = [shot.name or "(no id)" for shot in shots]
    more = f" and {len(names) - _MOST_SHOTS} more" if len(names) > _MOST_SHOTS else ""
    seen = [("in", ", ".join(names[:_MOST_SHOTS]) + more if names else "no shot")]
    return [Title(character.name, place), Rows((*looks, *views, *seen))]


def _words(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{key} {_words(part)}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(map(_words, value))
    return _cut(" ".join(str(value).split()))


def _cut(text: str) -> str:
    return text if len(text) <= _MOST_WORDS else f"{text[:_MOST_WORDS]}…"
