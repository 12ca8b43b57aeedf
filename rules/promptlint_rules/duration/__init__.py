"""Duration: whether a clip is longer than its model holds the subject, and whether chains of clips hold together.

Every model draws the next frame from the frames before it, so that small errors add up until the face, the garment or
the product is another one. These rules compare the length of a shot with what is known of its model, and look at the
links by which one shot continues another.
"""
