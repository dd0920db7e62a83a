"""The pinned corpus: what the rules find in it, kept as counts, so that a change of a rule shows what it changes."""
