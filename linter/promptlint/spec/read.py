"""From node trees to typed shots: aliases, defaults, nested scenes, the character bible."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from promptlint.document import Document, Entry, Mapping, Node, Scalar, Sequence, is_null, resolve
from promptlint.spec.fields import (
    CHARACTER_IMAGE_KEYS,
    CHARACTER_KEYS,
    DEFAULTS_KEYS,
    FIELD_BY_KEY,
    FILE_KEYS,
    LIST_KEYS,
    MOTION_FIELDS,
    PRECEDENCE,
    REFERENCE_KEYS,
    TELLING_KEYS,
    UNCHECKED_KEYS,
    VERSION,
    FieldSpec,
    JsonSchema,
)
from promptlint.spec.model import (
    Character,
    Field,
    KeyPath,
    Layout,
    Place,
    Recognition,
    Shot,
    SpecFile,
    UnknownKey,
    UnreadValue,
)
from promptlint.spec.recognise import is_head, layout_of
from promptlint.spec.values import Reference, read_name, read_names, read_plain, read_reference, read_text, size_of
from promptlint.text import SourceText

_START_ROLES = frozenset({"start", "start_frame", "first", "first_frame"})
_END_ROLES = frozenset({"end", "end_frame", "last", "last_frame", "tail"})
_ID_KEYS = ("name", "id")
_FREE_PREFIXES = ("x-", "$")
_SCENE_KEYS = frozenset({"title", "order", *UNCHECKED_KEYS, *LIST_KEYS, *DEFAULTS_KEYS, *FIELD_BY_KEY["id"].keys})
_ROOT_KEYS = frozenset({*FILE_KEYS, *UNCHECKED_KEYS})
_FILE_KEYS = _ROOT_KEYS | {*LIST_KEYS, *DEFAULTS_KEYS}
_REFERENCE_FIELDS = frozenset({"image", "end_image", "references", "extend", "motion.reference"})

Fields = dict[str, Field[Any]]


def read_file(
    path: Path,
    name: str,
    source: SourceText,
    document: Document,
    recognition: Recognition,
    base: SpecFile | None = None,
) -> SpecFile:
    """Read every document of a file.

    ``base`` is the file that it extends, already read: its defaults and characters are inherited.
    A document that is no shot spec adds no shot; ``layouts`` says which were read.
    """
    file = SpecFile(path, name, source, document, recognition, base=base)
    if base is not None:
        file.defaults = {key: _inherited(value) for key, value in base.defaults.items()}
        file.characters = dict(base.characters)
    many = len(document.roots) > 1
    for index, root in enumerate(document.roots):
        layout = layout_of(root)
        if layout is None and (recognition != "content" or (many and is_head(root))):
            layout = _declared_layout(root)
        reader = _Reader(file, (index,) if many else ())
        if layout is not None:
            file.layouts.append(layout)
            reader.read(root, layout)
        elif recognition != "content" and not is_null(root):
            reader.unread(root, reader.prefix, {"$ref": "#/$defs/document"})
    return file


def extends_entry(document: Document) -> Entry | None:
    """The ``extends`` entry of a file."""
    for root in document.roots:
        if isinstance(root, Mapping) and (entry := root.get("extends")):
            return entry
    return None


def _declared_layout(root: Node) -> Layout | None:
    """The layout of a document that is a shot spec by its name although little in it tells so."""
    if isinstance(root, Sequence):
        return "list"
    if isinstance(root, Mapping):
        keys = {entry.key.value for entry in root}
        return "shot" if keys & TELLING_KEYS else "file"
    return None


class _Reader:
    def __init__(self, file: SpecFile, prefix: KeyPath) -> None:
        self.file = file
        self.prefix = prefix

    def unread(self, node: Node, path: KeyPath, schema: JsonSchema, key: Scalar | None = None) -> None:
        self.file.unread.append(UnreadValue(node, path, schema, key))

    def unknown(self, mapping: Mapping, entry: Entry, path: KeyPath, place: Place) -> None:
        self.file.unknown.append(UnknownKey(mapping, entry, path, place))

    def read(self, root: Node, layout: Layout) -> None:
        match root:
            case Sequence():
                self.shots(root, self.prefix, self.file.defaults)
            case Mapping() if layout == "file":
                self.container(root, self.prefix, self.file.defaults)
            case Mapping():
                self.head(root)
                self.shot(root, self.prefix, self.file.defaults)

    def head(self, root: Mapping) -> None:
        """What stands beside the shots at the top of a file."""
        version, extends, bible = root.get("version"), root.get("extends"), root.get("characters")
        if version is not None and not is_null(version.value) and self.file.recognition != "content":
            value = resolve(version.value) if isinstance(version.value, Scalar) else None
            if isinstance(value, bool) or value not in (VERSION, str(VERSION)):
                schema = {"$ref": "#/$defs/version"}
                self.unread(version.value, (*self.prefix, "version"), schema, version.key)
        if extends is not None and not is_null(extends.value) and not (read_text(extends.value) or "").strip():
            self.unread(extends.value, (*self.prefix, "extends"), {"$ref": "#/$defs/extends"}, extends.key)
        if bible is not None and not is_null(bible.value) and not _are_names(bible.value, root):
            self.characters(bible.value, (*self.prefix, "characters"), bible.key)

    def container(self, mapping: Mapping, path: KeyPath, inherited: Fields) -> None:
        """A file or a scene: its bible, its defaults, and the lists of shots in it."""
        defaults = dict(inherited)
        for key in reversed(DEFAULTS_KEYS):
            entry = mapping.get(key)
            if entry is None or is_null(entry.value):
                continue
            if isinstance(entry.value, Mapping):
                own, _, _ = self.fields(entry.value, (*path, key), "defaults")
                defaults |= {name: _inherited(value) for name, value in own.items()}
            else:
                self.unread(entry.value, (*path, key), {"$ref": "#/$defs/defaults"}, entry.key)
        place: Place = "scene"
        known = _SCENE_KEYS
        if path == self.prefix:
            self.file.defaults = defaults
            self.head(mapping)
            place, known = "file", _FILE_KEYS
        self.order(mapping, path)
        for entry in mapping.entries:
            key = entry.key.value
            if key not in known and not key.startswith(_FREE_PREFIXES):
                self.unknown(mapping, entry, (*path, key), place)
        for key in LIST_KEYS:
            entry = mapping.get(key)
            if entry is None or is_null(entry.value):
                continue
            if isinstance(entry.value, Sequence):
                self.shots(entry.value, (*path, key), defaults)
            else:
                self.unread(entry.value, (*path, key), {"$ref": "#/$defs/shots"}, entry.key)
        if place == "scene":
            for key in FIELD_BY_KEY["id"].keys:
                entry = mapping.get(key)
                if entry is not None and not is_null(entry.value) and read_name(entry.value) is None:
                    self.unread(entry.value, (*path, key), {"$ref": "#/$defs/name"}, entry.key)

    def order(self, mapping: Mapping, path: KeyPath) -> None:
        """The place of a file or scene."""
        entry = mapping.get("order")
        if entry is None or is_null(entry.value):
            return
        spec = FIELD_BY_KEY["order"]
        number = spec.read(entry.value)
        if number is None:
            self.unread(entry.value, (*path, "order"), spec.schema, entry.key)
        else:
            self.file.orders[path] = number

    def shots(self, sequence: Sequence, path: KeyPath, defaults: Fields) -> None:
        for index, item in enumerate(sequence.items):
            if not isinstance(item, Mapping):
                self.unread(item, (*path, index), {"$ref": "#/$defs/shotOrScene"})
            elif any(isinstance(entry.value, Sequence) for key in LIST_KEYS if (entry := item.get(key))):
                self.container(item, (*path, index), defaults)
            else:
                self.shot(item, (*path, index), defaults)

    def shot(self, mapping: Mapping, path: KeyPath, defaults: Fields) -> None:
        own, unknown, shadowed = self.fields(mapping, path, "shot")
        if "order" in own:
            self.file.orders[path] = own["order"].value
        self.file.shots.append(Shot(self.file, mapping, path, {**defaults, **own}, unknown, shadowed))

    def fields(
        self, mapping: Mapping, path: KeyPath, place: Place
    ) -> tuple[Fields, list[Entry], list[tuple[Entry, Field[Any]]]]:
        """The fields of a mapping, its entries with unknown keys, and those that a better key overrides."""
        found: Fields = {}
        unknown: list[Entry] = []
        shadowed: list[tuple[Entry, Field[Any]]] = []
        at_root = place == "shot" and path == self.prefix
        for entry in mapping.entries:
            key = entry.key.value
            spec = FIELD_BY_KEY.get(key)
            if spec is not None:
                if not (at_root and key == "characters" and not _are_names(entry.value, mapping)):
                    self._put(found, spec, entry, (*path, key), shadowed)
            elif key == "motion":
                self._motion(found, entry, (*path, key), unknown, shadowed)
            elif key in UNCHECKED_KEYS or key.startswith(_FREE_PREFIXES) or (at_root and key in _ROOT_KEYS):
                continue
            else:
                unknown.append(entry)
                self.unknown(mapping, entry, (*path, key), place)
        self._size(found)
        if "image" in found and isinstance(found["image"].node, Sequence):
            self._deal_out_roles(found)
        return found, unknown, shadowed

    def _put(
        self,
        found: Fields,
        spec: FieldSpec,
        entry: Entry,
        path: KeyPath,
        shadowed: list[tuple[Entry, Field[Any]]],
    ) -> None:
        node = entry.value
        if is_null(node):
            return
        key = entry.key.value
        value = spec.reader_of(key)(node) if spec.special_keys else spec.read(node)
        if node.__class__ is not Scalar and spec.name in _REFERENCE_FIELDS:
            self._reference_keys(node, path)
        if value is None:
            self._refuse(spec, entry, path)
            if spec.name != "image" or not isinstance(node, Sequence):
                return
        field = Field(spec.name, entry.key, node, value, path, self.file)
        other = found.get(spec.name)
        if other is None:
            found[spec.name] = field
            return
        if PRECEDENCE.get(key, 0) < PRECEDENCE.get(other.key.value, 0):
            found[spec.name], field, other = field, other, field
        if field.key.value not in _ID_KEYS:
            shadowed.append((Entry(field.key, field.node), other))

    def _refuse(self, spec: FieldSpec, entry: Entry, path: KeyPath) -> None:
        """Note a value that could not be read; of a list, the items that could not."""
        readers = {
            "characters": (read_names, "name"),
            "image": (read_reference, "reference"),
            "references": (read_reference, "reference"),
        }
        if isinstance(entry.value, Sequence) and spec.name in readers:
            read, definition = readers[spec.name]
            for index, item in enumerate(entry.value.items):
                if read(item) is None or isinstance(item, Sequence):
                    self.unread(item, (*path, index), {"$ref": f"#/$defs/{definition}"})
        else:
            schema = spec.schema_of(entry.key.value)
            if path[-1] == "motion":
                schema = {"$ref": "#/$defs/motion"}
            self.unread(entry.value, path, schema, entry.key)

    def _reference_keys(self, node: Node, path: KeyPath) -> None:
        """Note unknown keys in a reference, or in a list of them."""
        if isinstance(node, Mapping):
            for entry in node.entries:
                key = entry.key.value
                if key not in REFERENCE_KEYS and key not in UNCHECKED_KEYS and not key.startswith(_FREE_PREFIXES):
                    self.unknown(node, entry, (*path, key), "reference")
        elif isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                if isinstance(item, Mapping):
                    self._reference_keys(item, (*path, index))

    def _motion(
        self,
        found: Fields,
        entry: Entry,
        path: KeyPath,
        unknown: list[Entry],
        shadowed: list[tuple[Entry, Field[Any]]],
    ) -> None:
        """``motion:`` as a mapping; as a bare text or number it is the strength."""
        if not isinstance(entry.value, Mapping):
            self._put(found, MOTION_FIELDS["strength"], entry, path, shadowed)
            return
        for inner in entry.value.entries:
            key = inner.key.value
            spec = MOTION_FIELDS.get(key)
            if spec is None and (flat := FIELD_BY_KEY.get(key)) and flat.name.startswith("motion."):
                spec = flat
            if spec is not None:
                self._put(found, spec, inner, (*path, key), shadowed)
            elif key not in UNCHECKED_KEYS and not key.startswith(_FREE_PREFIXES):
                unknown.append(inner)
                self.unknown(entry.value, inner, (*path, key), "motion")

    def _size(self, found: Fields) -> None:
        """``width`` and ``height`` together are a resolution."""
        width, height = found.get("width"), found.get("height")
        if "resolution" not in found and width and height and width.value > 0 and height.value > 0:
            found["resolution"] = replace(width, name="resolution", value=size_of(width.value, height.value))

    def _deal_out_roles(self, found: Fields) -> None:
        """A list under ``image``: the start frame, the end frame and further references by their roles."""
        field = found.pop("image")
        assert isinstance(field.node, Sequence)
        further: list[Reference] = []
        for index, item in enumerate(field.node.items):
            reference = read_reference(item)
            if reference is None:
                continue
            name = _role_field(reference, first=index == 0)
            if name == "references" or name in found:
                further.append(reference)
            else:
                found[name] = Field(name, field.key, item, reference, (*field.path, index), self.file)
        if further:
            earlier = found["references"].value if "references" in found else []
            found["references"] = replace(field, name="references", value=[*earlier, *further])

    def characters(self, node: Node, path: KeyPath, key: Scalar) -> None:
        """The character bible: a mapping by name, or a list of mappings with ``name`` or ``id``."""
        if isinstance(node, Mapping):
            for entry in node.entries:
                inner = (*path, entry.key.value)
                if isinstance(entry.value, Mapping):
                    self.character(entry.key.value, entry.key, entry.value, inner)
                else:
                    self.unread(entry.value, inner, {"$ref": "#/$defs/character"}, entry.key)
        elif isinstance(node, Sequence):
            for index, item in enumerate(node.items):
                name = _name_entry(item)
                if name is not None and isinstance(item, Mapping) and isinstance(name.value, Scalar):
                    self.character(name.value.value, name.value, item, (*path, index))
                else:
                    self.unread(item, (*path, index), {"$ref": "#/$defs/namedCharacter"})
        else:
            self.unread(node, path, {"$ref": "#/$defs/bible"}, key)

    def character(self, name: str, key: Scalar, mapping: Mapping, path: KeyPath) -> None:
        character = Character(name, key, mapping, path, self.file)
        for entry in mapping.entries:
            attribute = entry.key.value
            inner = (*path, attribute)
            if is_null(entry.value):
                continue
            if attribute in CHARACTER_IMAGE_KEYS:
                character.image = self.picture(entry, inner) or character.image
            elif attribute == "views" and isinstance(entry.value, Mapping):
                for view in entry.value.entries:
                    reference = self.picture(view, (*inner, view.key.value))
                    if reference is not None:
                        character.views[view.key.value] = reference
            elif attribute == "views":
                self.unread(entry.value, inner, {"$ref": "#/$defs/views"}, entry.key)
            else:
                character.attributes[attribute] = Field(
                    attribute, entry.key, entry.value, read_plain(entry.value), inner, self.file
                )
                if attribute not in CHARACTER_KEYS and attribute not in _ID_KEYS:
                    self.unknown(mapping, entry, inner, "character")
        self.file.characters[name] = character

    def picture(self, entry: Entry, path: KeyPath) -> Reference | None:
        """A picture of a character."""
        reference = read_reference(entry.value)
        self._reference_keys(entry.value, path)
        if reference is None and not is_null(entry.value):
            self.unread(entry.value, path, {"$ref": "#/$defs/reference"}, entry.key)
        return reference


def _inherited(field: Field[Any]) -> Field[Any]:
    return Field(field.name, field.key, field.node, field.value, field.path, field.file, True)


def _are_names(node: Node, root: Mapping) -> bool:
    """Whether ``characters`` at the top of a file lists names, as it may in a file that is one shot."""
    return not isinstance(node, Mapping) and any(entry.key.value in TELLING_KEYS for entry in root)


def _name_entry(item: Node) -> Entry | None:
    """The entry that names a character in a bible that is a list."""
    if not isinstance(item, Mapping):
        return None
    named = (entry for key in _ID_KEYS if (entry := item.get(key)) and read_name(entry.value) is not None)
    return next(named, None)


def _role_field(reference: Reference, *, first: bool) -> str:
    role = (reference.role or "").lower().replace("-", "_")
    if role in _START_ROLES or (not role and first):
        return "image"
    return "end_image" if role in _END_ROLES else "references"
