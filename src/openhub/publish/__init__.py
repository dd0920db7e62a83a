"""For publishers: a change feed over their own items, and the description that leads to it."""
