"""Networks that no package has as an ONNX file: built from the weights that a package does have.

Each module builds one file, the same bytes every time, from members of the package that the NOTICE names. They need
``onnx`` (``pip install onnx``; the committed files were written with 1.23).
"""
