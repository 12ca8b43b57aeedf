"""Seeded, realistic shot specs for measurements: several models, several ways of writing YAML, a few mistakes."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Final

SUBJECTS: Final = (
    "The same woman from the reference",
    "The same man from the reference",
    "The copper kettle",
    "The singer on the small stage",
    "The old fishing boat",
)
ACTIONS: Final = (
    "turns her head slowly towards the window",
    "lowers the letter and breathes out",
    "stays still while the light moves across from left to right",
    "raises one arm into the blue beam and holds it there",
    "rocks gently on the swell while the lamp stays lit",
    "folds the map once along the crease and looks up",
    "walks three steps towards the camera and stops",
)
SETTINGS: Final = (
    "Soft window light from camera-left.",
    "Overcast light, muted colours.",
    "Warm evening light that stays constant over the clip.",
    "The background stays as it is in the picture.",
)
CAMERAS: Final = ("static", "slow push-in", "slow pull-out", "locked-off", "slow pan left")
STRENGTHS: Final = (*("subtle",) * 6, "low", "low", "moderate", "strong")
CONFIG: Final = 'select = ["S", "A", "D", "M"]\n'
"""The families that the goals are about."""

NEGATIVES: Final = "blur, distort, extra limbs, shaky camera"


@dataclass(frozen=True, slots=True)
class Model:
    """What the generator knows of a model."""

    name: str
    durations: tuple[str, ...]
    ratio: str
    negative: bool


MODELS: Final = (
    Model("kling-2.6", ("5", "5s", "10"), '"16:9"', True),
    Model("kling-v2-5-turbo", ("5", "5.0", "10s"), '"9:16"', True),
    Model("gen4_turbo", ("5", "10"), '"1280:720"', False),
    Model("gen4.5", ("3", "5s", "8"), '"720:1280"', False),
    Model("fal-ai/kling-video/v3/pro/image-to-video", ("3", "4", "6"), '"16:9"', True),
    Model("MiniMax-Hailuo-2.3", ("6", "6s", "10"), "'16:9'", False),
    Model("seedance-1.0-pro", ("4", "5", '"6s"'), '"21:9"', False),
    Model("Wan-AI/Wan2.2-I2V-A14B", ("81f", "81 frames"), '"16:9"', True),
    Model("pika-2.2", ("5", "10"), '"1:1"', True),
)


def write_project(folder: Path, files: int, seed: int = 7) -> int:
    """Write that many spec files of 30 to 60 lines below ``folder`` and return their size in bytes."""
    (folder / "promptlint.toml").write_text(CONFIG)
    size = 0
    for number in range(files):
        text = spec(number, Random(f"{seed}-{number}"))
        path = folder / f"act-{number // 50:03}" / f"scene-{number:05}.shot.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        size += len(text)
    return size


def spec(number: int, random: Random) -> str:
    """One file."""
    wanted = random.randint(30, 60)
    model = random.choice(MODELS)
    lines = ["---", "version: 1", f"# scene {number}, take {random.randint(1, 9)}"]
    lines += ["defaults:", f"  model: {model.name}", f"  aspect_ratio: {model.ratio}"]
    if random.random() < 0.3:
        lines += [f"  usage: {random.choice(('hero', 'b-roll', 'background'))}"]
    lines += ["shots:"]
    index = 0
    while True:
        shot = shot_lines(f"n{number:05}-s{index + 1:02}", f"n{number:05}-s{index:02}" if index else "", model, random)
        if index and len(lines) + len(shot) > wanted:
            break
        lines += shot
        index += 1
    lines += [f"    # note {n}: checked by the editor" for n in range(max(0, 30 - len(lines)))]
    return "\n".join(lines) + "\n"


def big_file(shots: int, seed: int = 7) -> str:
    """One file with many shots."""
    random = Random(seed)
    lines = ["version: 1", "defaults: {model: kling-2.6, usage: hero}", "shots:"]
    for index in range(shots):
        before = f"s{index - 1:05}" if index else ""
        lines += shot_lines(f"s{index:05}", before, MODELS[0], random)
    return "\n".join(lines) + "\n"


def shot_lines(name: str, before: str, model: Model, random: Random) -> list[str]:
    """One shot as an item of a list."""
    chained = bool(before) and random.random() < 0.5
    image = f"{{from: {before}, frame: last}}" if chained else f"refs/{random.choice(('mara', 'kettle', 'stage'))}.png"
    keys = ("id", "image", "duration", "prompt")
    if random.random() < 0.2:
        keys = ("shot_id", "start_image", "duration_seconds", "video_prompt")
    lines = [f"  - {keys[0]}: {name}", f"    {keys[1]}: {image}", f"    {keys[2]}: {random.choice(model.durations)}"]
    camera = random.choice(CAMERAS)
    if random.random() < 0.6:
        lines += [f"    motion: {{strength: {random.choice(STRENGTHS)}, camera: {camera}}}"]
    else:
        lines += ["    motion:", f"      strength: {random.choice(STRENGTHS)}", f"      camera: {camera}"]
    if model.negative or random.random() < 0.03:
        lines += [f"    negative_prompt: {NEGATIVES}"]
    lines += prompt_lines(keys[3], prompt(camera, random), random)
    if random.random() < 0.03:
        lines += ["    durration: 5"]
    if lines[2].endswith((" 10", " 10s")) and random.random() < 0.2:
        lines[2] += "  # promptlint: disable=D306 -- one take on purpose"
    return lines


def prompt(camera: str, random: Random) -> str:
    """A prompt of two to four sentences."""
    sentences = [f"{random.choice(SUBJECTS)} {random.choice(ACTIONS)}.", random.choice(SETTINGS)]
    sentences += [f"{camera.capitalize()} camera."] if random.random() < 0.8 else []
    return " ".join([*sentences, "Identity preserved."])


def prompt_lines(key: str, text: str, random: Random) -> list[str]:
    """The prompt in one of the styles that people use."""
    folded = textwrap.wrap(text, 72)
    style = random.random()
    if style < 0.5:
        return [f"    {key}: >-", *(f"      {line}" for line in folded)]
    if style < 0.7:
        return [f"    {key}: |", *(f"      {line}" for line in folded)]
    if style < 0.9:
        return [f'    {key}: "{folded[0]}', *(f"      {line}" for line in folded[1:-1]), f'      {folded[-1]}"']
    return [f"    {key}: {folded[0]}", *(f"      {line}" for line in folded[1:])]
