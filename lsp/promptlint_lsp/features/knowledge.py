"""What is known of the shots around the cursor, also while the line that is being typed keeps the file from parsing."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from promptlint.document import Document
from promptlint.profiles import ANYHOW, Ambiguous, Context, Profile
from promptlint.spec.fields import DEFAULTS_KEYS
from promptlint.spec.model import Character, Shot, SpecFile
from promptlint.spec.sequence import ShotSequence
from promptlint_lsp.features.mending import MOST, blanked, composed, earlier_file, file_of, without_broken_lines
from promptlint_lsp.features.site import Site
from promptlint_lsp.view import View


@dataclass(eq=False)
class Knowledge:
    """The spec around a site.

    Attributes:
        view: the spec as its text is now.
        offset: the cursor.
        site: what stands there.
    """

    view: View
    offset: int
    site: Site

    @cached_property
    def file(self) -> SpecFile:
        """The spec; where it does not parse, without the line at the cursor, else as it was when it last did."""
        now = self.view.file
        if not now.document.errors:
            return now
        earlier = earlier_file(self.view)
        if len(now.source.text) <= MOST:
            text, document = self._without_line()
            if not document.errors:
                return file_of(now, text, document, earlier.base if earlier is not None else None)
        return earlier or now

    def _without_line(self) -> tuple[str, Document]:
        """The text without what is being typed, and what it reads as.

        A line that holds others gives way to a key, so that these still stand below something.
        """
        file, source = self.view.file, self.view.file.source
        line, column = source.line_of(self.offset), self.site.column
        start, end = source.line_span(line)
        blank = blanked(source, source.text, line)
        document = composed(file, blank)
        if document.errors and start + column + 2 <= end:
            with_key = f"{source.text[: start + column]}{'x:'.ljust(end - start - column)}{source.text[end:]}"
            other = composed(file, with_key)
            if not other.errors:
                return with_key, other
        return without_broken_lines(file, blank, document)

    @cached_property
    def shot(self) -> Shot | None:
        """The shot that the site lies in; None in defaults, in the bible, and in a shot that has only begun.

        Neither is it known where all there is to go by is an earlier text.
        """
        is_earlier = len(self.file.source.text) != len(self.view.file.source.text)
        if is_earlier or set(DEFAULTS_KEYS) & set(self.site.path) or self.site.path[:1] == ("characters",):
            return None
        before = [shot for shot in self.file.shots if shot.node.start <= self.offset]
        shot = max(before, key=lambda one: one.node.start, default=None)
        if shot is None or self.offset <= shot.node.end:
            return shot
        line = self.file.source.line_span(self.file.source.line_of(self.offset)).start
        between = self.file.source.text[shot.node.end : max(line, shot.node.end)]
        return shot if not between.strip() and not self.site.new_entry and shot.file is self.file else None

    @cached_property
    def model(self) -> tuple[Profile | None, Context]:
        """The model of the shot, or of the file's defaults, and the circumstances that are known."""
        if self.shot is not None:
            facts = self.view.project.facts_of(self.shot)
            return facts.profile, facts.context
        named = self.file.defaults.get("model")
        found = self.view.project.surroundings.profiles.find(named.value) if named is not None else None
        if found is None or isinstance(found, Ambiguous):
            return None, ANYHOW
        return found.profile, Context(id=found.alias, host=found.host)

    @cached_property
    def sequence(self) -> ShotSequence:
        """The shots of the project, those of this file as they are now."""
        others = [file for file in self.view.project.sequence.files if file.path != self.file.path]
        return ShotSequence([self.file, *others])

    @cached_property
    def characters(self) -> list[Character]:
        """The characters that a shot of the file may name, its own bible first."""
        own = list(self.file.characters.values())
        return list({one.name: one for one in (*self.sequence.characters, *reversed(own))}.values())[::-1]

    def shots_before(self) -> list[Shot]:
        """The shots with an id, those of the file before the cursor first, the closest of them first."""
        named = [shot for shot in self.sequence.shots if shot.name is not None and shot is not self.shot]
        here = [shot for shot in named if shot.file is self.file]
        before = [shot for shot in here if shot.node.start < self.offset]
        after = [shot for shot in here if shot.node.start >= self.offset]
        return [*reversed(before), *after, *(shot for shot in named if shot.file is not self.file)]
