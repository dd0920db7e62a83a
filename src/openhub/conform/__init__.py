"""Runs the conformance vectors against any program that speaks the convention of spec/conformance/README.md."""
