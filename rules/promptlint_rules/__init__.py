"""The built-in rules of promptlint, and the data they rest on: model profiles and lexicons.

Every module below a family folder that defines ``RULE`` is a rule; nothing else lists it.
"""

FAMILY_FOLDERS = {
    "spec": "S",
    "model": "A",
    "prompt": "P",
    "conflict": "C",
    "duration": "D",
    "reference": "R",
    "motion": "M",
    "continuity": "K",
}
"""The letter of the codes in each folder, so that a run imports the families that it runs."""
