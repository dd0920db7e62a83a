"""The conformance kit on running servers: good ones of each level, and a bad one for each check."""
