"""Spelling: the words that a reader sees, against Hunspell's dictionaries and our own lists."""
