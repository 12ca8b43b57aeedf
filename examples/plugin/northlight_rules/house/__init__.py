"""House rules: how shots are called, and what our films never show."""
