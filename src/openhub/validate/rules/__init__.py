"""The rules: one file for each fault, found by being here.

The file's name, with hyphens, is the rule's code."""
