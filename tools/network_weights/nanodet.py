"""NanoDet-g for squares of 416 pixels, from the TensorFlow.js model of a package.

The weights are taken as they are. The graph is written anew from the network's plan, with the normalisation of the
picture in front and the decoding of the boxes behind:

    image   n x 416 x 416 x 3   bytes of RGB
    scores  n x 3549 x 80       of each kind at each cell of three grids, 0 to 1
    boxes   n x 3549 x 4        left, top, right and bottom in pixels of the square, not clipped
"""

from __future__ import annotations

import json
from math import prod
from typing import Final

import numpy as np

from network_weights.graph import Array, Graph

SIDE: Final = 416
STRIDES: Final = (8, 16, 32)
KINDS: Final = 80
BINS: Final = 11
"""The distance from a cell to a side of its box is the mean of a distribution over so many strides, 0 to 10."""
MEAN: Final = np.array([103.53, 116.28, 123.675])
DEVIATION: Final = np.array([57.375, 57.12, 58.395])
"""Of blue, green and red."""


def build(manifest: bytes, weights: bytes) -> bytes:
    """The ONNX file.

    Args:
        manifest: ``nanodet.json``.
        weights: ``nanodet.bin``.
    """
    return _Network(_tensors(json.loads(manifest), weights)).build()


def _tensors(manifest: dict[str, list[dict[str, list[dict[str, object]]]]], weights: bytes) -> dict[str, Array]:
    """The arrays by name; 16-bit floats stand for 32-bit ones."""
    found, position = {}, 0
    for tensor in (tensor for group in manifest["weightsManifest"] for tensor in group["weights"]):
        kept = np.dtype(tensor.get("quantization", tensor)["dtype"])
        count = prod(tensor["shape"])
        values = np.frombuffer(weights, kept, count, position).reshape(tensor["shape"])
        found[tensor["name"]] = values.astype(tensor["dtype"])
        position += count * kept.itemsize
    return found


class _Network:
    """The graph; the convolutions are numbered in the order in which the model lists them."""

    def __init__(self, tensors: dict[str, Array]) -> None:
        self.graph = Graph()
        kernels = [f"PartitionedCall/split{f'_{i}' if i else ''}" for i in range(34)]
        biases = sorted(
            (int(name.removeprefix("unknown_")) for name, values in tensors.items() if _is_bias(name, values))
        )
        self.convolutions = [
            (tensors[kernel], tensors[f"unknown_{bias}"]) for kernel, bias in zip(kernels, biases, strict=True)
        ]

    def build(self) -> bytes:
        graph = self.graph
        x = self.leaky(0, graph.picture(MEAN, DEVIATION, bgr=True), stride=2)
        x = graph.add("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 1])
        x = self.stage(1, 1, x, stride=1)
        levels = [x := self.stage(5, 2, x), x := self.stage(11, 2, x), self.stage(17, 3, x)]
        scores, distances = zip(*map(self.head, (28, 30, 32), self.pyramid(levels)), strict=True)
        graph.add("Concat", *scores, axis=1, name="scores")
        self.boxes(graph.add("Concat", *distances, axis=1))
        cells = sum((SIDE // stride) ** 2 for stride in STRIDES)
        return graph.model("nanodet_g_416", SIDE, {"scores": [cells, KINDS], "boxes": [cells, 4]})

    def convolution(self, number: int, x: str, stride: int = 1) -> str:
        kernel, bias = self.convolutions[number]
        edge = kernel.shape[0] // 2
        weights = self.graph.constant(kernel.transpose(3, 2, 0, 1).copy())
        pads, shape = [edge] * 4, list(kernel.shape[:2])
        return self.graph.add(
            "Conv", x, weights, self.graph.constant(bias), kernel_shape=shape, pads=pads, strides=[stride, stride]
        )

    def leaky(self, number: int, x: str, stride: int = 1) -> str:
        return self.graph.add("LeakyRelu", self.convolution(number, x, stride), alpha=0.1)

    def stage(self, first: int, blocks: int, x: str, stride: int = 2) -> str:
        """A stage of the backbone, in which each block's result is joined with what went in."""
        whole = self.leaky(first, x, stride)
        part = self.leaky(first + 1, whole)
        for block in range(blocks):
            joined = self.graph.add("Concat", self.leaky(first + 2 + 2 * block, part), part, axis=1)
            part = self.leaky(first + 3 + 2 * block, joined)
        return self.graph.add("Concat", part, whole, axis=1)

    def pyramid(self, levels: list[str]) -> list[str]:
        """Each level with what coarser and then finer ones saw."""
        fine, middle, coarse = (self.convolution(25 + i, level) for i, level in enumerate(levels))
        middle = self.graph.add("Add", middle, self.scaled(coarse, 2))
        fine = self.graph.add("Add", fine, self.scaled(middle, 2))
        middle = self.graph.add("Add", middle, self.scaled(fine, 0.5))
        return [fine, middle, self.graph.add("Add", coarse, self.scaled(middle, 0.5))]

    def scaled(self, x: str, factor: float) -> str:
        factors = self.graph.exact(np.array([1, 1, factor, factor], np.float32))
        return self.graph.add("Resize", x, "", factors, mode="linear", coordinate_transformation_mode="half_pixel")

    def head(self, first: int, level: str) -> tuple[str, str]:
        """Scores, and distances to the four sides as distributions, of each cell of a level."""
        answers = self.convolution(first + 1, self.leaky(first, level))
        shape = self.graph.exact(np.array([0, KINDS + 4 * BINS, -1]))
        cells = self.graph.add("Transpose", self.graph.add("Reshape", answers, shape), perm=[0, 2, 1])
        edges = [self.graph.exact(np.array([edge])) for edge in (0, KINDS, KINDS + 4 * BINS)]
        axis = self.graph.exact(np.array([2]))
        scores = self.graph.add("Slice", cells, edges[0], edges[1], axis)
        return self.graph.add("Sigmoid", scores), self.graph.add("Slice", cells, edges[1], edges[2], axis)

    def boxes(self, distances: str) -> None:
        """Boxes in pixels: from the middle of each cell as far to each side as its distribution says on average."""
        graph = self.graph
        middles, strides = _cells()
        shape = graph.exact(np.array([0, len(strides), 4, BINS]))
        shares = graph.add("Softmax", graph.add("Reshape", distances, shape), axis=3)
        means = graph.add("MatMul", shares, graph.exact(np.arange(BINS, dtype=np.float32).reshape(-1, 1)))
        means = graph.add("Squeeze", means, graph.exact(np.array([3])))
        ways = strides[:, None] * np.array([-1, -1, 1, 1], np.float32)
        offsets = graph.add("Mul", means, graph.exact(ways[None]))
        graph.add("Add", offsets, graph.exact(np.tile(middles, 2)[None]), name="boxes")


def _is_bias(name: str, values: Array) -> bool:
    return name.startswith("unknown_") and values.dtype == np.float32


def _cells() -> tuple[Array, Array]:
    """The middles (3549 x 2) and strides (3549) of the cells, row by row, the finest grid first."""
    middles, strides = [], []
    for stride in STRIDES:
        rows, columns = np.divmod(np.arange((SIDE // stride) ** 2), SIDE // stride)
        middles.append((np.stack([columns, rows], axis=1) + 0.5) * stride)
        strides.append(np.full(len(rows), stride))
    return np.concatenate(middles).astype(np.float32), np.concatenate(strides).astype(np.float32)
