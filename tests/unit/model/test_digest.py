"""Digests: our canonical form is byte for byte that of the reference, which also has one of numbers too large for us."""

import hashlib
import json
import math
from typing import Any

import pytest
import rfc8785
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openhub.model.digest import canonical, digest

TEXTS = st.text(st.characters(exclude_categories=()), max_size=8) | st.sampled_from(
    ["é", "\U0001f600", "\ufb33", "", "a", "\x7f", '"\\\n']
)
NUMBERS = (
    st.integers(-(2**54), 2**54)
    | st.floats()
    | st.floats(-1e-4, 1e-4)
    | st.sampled_from(
        [1e-5, 9.99e-6, 1e-6, 1e-7, -0.0, 0.0, 5.0, 1e15, 1e16, 1e21, 1e22, 123456789012345680.0, 5e-324, 0.1 + 0.2]
    )
)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXTS, inner, max_size=4),
    max_leaves=12,
)


def reference(value: Any) -> bytes:
    if large(value):
        raise ValueError
    return rfc8785.dumps(value)


def large(value: Any) -> bool:
    if isinstance(value, list):
        return any(map(large, value))
    if isinstance(value, dict):
        return any(map(large, value.values()))
    return isinstance(value, int | float) and abs(value) > 2**53 - 1


def outcome(make: Any, value: Any) -> bytes | str:
    try:
        return make(value)
    except ValueError:
        return "refused"


@settings(deadline=None, max_examples=600)
@given(VALUES)
@example({"é": 1, "z": 2, "\U0001f600": 3, "\ufb33": 4})
@example([1e-6, -0.0, 1e16, 5.0, 18400.0, 1e-7, 51.5519])
@example(math.nan)
@example(math.inf)
@example([math.nan, {"a": -math.inf}])
@example({'\ufb33"\\': 1, "\U0001f600": 2})
@example([None, {"a": None, "b": "null"}])
@example([2**53 - 1, {"a": 4503599627370496.5, "b": -(2**53 - 1)}])
@example({"a": 'é", "b":', "c": ",1e5", "e": "[9007199254740993"})
@example(2**53)
@example("\ud800")
@example({"\ud800": 1})
def test_canonical_form_is_that_of_the_reference(value: Any) -> None:
    assert outcome(canonical, value) == outcome(reference, value)


@pytest.mark.parametrize(
    "value",
    [
        math.nan,
        -math.inf,
        2**53,
        -(2**53),
        1e16,
        [2.0**53],
        {"a": -1e300},
        "\udfff",
        {1: 2},
        {"a": object()},
        [math.nan],
    ],
)
def test_what_i_json_cannot_hold_is_refused(value: Any) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  the reference's own kinds are all ValueErrors
        canonical(value)


def test_deep_documents_have_a_canonical_form() -> None:
    deep: Any = 1
    for _ in range(300):
        deep = [deep]
    assert canonical(deep) == b"[" * 300 + b"1" + b"]" * 300


def test_digest_does_not_depend_on_order_spacing_or_spelling() -> None:
    one = json.loads('{"name": "Caf\\u00e9", "price": 5.0, "at": 51.50}')
    other = json.loads('{"at":51.5,"price":5,"name":"Café"}')
    assert digest(one) == digest(other)


def test_digest_is_sha_256_in_small_letters() -> None:
    assert digest({"b": 1, "a": "x"}) == hashlib.sha256(b'{"a":"x","b":1}').hexdigest()
