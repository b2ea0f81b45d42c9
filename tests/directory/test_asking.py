"""When a service is asked whether its entry is still true."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.asking import REMIND_AFTER, Asked, Due

DAY = date(2026, 11, 22)


def ago(days: int) -> date:
    """So many days before DAY."""
    return DAY - timedelta(days)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Asked(30), Due.QUESTION),
        (Asked(0), None),
        (Asked(30, asked_on=ago(9)), None),
        (Asked(30, asked_on=ago(10)), Due.REMINDER),
        (Asked(30, asked_on=ago(12), reminded_on=ago(2)), None),
        (Asked(30, asked_on=ago(12), reminded_on=ago(45)), Due.REMINDER),
        (Asked(30, asked_on=ago(12), heard_on=ago(3)), None),
        (Asked(30, asked_on=ago(12), heard_on=ago(13)), Due.REMINDER),
        (Asked(30, asked_on=ago(30), reminded_on=ago(20)), Due.QUESTION),
        (Asked(30, asked_on=ago(60), heard_on=ago(29)), None),
        (Asked(30, heard_on=ago(30)), Due.QUESTION),
        (Asked(91, asked_on=ago(90), reminded_on=ago(80)), None),
        (Asked(91, asked_on=ago(29)), Due.REMINDER),
        (Asked(91, asked_on=ago(30)), None),  # a reminder of so long ago would only surprise
    ],
)
def test_examples(asked: Asked, expected: Due | None) -> None:
    assert asked.due(DAY) == expected


def test_what_pauses_in_summer_is_asked_in_september() -> None:
    asked = Asked(30, pauses_in_summer=True)
    days = [date(2026, 6, 30), date(2026, 7, 1), date(2026, 8, 31), date(2026, 9, 1)]
    assert [asked.due(day) for day in days] == [Due.QUESTION, None, None, Due.QUESTION]


def test_what_is_due_in_a_few_days_can_be_asked_with_the_rest() -> None:
    asked = Asked(30, heard_on=ago(25))
    assert (asked.due(DAY), asked.due(DAY, 7)) == (None, Due.QUESTION)


@given(
    every=st.sampled_from([30, 91, 182]),
    pauses=st.booleans(),
    answers=st.sets(st.integers(0, 400)),
    start=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
)
def test_day_after_day_one_reminder_at_most_and_none_after_an_answer(
    every: int, pauses: bool, answers: set[int], start: date
) -> None:
    asked = Asked(every, pauses)
    reminders = 0
    for number in range(400):
        day = start + timedelta(number)
        due = asked.due(day)
        if pauses and day.month in (7, 8):
            assert due is None
        if due == Due.QUESTION:
            assert asked.asked_on is None or (day - asked.asked_on).days >= every
            asked, reminders = asked._replace(asked_on=day), 0
        elif due == Due.REMINDER:
            reminders += 1
            assert asked.asked_on and (day - asked.asked_on).days >= REMIND_AFTER
            assert asked.heard_on is None or asked.heard_on < asked.asked_on
            asked = asked._replace(reminded_on=day)
        assert reminders <= 1
        assert asked.due(day) is None  # a second run of the same day has nothing to do
        if number in answers:
            asked = asked._replace(heard_on=day)
