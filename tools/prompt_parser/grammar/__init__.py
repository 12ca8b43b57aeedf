"""A seeded grammar that writes image-to-video prompts together with their Universal Dependencies trees."""
