"""Motion: whether a shot asks for more movement than its model carries without losing the subject.

The more moves, the more a model must invent that the picture does not show. These rules look at the strength of the
motion, at the camera, and at the motion reference; what the prompt says is the business of the prompt rules.
"""
