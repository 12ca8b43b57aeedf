"""EfficientNet-Lite0, from the PyTorch weights of a package.

The weights are taken as they are, each normalisation of a batch folded into the convolution before it. The graph is
written anew from the network's plan, with the normalisation of the picture in front:

    image  n x 224 x 224 x 3   bytes of RGB
    probs  n x 1000            probability of each class of ImageNet (ILSVRC 2012), in its order
"""

from __future__ import annotations

import pickle
import struct
from collections import OrderedDict
from io import BytesIO
from typing import Any, Final

import numpy as np

from network_weights.graph import Array, Graph

SIDE: Final = 224
CLASSES: Final = 1000
MEAN: Final = np.full(3, 127)
DEVIATION: Final = np.full(3, 128)
EPSILON: Final = 1e-3
STAGES: Final = ((1, 1, 1), (2, 2, 6), (2, 2, 6), (3, 2, 6), (3, 1, 6), (4, 2, 6), (1, 1, 6))
"""Blocks, stride of the first one, and by how much a block widens."""
_TYPES: Final = {"FloatStorage": np.dtype("<f4"), "LongStorage": np.dtype("<i8")}


def build(weights: bytes) -> bytes:
    """The ONNX file.

    Args:
        weights: ``efficientnet-lite0-57934424.pth``.

    Raises:
        pickle.UnpicklingError: there is something else in it than tensors.
    """
    return _Network(_tensors(weights)).build()


class _Tensors(pickle.Unpickler):
    """Reads a mapping of tensors, and refuses everything else that a pickle may hold."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) == ("collections", "OrderedDict"):
            return OrderedDict
        if (module, name) == ("torch._utils", "_rebuild_tensor_v2"):
            return lambda storage, offset, shape, strides, *_: (storage, offset, shape, strides)
        if module == "torch" and name in _TYPES:
            return _TYPES[name]
        raise pickle.UnpicklingError(f"{module}.{name} is no tensor")

    def persistent_load(self, reference: Any) -> Any:
        _, kind, key, *_ = reference
        return key, kind


def _tensors(weights: bytes) -> dict[str, Array]:
    """The arrays by name, from the format of PyTorch before 1.6: pickles, then the storages one after the other."""
    stream = BytesIO(weights)
    for _ in ("magic number", "protocol", "system"):
        _Tensors(stream).load()
    tensors, order = _Tensors(stream).load(), _Tensors(stream).load()
    types = dict(storage for storage, *_ in tensors.values())
    storages = {}
    for key in order:
        (count,) = struct.unpack("<q", stream.read(8))
        storages[key] = np.frombuffer(stream.read(count * types[key].itemsize), types[key])
    return {
        name: np.lib.stride_tricks.as_strided(
            storages[key][offset:], shape, [step * kind.itemsize for step in strides], writeable=False
        )
        for name, ((key, kind), offset, shape, strides) in tensors.items()
    }


class _Network:
    """The graph."""

    def __init__(self, tensors: dict[str, Array]) -> None:
        self.graph = Graph()
        self.tensors = tensors

    def build(self) -> bytes:
        graph = self.graph
        self.zero, self.six = (graph.exact(np.array(limit, np.float32)) for limit in (0, 6))
        x = self.relu6(self.convolution("_conv_stem", "_bn0", graph.picture(MEAN, DEVIATION), 2))
        number = 0
        for blocks, stride, widening in STAGES:
            for block in range(blocks):
                x = self.block(f"_blocks.{number}.", x, 1 if block else stride, widening, shortcut=block > 0)
                number += 1
        x = self.relu6(self.convolution("_conv_head", "_bn1", x))
        x = graph.add("Flatten", graph.add("GlobalAveragePool", x))
        last = [graph.constant(self.tensors[f"_fc.{part}"].copy()) for part in ("weight", "bias")]
        graph.add("Softmax", graph.add("Gemm", x, *last, transB=1), axis=1, name="probs")
        return graph.model("efficientnet_lite0", SIDE, {"probs": [CLASSES]})

    def block(self, at: str, x: str, stride: int, widening: int, *, shortcut: bool) -> str:
        """Widen, look at each channel by itself, and narrow again."""
        wide = x if widening == 1 else self.relu6(self.convolution(f"{at}_expand_conv", f"{at}_bn0", x))
        seen = self.relu6(self.convolution(f"{at}_depthwise_conv", f"{at}_bn1", wide, stride))
        narrow = self.convolution(f"{at}_project_conv", f"{at}_bn2", seen)
        return self.graph.add("Add", narrow, x) if shortcut else narrow

    def convolution(self, name: str, norm: str, x: str, stride: int = 1) -> str:
        kernel = self.tensors[f"{name}.weight"]
        scale = self.tensors[f"{norm}.weight"] / np.sqrt(self.tensors[f"{norm}.running_var"] + np.float32(EPSILON))
        bias = self.tensors[f"{norm}.bias"] - self.tensors[f"{norm}.running_mean"] * scale
        return self.graph.add(
            "Conv",
            x,
            self.graph.constant(kernel * scale[:, None, None, None]),
            self.graph.constant(bias),
            kernel_shape=list(kernel.shape[2:]),
            strides=[stride, stride],
            group=kernel.shape[0] if "depthwise" in name else 1,
            auto_pad="SAME_UPPER",
        )

    def relu6(self, x: str) -> str:
        return self.graph.add("Clip", x, self.zero, self.six)
