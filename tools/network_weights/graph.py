"""Writing an ONNX graph node by node."""

from __future__ import annotations

from typing import Any, Final, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

Array: TypeAlias = NDArray[Any]

OPSET: Final = 13
IR_VERSION: Final = 8
_SMALL: Final = 16


class Graph:
    """A graph that grows node by node; every method gives the name of the tensor that it made.

    Weights are kept as 16-bit floats behind a cast, which the runtime carries out once, when it loads the file: half
    the size, and the arithmetic stays in 32 bits.
    """

    def __init__(self) -> None:
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def add(self, operator: str, *inputs: str, name: str | None = None, **attributes: Any) -> str:
        """A node with one output."""
        output = name or f"t{len(self.nodes)}"
        self.nodes.append(helper.make_node(operator, list(inputs), [output], **attributes))
        return output

    def constant(self, values: Array) -> str:
        """An array that is given."""
        name = f"w{len(self.weights)}"
        if values.dtype == np.float32 and values.size >= _SMALL:
            self.weights.append(numpy_helper.from_array(values.astype(np.float16), name))
            return self.add("Cast", name, to=TensorProto.FLOAT)
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def exact(self, values: Array) -> str:
        """An array that is kept to the last bit."""
        name = f"w{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values, name))
        return name

    def picture(self, mean: Array, deviation: Array, *, bgr: bool = False) -> str:
        """The input ``image``, n x height x width x 3 bytes of RGB, as n x 3 x height x width normalised floats."""
        pixels = self.add("Cast", "image", to=TensorProto.FLOAT)
        if bgr:
            pixels = self.add("Gather", pixels, self.exact(np.array([2, 1, 0])), axis=3)
        planes = self.add("Transpose", pixels, perm=[0, 3, 1, 2])
        centred = self.add("Sub", planes, self.exact(np.float32(mean).reshape(1, -1, 1, 1)))
        return self.add("Div", centred, self.exact(np.float32(deviation).reshape(1, -1, 1, 1)))

    def model(self, name: str, side: int, outputs: dict[str, list[int]]) -> bytes:
        """The finished file.

        Args:
            name: of the graph.
            side: of the square picture that it takes.
            outputs: names and shapes, the batch left out.

        Raises:
            onnx.checker.ValidationError: the graph is not sound.
        """
        taken = helper.make_tensor_value_info("image", TensorProto.UINT8, ["n", side, side, 3])
        given = [
            helper.make_tensor_value_info(output, TensorProto.FLOAT, ["n", *shape]) for output, shape in outputs.items()
        ]
        graph = helper.make_graph(self.nodes, name, [taken], given, self.weights)
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=IR_VERSION)
        onnx.checker.check_model(model, full_check=True)
        return bytes(model.SerializeToString(deterministic=True))
