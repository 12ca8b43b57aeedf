"""Whether words that can name a camera move do so where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from promptlint.facts.prompt.parse import BREAKS

if TYPE_CHECKING:
    from promptlint.facts.prompt.parse import Parse
    from promptlint.facts.prompt.vocabulary import MoveTerm, Vocabulary

LOOK_BACK = 6
LINKS = frozenset({"conj", "xcomp", "advcl", "parataxis", "ccomp", "list"})
UNAIMED = frozenset({"static", "handheld", "shake"})


class CameraContext:
    """Looks for the camera around a word, and for what forbids the camera reading."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        words = vocabulary.words
        self.directions = vocabulary.directions
        self.subjects = words("camera_subjects")
        self.drones = self.subjects | words("camera_nouns")
        self.body = words("body_parts")
        self.still_views = words("still_views")
        self.held = words("handheld_things")
        self.pan_company = words("pan_company")
        self.shot_nouns = words("shot_nouns")
        self.slow = words("slow_words")
        self.fast = words("fast_words")
        self.generic = words("generic_move_nouns")
        self.adjectives = words("move_adjectives")
        self.between = words("aspectual", "hold_verbs")

    def licenses(self, parse: Parse, tokens: list[int], words: tuple[str, ...], term: MoveTerm) -> bool:
        """The term, found at these tokens, names a camera move here."""
        head = tokens[0]
        if parse.tag[head] == "VBN" and parse.child(head, "aux", "aux:pass") is None and term.move not in UNAIMED:
            return False
        if self.has_camera(parse, head) and self._near(parse, head, term):
            return not (term.move == "static" and len(words) == 1 and parse.is_verb(head))
        if self._vetoed(parse, tokens, words):
            return False
        if term.bare:
            return True
        return term.lead and self._leads(parse, head)

    def _near(self, parse: Parse, i: int, term: MoveTerm) -> bool:
        """A noun that names no move by itself needs the camera right before it.

        "Camera drift" is a move, "static camera with slight drift" is none.
        """
        if term.bare or parse.is_verb(i) or parse.tag[i] in {"JJ", "RB"} or self._under_heading(parse, i):
            return True
        back = i - 1
        while (
            back >= 0
            and parse.fragment[back] == parse.fragment[i]
            and (parse.pos[back] in {"ADV", "ADJ", "AUX"} or parse.lower[back].endswith("ly"))
        ):
            back -= 1
        return back >= 0 and (parse.lemma[back] in self.subjects or parse.lower[back] in {"and", ",", "then"})

    def has_camera(self, parse: Parse, i: int) -> bool:
        """The camera is subject of this word, stands just before it, or heads its fragment ("Camera: slow arc")."""
        seen: set[int] = set()
        verb = i
        while verb not in seen:
            seen.add(verb)
            subject = parse.subject(verb)
            if subject is not None:
                return parse.lemma[subject] in self.subjects and not self._is_thing(parse, subject)
            if (
                parse.dep[verb] in LINKS
                and parse.is_verb(parse.head[verb])
                and parse.fragment[verb] - parse.fragment[parse.head[verb]] <= 1
            ):
                if (
                    parse.dep[verb] in {"list", "parataxis"}
                    and parse.fragment[verb] != parse.fragment[parse.head[verb]]
                ):
                    break
                verb = parse.head[verb]
            else:
                break
        if parse.dep[i] == "compound" and parse.lemma[parse.head[i]] in self.subjects:
            return True
        for back in range(i - 1, max(-1, i - 1 - LOOK_BACK), -1):
            if parse.fragment[back] != parse.fragment[i]:
                break
            if parse.lemma[back] in self.subjects or parse.lower[back] in self.subjects:
                return not self._is_thing(parse, back)
            between = (
                parse.pos[back] in {"ADV", "AUX", "PART", "CCONJ"}
                or parse.lower[back].endswith("ly")
                or parse.lemma[back] in self.between
            )
            if not between:
                break
        return self._under_heading(parse, i)

    def _is_thing(self, parse: Parse, i: int) -> bool:
        """A camera or screen that is an object of the scene: "her camera", "a drone", "the television screen"."""
        if parse.lemma[i] in {"drone", "screen", "lens", "dolly", "crane"}:
            before = parse.lower[i - 1] if i else ""
            return before in {"a", "an", "his", "her", "their", "its"} or (
                i > 0 and parse.is_noun(i - 1) and parse.dep[i - 1] == "compound"
            )
        return i > 0 and parse.lower[i - 1] in {"his", "her", "their", "its"}

    def _under_heading(self, parse: Parse, i: int) -> bool:
        """The sentence begins with "Camera:" or the like."""
        start = i
        while (
            start > 0
            and parse.lower[start - 1] not in {".", ";", "!", "?"}
            and "\n" not in parse.prompt[parse.end[start - 1] : parse.start[start]]
        ):
            start -= 1
            if i - start > 40:
                return False
        for colon in range(start + 1, min(start + 4, i)):
            if parse.lower[colon] == ":":
                return parse.lower[start] in self.drones or parse.lower[colon - 1] in self.generic
        return False

    def _leads(self, parse: Parse, i: int) -> bool:
        """Only adjectives and adverbs stand before the word in its fragment, and it has no subject."""
        if parse.subject(i) is not None or parse.tag[i] in {"VBN", "VBD"}:
            return False
        if parse.tag[i] == "NNS" or parse.dep[i] in {"nsubj", "obj", "nsubj:pass"}:
            return False
        back = i - 1
        while back >= 0 and parse.fragment[back] == parse.fragment[i] and parse.lower[back] not in BREAKS:
            if (
                parse.lower[back] not in self.adjectives
                and parse.lower[back] != "-"
                and parse.pos[back] not in {"DET", "NUM"}
            ):
                return False
            back -= 1
        return parse.tag[i] != "VBG" or back < 0 or parse.lower[back] in {".", ";", ":", "!"}

    def _vetoed(self, parse: Parse, tokens: list[int], words: tuple[str, ...]) -> bool:
        """The words stand there, and mean something else: a head tilts, a pan is for frying, cars zoom past."""
        i, last = tokens[0], tokens[-1]
        subject = parse.subject(i)
        if subject is not None and subject < i and parse.lemma[subject] not in self.subjects:
            return True
        if (
            parse.dep[i] == "acl"
            and parse.is_verb(i)
            and parse.lemma[parse.head[i]] not in self.drones | {"sequence", "video", "scene", "clip", "film"}
        ):
            return True
        if (
            parse.dep[i] == "conj"
            and parse.is_verb(i)
            and parse.is_verb(parse.head[i])
            and parse.subject(parse.head[i]) is not None
        ):
            return True
        before = parse.lemma[i - 1] if i else ""
        following = parse.lower[last + 1] if last + 1 < len(parse) else ""
        if before in self.body or (parse.dep[i] in {"obj", "conj"} and before in {"her", "his", "its"}):
            return True
        inside = i > 0 and parse.fragment[i - 1] == parse.fragment[i] and parse.lower[i - 1] not in BREAKS
        if parse.tag[i] == "NNS" and inside:
            return True
        first = words[0]
        if (first in {"tilt", "pan", "zoom", "pull", "push"} and len(words) == 1) or first in {"pull", "push"}:
            thing = parse.child(i, "obj")
            if thing is not None and parse.is_verb(i) and parse.lemma[thing] not in self.subjects:
                return True
        if words == ("tilt",):
            return self._is_bodily(parse, i) or (
                following not in {"up", "down", "upward", "downward", "upwards", "downwards"}
                and not self._leads(parse, i)
            )
        if words == ("pan",):
            free = (
                following in self.pan_company
                or self.directions.get(following) is not None
                or following in BREAKS | {"", "and"}
            )
            slow = i > 0 and (
                parse.lower[i - 1]
                in self.slow | self.fast | {"camera", "horizontal", "lateral", "whip", "left", "right"}
            )
            return not (slow or (free and self._leads(parse, i) and following not in {"of"}))
        if words[0] in {"handheld", "hand"} and len(words) <= 2:
            return (
                bool(following)
                and last + 1 < len(parse)
                and parse.is_noun(last + 1)
                and parse.lemma[last + 1] in self.held
            )
        if words in (("dolly",), ("fpv",)):
            return parse.dep[i] in {"obj", "obl", "nmod"} and following not in self.directions
        if words in {("locked", "off"), ("locked", "down")}:
            return False
        return False

    def _is_bodily(self, parse: Parse, i: int) -> bool:
        around = range(max(0, i - 2), min(len(parse), i + 5))
        return any(parse.lemma[k] in self.body and parse.fragment[k] == parse.fragment[i] for k in around)
