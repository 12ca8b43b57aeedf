"""Generation prompts in the forms that image generators write: the text alone, without settings and negative prompt."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, Final

from promptlint.facts.reference.metadata.comfyui import positive_prompt
from promptlint.facts.reference.metadata.found import Found, caption, generator

MAX_JSON: Final = 4_000_000
_SETTINGS: Final = re.compile(r"^(?:Negative prompt:|Steps: \d)", re.MULTILINE)
_MIDJOURNEY: Final = re.compile(r"\s(?:--(?:v|ar|s|q|style|stylize|chaos|seed|niji|raw|no|iw|c|p|profile)\b|Job ID:)")
_EMPHASIS: Final = re.compile(r"(?<!\\)[()\[\]{}]|:[0-9]+(?:\.[0-9]+)?(?=[)\s,]|$)|<lora:[^>]*>|\bBREAK\b")


def read_parameters(source: str, text: str) -> Iterator[Found]:
    """The form of the Stable Diffusion web UI and what followed it: prompt, ``Negative prompt:``, ``Steps: ...``."""
    settings = _SETTINGS.search(text)
    if settings is None and "Steps: " not in text:
        return
    prompt = text[: settings.start()] if settings else text.partition("Steps: ")[0]
    yield caption(source, "prompt", plain_words(prompt))
    yield generator("Stable Diffusion web UI")


def read_midjourney(source: str, text: str) -> Iterator[Found]:
    """The form of Midjourney: the prompt, options that begin with two hyphens, and the id of the job."""
    options = _MIDJOURNEY.search(text)
    if options is not None:
        yield caption(source, "prompt", text[: options.start()])
        yield generator("Midjourney")


def read_json(source: str, text: str) -> Iterator[Found]:
    """Prompts in JSON: a graph of ComfyUI, or the settings of InvokeAI, Fooocus, NovelAI and others."""
    if len(text) > MAX_JSON or not text.lstrip().startswith("{"):
        return
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return
    if not isinstance(data, dict):
        return
    graph = positive_prompt(data)
    if graph is not None:
        yield caption(f"ComfyUI graph in {source}", "prompt", plain_words(graph))
        yield generator("ComfyUI")
        return
    prompt = _prompt_in(data)
    if prompt:
        yield caption(source, "prompt", plain_words(prompt))


def plain_words(prompt: str) -> str:
    """A prompt without weights and the names of added networks: ``(red hair:1.2)`` says red hair."""
    return re.sub(r"[ \t]{2,}", " ", _EMPHASIS.sub("", prompt)).strip()


def _prompt_in(data: dict[str, Any]) -> str | None:
    """The prompt among settings, also one level down."""
    for holder in (data, *(value for value in data.values() if isinstance(value, dict))):
        for key in ("positive_prompt", "full_prompt", "prompt", "Prompt"):
            value = holder.get(key)
            if isinstance(value, list) and value:
                value = value[0].get("prompt") if isinstance(value[0], dict) else value[0]
            if isinstance(value, str) and value.strip():
                return value
    return None
