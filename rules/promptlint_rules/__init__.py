"""The built-in rules of promptlint, and the data they rest on: model profiles and lexicons.

Every module below a family folder that defines ``RULE`` is a rule; nothing else lists it.
"""
