"""Spec: whether a file can be read, and whether it means what it says.

These rules need nothing but the text: YAML that does not parse, keys that the format does not have, values that other
tools read differently, links that lead nowhere.
"""
