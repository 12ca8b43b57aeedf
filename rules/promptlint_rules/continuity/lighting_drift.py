"""K603."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from promptlint.facts import SequenceFacts
from promptlint.facts.declared import LIGHTING, declared_by
from promptlint.finding import Confidence, Evidence, Problem, Severity
from promptlint.rule import Example, Need, sequence_rule
from promptlint.spec.links import Chains
from promptlint.spec.model import Character, Shot
from promptlint.spec.pictures import place_of
from promptlint.spec.sequence import ShotSequence, names_in
from promptlint_rules.articles import SAME_FACE
from promptlint_rules.continuity._light import Light, changes_light, contradicting, lights_in
from promptlint_rules.pictures import PICTURES
from promptlint_rules.prompt._reading import Reading, read


@sequence_rule(
    code="K603",
    name="lighting-drift",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    needs=frozenset({Need.PROMPT}),
    drift=True,
    summary="A character is lit in another way than in the bible, or than in the shot that this one continues.",
    sources=(SAME_FACE,),
    bad=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, lighting: soft window light from camera-left}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to the window. Hard side light from camera-right.
            """,
            marks=("Hard side light",),
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: The woman turns to the window in warm candlelight.
              - id: s02
                image: {from: s01, frame: last}
                prompt: The woman opens it. Cold moonlight on her face.
            """,
            marks=("Cold moonlight",),
            title="A shot that goes on from the last frame of another",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            scenes:
              - name: kitchen
                shots:
                  - {id: s01, characters: [mara], image: a.png, prompt: "The woman reads. Daylight, soft light."}
                  - {id: s02, characters: [mara], image: b.png, prompt: "The woman looks up. Night, moonlight."}
            """,
            marks=("Night",),
            title="Day and night in one scene",
        ),
    ),
    good=(
        Example(
            """
            characters: {mara: {image: refs/mara-front.png, lighting: soft window light from camera-left}}
            shots:
              - id: s01
                characters: [mara]
                image: refs/mara-front.png
                prompt: The woman turns to the window. Soft window light from camera-left.
              - id: s02
                characters: [mara]
                image: {from: s01, frame: last}
                prompt: The woman opens it. Static camera.
            """,
            title="The bible's light, or no word about it",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            shots:
              - {id: s01, characters: [mara], image: a.png, prompt: "The woman reads. Daylight, soft light."}
              - {id: s02, characters: [mara], image: b.png, prompt: "The woman walks home. Night, moonlight."}
            """,
            title="Two pictures, and nothing says that it is one scene",
        ),
        Example(
            """
            characters: {mara: {image: refs/mara-front.png}}
            defaults: {characters: [mara]}
            shots:
              - id: s01
                image: refs/mara-front.png
                prompt: The woman sits in warm light. The light fades.
              - id: s02
                image: {from: s01, frame: last}
                prompt: The woman lies down. Cold moonlight on her face.
            """,
            title="Light that changes within a shot",
        ),
    ),
)
def lighting_drift(sequence: ShotSequence, facts: SequenceFacts) -> Iterator[Problem]:
    """Compares what prompts say of the light: soft or hard, warm or cool, high or low key, from the left or the right,
    its colour, and the time of day. A prompt that says nothing of one of them does not differ in it.

    A shot is compared with the shot from whose frame it starts, with the first shot from the same start picture, with
    the first shot of its scene where the file has scenes, always only where they have a character in common, and with
    the `lighting` of its characters in the bible. A character may be seen at another hour than the bible says: against
    the bible only softness and side are likely drift, everything else is possible, and everything is where the hours
    differ. Shots in which the light changes are left alone.

    ## Why it matters

    Light models the face. A nose lit from the other side, or skin under cold light that was warm a cut before, looks
    like another person before anybody can say why.

    ## What to do

    Write one line of light for each scene and repeat it, or leave the light to the picture.
    """
    scenes = _Scenes(Chains.of(sequence))
    for shot in sequence.shots:
        reading = read(shot, facts.of(shot)) if shot.characters is not None else None
        cast = {name: sequence.character_of(shot, name) for name in names_in(shot)}
        if reading is None or changes_light(reading.said, reading.text):
            continue
        lights = lights_in(reading.said, reading.text)
        if not lights:
            scenes.go_on(shot)
            continue
        this = _Lit(shot, reading, lights, frozenset(cast))
        found = next(scenes.contradictions(this), None) or next(_with_bible(this, cast, facts), None)
        if found is not None:
            yield found


@dataclass(frozen=True, slots=True)
class _Lit:
    """A shot with the light that its prompt asks for."""

    shot: Shot
    reading: Reading
    lights: tuple[Light, ...]
    cast: frozenset[str]

    def differs(self, mine: Light, theirs: str, by: str, evidence: Evidence, confidence: Confidence) -> Problem:
        """The finding on one quality of light."""
        return Problem(
            self.reading.part(mine.start, mine.end),
            f"The light is `{mine.words}` here, and {by} says `{theirs}`: the same face under another light looks like "
            "another face.",
            f"Write `{theirs}` here as well, or leave the light to the picture.",
            (evidence,),
            confidence=confidence,
            shot=self.shot,
        )


@dataclass
class _Scenes:
    """The light that earlier shots have set: at the end of each chain, from each start picture, in each scene."""

    chains: Chains
    _carried: dict[Shot, _Lit] = field(default_factory=dict)
    _first: dict[tuple[object, ...], _Lit] = field(default_factory=dict)

    def go_on(self, shot: Shot) -> None:
        """A shot that says nothing of the light keeps that of the one which it continues."""
        before = self._before(shot)
        if before is not None:
            self._carried[shot] = before

    def contradictions(self, this: _Lit) -> Iterator[Problem]:
        """Where the light of a shot differs from that of an earlier one that it shares it with."""
        before = self._before(this.shot)
        earlier = [before] if before is not None else []
        earlier += [self._first.setdefault(key, this) for key in _shared(this.shot)]
        self._carried[this.shot] = this
        for other in earlier:
            for mine, theirs, confidence in contradicting(this.lights, other.lights)[: bool(this.cast & other.cast)]:
                by = f"the shot `{other.shot.name}`" if other.shot.name else "the shot before"
                at = other.reading.part(theirs.start, theirs.end)
                evidence = Evidence(f"the light in {by}: {theirs.words}", at)
                yield this.differs(mine, theirs.words, by, evidence, confidence)

    def _before(self, shot: Shot) -> _Lit | None:
        sources = (source for _, source in self.chains.sources(shot))
        return next((self._carried[source] for source in sources if source in self._carried), None)


def _shared(shot: Shot) -> Iterator[tuple[object, ...]]:
    """What a shot has in common with others that show the same place at the same time."""
    if shot.image is not None and shot.image.value.kind in PICTURES:
        yield ("picture", place_of(shot.image.value, shot.image.file))
    steps = [step for step in shot.path if isinstance(step, int)]
    if len(steps) > 1 and isinstance(shot.path[0], str):
        yield ("scene", shot.file, shot.path[:-2])


def _with_bible(this: _Lit, cast: Mapping[str, Character | None], facts: SequenceFacts) -> Iterator[Problem]:
    for name, character in cast.items():
        if character is None:
            continue
        for declared in declared_by(character):
            if declared.key != LIGHTING:
                continue
            theirs = lights_in(facts.surroundings.prompts.of(declared.text), declared.text)
            differing = contradicting(this.lights, theirs)
            other_hour = any(mine.kind == "time" for mine, _, _ in differing)
            for mine, told, _ in sorted(differing, key=lambda triple: not triple[0].is_firm)[:1]:
                at = declared.words(told.start, told.end)
                evidence = Evidence(f"the light of `{name}` by the bible: {told.words}", at)
                confidence = Confidence.LIKELY if mine.is_firm and not other_hour else Confidence.POSSIBLE
                yield this.differs(mine, told.words, f"the bible for `{name}`", evidence, confidence)
