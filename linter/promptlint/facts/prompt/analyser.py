"""From prompts to facts: parse in batches, analyse one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.prompt.actions import ActionReader
from promptlint.facts.prompt.attributes import AttributeReader
from promptlint.facts.prompt.camera import CameraReader
from promptlint.facts.prompt.dialogue import find_dialogue, find_parameters
from promptlint.facts.prompt.fragments import cut_fragments
from promptlint.facts.prompt.language import detect_language
from promptlint.facts.prompt.mentions import MentionReader
from promptlint.facts.prompt.model import Label, PromptFacts
from promptlint.facts.prompt.negations import NegationReader
from promptlint.facts.prompt.parse import normalise, read_doc
from promptlint.facts.prompt.subjects import SubjectReader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from spacy.tokens import Doc

    from promptlint.facts.prompt.mentions import Mentions
    from promptlint.facts.prompt.model import Action, CameraMove, Motion
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import Vocabulary

ANALYSED_LIMIT = 12_000
LONGEST_WORD = 60
BATCH = 64


class PromptAnalyser:
    """Analyses prompts with one vocabulary. spaCy is imported and the pipeline loaded at the first English prompt."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.vocabulary = vocabulary
        self._mentions = MentionReader(vocabulary)
        self._camera = CameraReader(vocabulary)
        self._actions = ActionReader(vocabulary, self._camera)
        self._attributes = AttributeReader(vocabulary)
        self._subjects = SubjectReader(vocabulary)
        self._negations = NegationReader(vocabulary)

    def analyse(self, prompts: Sequence[str], batch_size: int = BATCH) -> list[PromptFacts]:
        """The facts of each prompt, in order. At most the first 12,000 code points of a prompt are analysed."""
        texts = [normalise(cut(prompt)) for prompt in prompts]
        languages = [detect_language(text, self.vocabulary.languages) for text in texts]
        results = [
            PromptFacts(language=language, words=len(prompt.split()), analysed=len(text))
            for prompt, text, language in zip(prompts, texts, languages, strict=True)
        ]
        english = [number for number, language in enumerate(languages) if language == "en"]
        if english:
            from promptlint.facts.prompt.pipeline import load_pipeline

            docs = load_pipeline().pipe([texts[number] for number in english], batch_size=batch_size)
            for number, doc in zip(english, docs, strict=True):
                results[number] = self._facts(prompts[number], texts[number], doc)
        return results

    def _facts(self, prompt: str, text: str, doc: Doc) -> PromptFacts:
        written = prompt[: len(text)]
        parse = read_doc(doc, written)
        fragments = cut_fragments(parse, text)
        dialogue, quoted = find_dialogue(text, written, self.vocabulary)
        for first, last in quoted:
            for i in range(len(parse)):
                if first <= parse.start[i] < last:
                    parse.hidden[i] = True
        mentions = self._mentions.read(text, written, quoted)
        camera = self._camera.read(parse)
        cuts = [
            (span.start, span.end)
            for span in (*mentions.fields["scene_changes"], *mentions.listed_as("playback_words"))
        ]
        taken = camera.taken | {
            i for i in range(len(parse)) if any(first <= parse.start[i] < last for first, last in cuts)
        }
        timelapse = mentions.has("timelapse_words")
        actions = self._actions.read(parse, taken, timelapse=timelapse)
        parameters = find_parameters(text, written, self.vocabulary)
        attributes = self._attributes.read(parse)
        looks = [(a.start, a.end) for a in attributes]
        fields = dict(mentions.fields)
        fields["style"] = tuple(
            s for s in fields["style"] if not any(s.start < end and start < s.end for start, end in looks)
        )
        return PromptFacts(
            language="en",
            words=len(prompt.split()),
            analysed=len(text),
            fragments=fragments,
            motion=judge_motion(actions, camera.moves, mentions),
            actions=actions,
            camera=tuple(camera.moves),
            attributes=attributes,
            subjects=self._subjects.read(parse, camera.taken | named_tokens(parse, mentions, parameters)),
            possessors=self._subjects.possessors(parse),
            time_of_day=mentions.time_of_day,
            framing=mentions.framing,
            negations=self._negations.read(parse),
            dialogue=dialogue,
            parameters=parameters,
            mentions=mentions.listed,
            lemmas=find_lemmas(parse),
            **fields,
        )


def named_tokens(parse: Parse, mentions: Mentions, parameters: tuple[Label, ...]) -> set[int]:
    """Tokens of light, style, framing and the like, which are no subjects."""
    labels = [label for label in (mentions.time_of_day, mentions.framing) if label is not None]
    spans = [
        *labels,
        *parameters,
        *mentions.fields["lighting"],
        *mentions.fields["style"],
        *mentions.fields["quality_tags"],
    ]
    places = [(span.start, span.end) for span in spans]
    return {i for i in range(len(parse)) if any(start <= parse.start[i] < end for start, end in places)}


def find_lemmas(parse: Parse) -> tuple[Label, ...]:
    """The words whose lemma is not how they are written."""
    return tuple(
        Label(parse.text(i, i), parse.start[i], parse.end[i], parse.lemma[i])
        for i in range(len(parse))
        if parse.lemma[i] != parse.lower[i]
    )


def cut(prompt: str) -> str:
    """The part that is analysed, at most 12,000 code points, ending at white space where there is some near."""
    if len(prompt) <= ANALYSED_LIMIT:
        return prompt
    space = prompt.rfind(" ", ANALYSED_LIMIT - LONGEST_WORD, ANALYSED_LIMIT)
    return prompt[: space if space > 0 else ANALYSED_LIMIT]


def judge_motion(actions: tuple[Action, ...], camera: list[CameraMove], mentions: Mentions) -> Motion:
    """Clear where something sure changes over time, possible where that is unsure."""
    if any(not action.negated and action.certainty != "possible" for action in actions):
        return "clear"
    if any(not move.negated and move.move not in {"static", "handheld"} for move in camera) or mentions.has(
        "timelapse_words"
    ):
        return "clear"
    unsure = any(not action.negated for action in actions) or any(move.move == "handheld" for move in camera)
    return "possible" if unsure or mentions.fields["scene_changes"] else "none"
