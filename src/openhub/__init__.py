"""OpenHub: an open protocol for community activities, and the hub, validator and tools that speak it."""

__version__ = "0.1.0"
