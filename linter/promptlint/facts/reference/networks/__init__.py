"""Small networks whose weights come with the package, run by onnxruntime on the CPU."""
