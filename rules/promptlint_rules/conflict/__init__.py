"""Conflicts: whether the prompt asks for something else than its reference shows.

Three witnesses say what the reference shows: what the spec and its character bible declare, a text embedded in the
picture, the pixels. The strongest that has something to say decides. Pixels never name a colour: they say that the one
which the prompt claims is absent.
"""
