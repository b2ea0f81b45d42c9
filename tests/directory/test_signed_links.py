"""Links that are worth something for one entry, for a while, and hold nothing about anybody."""

import base64
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from directory import signed_links
from directory.signed_links import LINK_DAYS, Opened, Problem, Refused

NOW = datetime(2026, 11, 22, 9, 30, 0, 123456, UTC)


def problem_of(token: str, service: int = 7, now: datetime = NOW) -> Problem:
    """Why a link is refused."""
    with pytest.raises(Refused) as refused:
        signed_links.read_update_link(token, service, now)
    return refused.value.problem


def test_a_link_says_when_it_was_made() -> None:
    token = signed_links.update_link(7, NOW)
    last_day = signed_links.good_until(NOW)
    assert (last_day - NOW.date()).days == LINK_DAYS
    evening = datetime(last_day.year, last_day.month, last_day.day, 22, 59, 59, tzinfo=UTC)
    assert signed_links.read_update_link(token, 7, evening) == NOW
    midnight = evening + timedelta(seconds=1)  # of Brussels, in winter
    assert problem_of(token, now=midnight) == Problem.EXPIRED


def test_a_link_is_of_one_entry() -> None:
    assert problem_of(signed_links.update_link(8, NOW)) == Problem.BROKEN


@given(st.integers(0, 200), st.characters())
def test_one_sign_changed_makes_it_worth_nothing(place: int, sign: str) -> None:
    token = signed_links.update_link(7, NOW)
    place %= len(token)
    changed = token[:place] + sign + token[place + 1 :]
    if changed != token:
        assert problem_of(changed) == Problem.BROKEN


@pytest.mark.parametrize("token", ["", ":", "é", "a:b", "x" * 5000, "\0"])
def test_what_is_no_link(token: str) -> None:
    assert problem_of(token) == Problem.BROKEN
    with pytest.raises(Refused):
        signed_links.read_stop_link(token)
    with pytest.raises(Refused):
        signed_links.read_stamp(token, 7)


def test_no_kind_of_link_passes_for_another() -> None:
    assert problem_of(signed_links.stop_link(7, "equipe@example.org")) == Problem.BROKEN
    with pytest.raises(Refused):
        signed_links.read_stop_link(signed_links.update_link(7, NOW))


def test_a_stop_link_is_of_one_address_and_does_not_hold_it() -> None:
    token = signed_links.stop_link(7, "equipe@example.org")
    contact, digest = signed_links.read_stop_link(token)
    assert contact == 7 and signed_links.is_of("equipe@example.org", digest)
    assert not signed_links.is_of("autre@example.org", digest)
    held = token.partition(":")[0]
    assert b"equipe" not in base64.urlsafe_b64decode(held + "=" * (-len(held) % 4))


def test_it_holds_the_key_of_the_entry_and_a_moment() -> None:
    held = signed_links.update_link(7, NOW).partition(":")[0]
    assert base64.urlsafe_b64decode(held + "=" * (-len(held) % 4)) == b"[7,1795339800123456]"


def test_a_new_secret_key_keeps_recent_links_alive(settings: Settings) -> None:
    old = settings.SECRET_KEY
    token = signed_links.update_link(7, NOW)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "y" * 50, [old]
    assert signed_links.read_update_link(token, 7, NOW) == NOW
    settings.SECRET_KEY_FALLBACKS = []
    assert problem_of(token) == Problem.BROKEN


def test_a_form_comes_back_as_it_was_opened() -> None:
    opened = Opened(NOW, NOW + timedelta(5), NOW + timedelta(6), "abc", "f00", (3, 1))
    text = signed_links.stamp(7, opened)
    assert signed_links.read_stamp(text, 7) == opened
    with pytest.raises(Refused):
        signed_links.read_stamp(text, 8)
