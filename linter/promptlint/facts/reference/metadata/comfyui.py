"""The prompt in a graph of ComfyUI: what leads to the positive input of a sampler, and not to the negative one."""

from __future__ import annotations

from typing import Any, Final

MAX_NODES: Final = 5_000
_TEXTS: Final = (
    "text", "text_g", "text_l", "prompt", "positive_prompt", "string", "value", "clip_l", "t5xxl", "wildcard_text",
)  # fmt: skip
_NO_CONDITIONING: Final = frozenset(
    {
        "clip", "clip_vision", "control_net", "guidance", "image", "latent", "latent_image", "mask", "model",
        "negative", "noise", "pixels", "sampler", "samples", "seed", "sigmas", "start_image", "vae",
    }
)  # fmt: skip
_WORDY: Final = ("text", "prompt", "string", "wildcard")


def positive_prompt(data: dict[str, Any]) -> str | None:
    """The texts of the positive prompt, joined by commas.

    Args:
        data: a graph as ComfyUI runs it, or as its editor saves it.

    Returns:
        None where this is no graph, or no text leads to a sampler.
    """
    graph = _of_editor(data) if isinstance(data.get("nodes"), list) else data
    nodes = {
        str(name): node["inputs"]
        for name, node in graph.items()
        if isinstance(node, dict) and isinstance(node.get("class_type"), str) and isinstance(node.get("inputs"), dict)
    }
    if not nodes or len(nodes) > MAX_NODES:
        return None
    texts: dict[str, None] = {}
    for inputs in nodes.values():
        start = inputs.get("positive", inputs.get("guider"))
        if _is_link(start):
            texts |= dict.fromkeys(_texts_behind(nodes, str(start[0])))
    return ", ".join(texts) or None


def _texts_behind(nodes: dict[str, dict[str, Any]], first: str) -> list[str]:
    """Every text on the way to a node, in the order in which it is met."""
    texts: list[str] = []
    waiting, seen = [first], set()
    while waiting:
        name = waiting.pop()
        inputs = nodes.get(name)
        if inputs is None or name in seen:
            continue
        seen.add(name)
        texts += [text.strip() for key in _TEXTS if isinstance(text := inputs.get(key), str) and text.strip()]
        through = ["positive"] if "positive" in inputs else [key for key in inputs if key not in _NO_CONDITIONING]
        waiting += [str(inputs[key][0]) for key in reversed(through) if _is_link(inputs.get(key))]
    return texts


def _is_link(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and isinstance(value[0], str | int) and isinstance(value[1], int)


def _of_editor(data: dict[str, Any]) -> dict[str, Any]:
    """A graph as the editor saves it, in the form in which it is run."""
    links = {
        link[0]: [str(link[1]), link[2]]
        for link in _list(data.get("links"))
        if isinstance(link, list) and len(link) >= 5 and isinstance(link[0], int) and isinstance(link[2], int)
    }
    graph: dict[str, Any] = {}
    for node in data["nodes"]:
        if not isinstance(node, dict) or "id" not in node:
            continue
        kind = str(node.get("type", ""))
        inputs: dict[str, Any] = {}
        for entry in _list(node.get("inputs")):
            if isinstance(entry, dict) and isinstance(link := entry.get("link"), int) and link in links:
                inputs[str(entry.get("name"))] = links[link]
        widgets = node.get("widgets_values")
        if isinstance(widgets, list) and any(word in kind.lower() for word in _WORDY):
            text = next((value for value in widgets if isinstance(value, str) and value.strip()), None)
            if text is not None:
                inputs.setdefault("text", text)
        graph[str(node["id"])] = {"class_type": kind, "inputs": inputs}
    return graph


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
