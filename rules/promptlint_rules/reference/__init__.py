"""Rules about the reference pictures themselves: whether they can carry the clip."""
