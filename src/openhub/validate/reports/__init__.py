"""What a report can be written as: each module makes one output of it, and is found by being here."""

from functools import cache

from openhub import registry
from openhub.validate.reports._output import Output as Output


@cache
def outputs() -> dict[str, Output]:
    """Every output by its name."""
    found = registry.modules("openhub.validate.reports", "OUTPUT")
    return {module.__name__.rpartition(".")[2]: module.OUTPUT for module in found}
