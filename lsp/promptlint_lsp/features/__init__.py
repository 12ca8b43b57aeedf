"""What the server knows and does at a place of a spec: pure functions over a view."""
