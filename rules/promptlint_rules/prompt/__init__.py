"""Prompt: whether the text says what changes over time, and says it so that the model can follow.

The picture already shows how everything looks; the prompt should say who moves how, and what the camera does. These
rules read what the prompt says (`promptlint inspect` prints it), and know what each vendor advises. They are about
English text: a prompt in another language is left alone, and S011 says so.
"""
