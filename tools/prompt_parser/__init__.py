"""Training of the prompt parser: treebank grammar, word clusters, scoring. No step of install, tests or CI."""
