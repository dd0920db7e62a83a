"""The page of the checks of `openhub conform`, for docs/reference.py."""

from collections.abc import Iterator
from types import ModuleType

from openhub.conform.live.check import NAMES, Check, Rung
from openhub.conform.live.run import about, checks
from openhub.validate.requirements import requirements

ORDER: tuple[Rung, ...] = ("RPDE", "0", "1", "2", "3", "")


def parts() -> Iterator[str]:
    """The page, part by part."""
    found = checks()
    yield (
        f"The {len(found)} checks of `openhub conform`, by the level on which they first count. What is said of a file counts on "
        "Level 0. **Advice** holds no level back. How to use them is in [the conformance kit](../conform.md)."
    )
    for rung in ORDER:
        yield f"## {NAMES[rung]}"
        yield from (_check(code, module) for code, module in found if module.CHECK.rung == rung)


def _check(code: str, module: ModuleType) -> str:
    check: Check = module.CHECK
    facts = [check.group, *([] if check.must else ["advice"]), f"for a {' and a '.join(check.on)}"]
    return "\n\n".join(
        [f"### {code}", f"{', '.join(facts)}; {_place(check)}", about(module), f"*What to do.* {check.remedy}"]
    )


def _place(check: Check) -> str:
    known = requirements().get(check.anchor)
    return f"requirement [`{check.anchor}`](../../{known.place})" if known else check.source
