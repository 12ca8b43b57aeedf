"""A small project with pictures, some of which have something wrong with them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image

SHOT = """\
  - id: s{number}
    image: refs/{name}
    duration: 5
    prompt: The same woman from the reference turns her head slowly towards the window. Static camera.
"""
NAMES = ("small.png", "large.png", "damaged.png", "words.png", "quality.jpg", "none.png")


def write_film(folder: Path) -> Path:
    """Write a spec and its pictures, and return the spec."""
    refs = folder / "refs"
    refs.mkdir(parents=True)
    for name, side in (("small.png", 64), ("large.png", 1100), ("damaged.png", 300), ("quality.jpg", 1100)):
        Image.linear_gradient("L").resize((side, side)).convert("RGB").save(refs / name, quality=20)
    damaged = (refs / "damaged.png").read_bytes()
    (refs / "damaged.png").write_bytes(damaged[: len(damaged) // 2])
    (refs / "words.png").write_text("no picture")
    shots = "".join(SHOT.format(number=number, name=name) for number, name in enumerate(NAMES))
    spec = folder / "a.shot.yaml"
    spec.write_text(f"version: 1\ndefaults: {{model: kling-2.6}}\nshots:\n{shots}")
    return spec
