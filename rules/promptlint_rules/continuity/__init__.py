"""Continuity: whether a character stays the same over all shots of a project.

A model remembers nothing between two clips. Whatever the shots say differently of one person - eyes, hair, age, the
picture that they start from, the light, the model itself - becomes another person on screen. These rules compare the
shots with the character bible and with each other.
"""
