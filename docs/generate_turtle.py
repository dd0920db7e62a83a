"""Writes the code lists and the themes as Turtle, from their JSON-LD: python -m docs.generate_turtle"""

import io
import json
from collections.abc import Mapping
from typing import Any

import pyoxigraph
import rdflib
from rdflib.plugins.serializers.turtle import TurtleSerializer

from openhub import spec


def files() -> dict[str, str]:
    """The text of each file by its name in schemas/."""
    names = {name: f"codes/{name}" for name in spec.code_lists()} | {"themes": "themes"}
    return {f"{file}.ttl": _list(spec.scheme(name)) for name, file in names.items()}


class _Sorted(TurtleSerializer):
    """Puts what belongs to no namespace first, such as a vocabulary itself, then the names in the order of the alphabet.

    rdflib alone would put first what is referred to least.
    """

    def orderSubjects(self) -> list[rdflib.term.Node]:
        named = [subject for subject in self._subjects if isinstance(subject, rdflib.URIRef)]
        return sorted(named, key=lambda name: (self._ours not in name, "#" in name, name))

    _ours = spec.NAMESPACE


def turtle(text: str, prefixes: Mapping[str, str]) -> str:
    """The Turtle of a JSON-LD document whose context stands in it: sorted, with these prefixes where they are used."""
    quads = pyoxigraph.parse(text, format=pyoxigraph.RdfFormat.JSON_LD)
    lines = pyoxigraph.serialize((quad.triple for quad in quads), format=pyoxigraph.RdfFormat.N_TRIPLES)
    graph = rdflib.Graph(bind_namespaces="none").parse(data=lines, format="nt")
    for prefix, namespace in prefixes.items():
        graph.bind(prefix, namespace, override=True, replace=True)
    written = io.BytesIO()
    _Sorted(graph).serialize(written)
    return written.getvalue().decode("utf-8").strip() + "\n"


def _list(scheme: dict[str, Any]) -> str:
    prefixes = {name: iri for name, iri in scheme["@context"].items() if isinstance(iri, str) and iri[-1] in "#/"}
    return turtle(json.dumps(scheme), {"": f"{scheme['id']}#", **prefixes})


if __name__ == "__main__":
    from docs.generate_all import write

    write(files())
