"""Access: yes, if you ask, take care, did not say; never blank, and silence is never "no"."""

import pytest

from openhub.web import access


def document(**accessibility: object) -> dict[str, object]:
    return {"type": "Event", "accessibility": accessibility}


def said(found: dict[str, object]) -> dict[str, str]:
    return {a.label: a.words for a in access.answers(found)}


def test_four_answers() -> None:
    found = said(document(features=["step-free-access"], onRequest=["guide-runner"], barriers=["low-light"]))
    assert found["Step-free"] == "Yes"
    assert found["Guide runner"] == "If you ask"
    assert found["Low light"] == "Take care"
    assert found["Hearing loop"] == "Did not say"


@pytest.mark.parametrize(
    "nothing",
    [{}, {"accessibility": {}}, {"accessibility": None}, {"accessibility": "yes"}, {"accessibility": {"features": 3}}],
)
def test_nothing_said_is_did_not_say_and_never_no(nothing: dict[str, object]) -> None:
    answers = access.answers({"type": "Event", **nothing})
    assert answers
    assert {a.words for a in answers} == {"Did not say"}


def test_no_answer_is_ever_blank_or_no() -> None:
    assert not {"", "No"} & set(access.ANSWERS.values())


def test_a_lift_is_not_step_free_and_a_step_free_route_answers_the_question() -> None:
    assert said(document(features=["lift"]))["Step-free"] == "Did not say"
    assert "Step-free" not in said(document(features=["step-free-route"]))
    assert said(document(barriers=["no-toilet-on-site"]))["No toilet on site"] == "Take care"
    assert "Accessible toilet" not in said(document(barriers=["no-toilet-on-site"]))


def test_a_card_says_first_what_was_asked_for_silence_included() -> None:
    found = access.highlights(document(features=["lift", "accessible-toilet"]), ("hearing-loop",))
    assert [a.short for a in found] == ["Hearing loop: did not say", "Accessible toilet", "Lift"]


def test_a_card_with_nothing_said_says_so() -> None:
    assert [a.short for a in access.highlights({"type": "Event"})] == ["Access: did not say"]


def test_nothing_to_watch_for_is_not_a_warning() -> None:
    found = access.highlights(document(barriers=["none"]))
    assert [(a.look, a.short) for a in found] == [("yes", "Things to watch for: none they know of")]


def test_an_unknown_code_is_shown_in_its_own_words() -> None:
    assert said(document(features=["heated-benches"]))["Heated benches"] == "Yes"


def test_something_lent_is_not_asked_for_a_hearing_loop() -> None:
    assert [a.label for a in access.answers({"type": "Offer"})] == ["Brought to you"]
