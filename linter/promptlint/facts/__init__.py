"""Facts: what is computed once about a file, a shot or a sequence, and shared by the rules."""

from promptlint.facts.shot import FileFacts, PictureFacts, SequenceFacts, ShotFacts, Surroundings, remembered

__all__ = ["FileFacts", "PictureFacts", "SequenceFacts", "ShotFacts", "Surroundings", "remembered"]
