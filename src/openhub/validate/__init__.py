"""A document in, findings out: first the schema, then the rules that a schema cannot state."""
