"""Generators of the pages and parts of pages that follow from the code."""
