"""Tests a running publisher over HTTP: reads all it says, and tells which level it keeps and what the next one needs."""
