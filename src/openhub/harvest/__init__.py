"""Fetches feeds and hands their records to the hub."""
