"""The language server of promptlint."""
