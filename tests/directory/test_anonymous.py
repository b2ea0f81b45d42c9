"""Forms that anyone may send, and whatever else is sent in their place: « J’ai appelé » stands for all."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from directory import anonymous, suggestions
from directory.models import SendingCount, Service, SuggestedAnswer, Suggestion
from tests.directory.at_once import Crowd
from tests.directory.reports import (
    SAME_ORIGIN,
    SuggestionFactory,
    a_service,
    report_url,
    send,
    stamp,
    stamp_in,
    thanks_url,
)
from tests.factories import ServiceFactory
from tests.smesb.reader import html_of, plain

pytestmark = pytest.mark.django_db


@pytest.fixture
def service() -> Service:
    """A service with a telephone, and two conditions of which one is known."""
    return a_service()


# The forms that are not what they seem


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "same-origin"},
        {"Sec-Fetch-Site": "same-origin", "Origin": "http://testserver"},
        {"Origin": "http://testserver"},
        {"Referer": "http://testserver/services/ici/signaler/"},
    ],
)
def test_a_form_of_this_site_is_accepted(
    service: Service, client: Client, headers: dict[str, str]
) -> None:
    assert send(client, service, headers, ferme="on").status_code == 302


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://testserver"},
        {"Origin": "null"},
        {"Origin": "https://ailleurs.example.org"},
        {"Origin": "http://testserver.example.org"},
        {"Origin": "https://ailleurs.example.org", "Referer": "http://testserver/"},
        {"Referer": "https://ailleurs.example.org/http://testserver/"},
        {"Referer": "http://["},
    ],
)
def test_a_form_of_another_site_is_refused_with_what_to_do(
    service: Service, client: Client, headers: dict[str, str]
) -> None:
    answer = send(client, service, headers, ferme="on", note="gardez-moi")

    html = plain(answer.content.decode())
    assert answer.status_code == 403
    assert "Il doit partir d’une page de ce site" in html
    assert f'href="{report_url(service)}"' in html
    assert "gardez-moi" not in html
    assert "tel:112" in html
    assert "Set-Cookie" not in answer
    assert not Suggestion.objects.exists() and not SendingCount.objects.exists()


def test_the_same_form_sent_twice_is_stored_once_with_the_same_thanks(
    service: Service, client: Client
) -> None:
    once = {"stamp": stamp(service), "reponse_pmr": "oui", "note": "Sonner"}
    answers = [send(client, service, **once) for _time in range(3)]

    assert [answer.status_code for answer in answers] == [302, 302, 302]
    assert {answer["Location"] for answer in answers} == {thanks_url(service)}
    assert Suggestion.objects.count() == SuggestedAnswer.objects.count() == 1


def test_the_same_form_with_another_answer_is_not_thanked_for_nothing(
    service: Service, client: Client
) -> None:
    first = stamp(service)
    send(client, service, stamp=first, reponse_pmr="oui")
    answer = send(client, service, stamp=first, reponse_pmr="non")

    html = plain(answer.content.decode())
    assert answer.status_code == 409
    assert "Vous avez déjà envoyé ce formulaire" in html
    assert 'value="non" id="id_reponse_pmr_1" checked' in html
    assert stamp_in(html) != first
    assert SuggestedAnswer.objects.get().answer == "oui"


def test_a_form_sent_twice_at_the_same_moment_is_stored_once(service: Service) -> None:
    token = "f" * 32
    learned = suggestions.Learned(is_closed=True)
    SuggestionFactory.create(service=service, token=token)
    suggestions.keep(service, learned, token)  # the other was stored after `was_sent` said no
    with pytest.raises(suggestions.AlreadySent):
        suggestions.keep(service, suggestions.Learned(note="autre"), token)

    assert Suggestion.objects.count() == 1


def test_a_form_filled_in_too_fast_is_given_back_and_then_accepted(
    service: Service, client: Client
) -> None:
    opened = stamp_in(html_of(client, report_url(service)))
    answer = send(client, service, stamp=opened, note="Sonner")

    html = plain(answer.content.decode())
    assert answer.status_code == 400
    assert "parti trop vite" in html
    assert "Sonner" in html
    assert stamp_in(html) == opened
    assert not Suggestion.objects.exists()


def test_a_form_left_open_for_a_day_is_given_back_with_what_was_written(
    service: Service, client: Client
) -> None:
    old = stamp(service, age=24 * 60 * 60)
    answer = send(client, service, stamp=old, note="Sonner")

    html = plain(answer.content.decode())
    assert answer.status_code == 400
    assert "resté ouvert trop longtemps" in html
    assert "Sonner" in html
    assert stamp_in(html) != old
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("wrong", ["", "x", "x:y:z", "\x00", "é" * 5_000, "other", "forged"])
def test_a_stamp_that_is_not_ours_gives_the_form_back(
    service: Service, client: Client, wrong: str
) -> None:
    if wrong == "other":
        wrong = stamp(ServiceFactory.create())
    elif wrong == "forged":
        # Not the last letter: some of its bits are nobody's.
        good = stamp(service)
        wrong = f"{good[:-9]}{'B' if good[-9] == 'A' else 'A'}{good[-8:]}"
    answer = send(client, service, stamp=wrong, note="Sonner")

    html = plain(answer.content.decode())
    assert answer.status_code == 400
    assert "arrivé incomplet" in html
    assert "Sonner" in html
    assert not Suggestion.objects.exists()


def test_who_fills_in_the_field_that_nobody_sees_is_thanked_and_forgotten(
    service: Service, client: Client
) -> None:
    answer = send(client, service, ferme="on", **{anonymous.TRAP: "http://achetez.example.org"})

    assert answer["Location"] == thanks_url(service)
    assert not Suggestion.objects.exists() and not SendingCount.objects.exists()
    assert f'name="{anonymous.TRAP}" tabindex="-1" autocomplete="off"' in html_of(
        client, report_url(service)
    )


@pytest.mark.parametrize("size", [40_000, 2_000_000, 5_000_000])
def test_a_note_of_two_megabytes_is_refused_unread_with_a_clear_page(
    service: Service, client: Client, size: int
) -> None:
    answer = send(client, service, note="a" * size)

    html = plain(answer.content.decode())
    assert answer.status_code == 413
    assert "La précision tient en 140 signes" in html
    assert len(html) < 20_000
    assert not Suggestion.objects.exists()


ROT13 = "multipart/form-data; boundary=a; charset=rot13"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"&" * 20_000 + b"a=1&" * 2_000, "application/x-www-form-urlencoded"),
        (b"a&" * 15_000, "application/x-www-form-urlencoded"),
        (b"note=%ED%A0%80%FF", "application/x-www-form-urlencoded"),
        (b"note=%00", "application/x-www-form-urlencoded; charset=utf-16"),
        (b"note=1", "application/x-www-form-urlencoded; charset=nope"),
        (b"nothing", "multipart/form-data"),
        (b'--a\r\nContent-Disposition: form-data; name="note"\r\n\r\nx\r\n--a--\r\n', ROT13),
        (b"--x\r\nnope", "multipart/form-data; boundary=x"),
        (b"\xff\xfe", "multipart/form-data; boundary=\xff"),
        (b'{"note": "x"}', "application/json"),
        (b"", "text/plain"),
    ],
)
def test_whatever_the_body_the_answer_is_clear(
    service: Service, client: Client, body: bytes, kind: str
) -> None:
    answer = client.generic("POST", report_url(service), body, kind, headers=SAME_ORIGIN)

    assert answer.status_code == 400
    assert f'action="{report_url(service)}"' in answer.content.decode() or (
        "Ouvrir un nouveau formulaire" in answer.content.decode()
    )
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize("length", ["many", "-1", "9" * 30, ""])
def test_whatever_length_is_announced_the_answer_is_clear(
    service: Service, client: Client, length: str
) -> None:
    answer = client.post(
        report_url(service), {"ferme": "on"}, headers=SAME_ORIGIN, CONTENT_LENGTH=length
    )

    assert answer.status_code in (400, 413)
    assert not Suggestion.objects.exists()


# Floods


def test_a_sender_is_asked_to_wait_after_some_forms_and_loses_nothing(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anonymous, "PER_SENDER", 3)
    answers = [send(client, service, note=f"Appel {n}") for n in range(5)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 429, 429]
    html = plain(answers[-1].content.decode())
    assert "Réessayez dans une heure." in html
    assert "Appel 4" in html
    assert answers[-1]["Retry-After"] == "3600"
    assert Suggestion.objects.count() == 3
    elsewhere = Client(REMOTE_ADDR="203.0.113.200")
    assert send(elsewhere, service, note="D’ailleurs").status_code == 302


def test_a_service_receives_so_many_forms_an_hour_from_whomever(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anonymous, "PER_SUBJECT", 3)
    statuses = [
        send(Client(REMOTE_ADDR=f"8.8.8.{n}"), service, note="Fermé").status_code for n in range(5)
    ]

    assert statuses == [302, 302, 302, 429, 429]
    assert (
        send(Client(REMOTE_ADDR="8.8.8.9"), ServiceFactory.create(), ferme="on").status_code == 302
    )
    # Those who were refused because of others have not used up their own.
    mine = SendingCount.objects.exclude(key__contains="subject")
    assert mine.count() == 4 and {row.count for row in mine} == {1}


def test_a_replay_uses_up_nothing(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anonymous, "PER_SENDER", 1)
    once = {"stamp": stamp(service), "ferme": "on"}

    assert [send(client, service, **once).status_code for _time in range(3)] == [302] * 3


def test_counts_of_an_earlier_hour_are_forgotten_and_hold_no_address(
    service: Service, client: Client
) -> None:
    long_ago = timezone.now().replace(year=2020)
    SendingCount.objects.create(key="x", hour=long_ago, count=99)
    send(client, service, ferme="on")

    assert not SendingCount.objects.filter(hour=long_ago).exists()
    assert all("127.0.0.1" not in row.key for row in SendingCount.objects.all())


@pytest.mark.django_db(transaction=True)
def test_a_flood_from_several_sides_at_once_stays_within_the_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(anonymous, "PER_SENDER", 5)
    service = ServiceFactory.create()
    crowd = Crowd(tmp_path)

    def flood(person: int) -> list[int]:
        notes = [f"{person} {number}" for number in range(4)]
        return [send(Client(), service, note=note).status_code for note in notes]

    statuses = sorted(status for person in crowd.each(flood) for status in person)
    assert statuses == [302] * 5 + [429] * 11
    assert crowd.see(Suggestion.objects.count) == 5


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_several_times_at_once_is_stored_once(tmp_path: Path) -> None:
    service = ServiceFactory.create()
    once = {"stamp": stamp(service), "ferme": "on"}
    crowd = Crowd(tmp_path)

    statuses = crowd.each(lambda _person: send(Client(), service, **once).status_code)
    assert statuses == [302] * 4
    assert crowd.see(Suggestion.objects.count) == 1


@pytest.mark.parametrize(
    ("remote", "forwarded", "sender"),
    [
        ("8.8.8.8", "", "8.8.8.8"),
        ("8.8.8.8", "9.9.9.9", "8.8.8.8"),  # whoever reaches us directly cannot pass for another
        ("127.0.0.1", "9.9.9.9", "9.9.9.9"),
        ("127.0.0.1", "1.1.1.1, 9.9.9.9", "9.9.9.9"),  # what stands before, the sender wrote
        ("127.0.0.1", "9.9.9.9, 10.0.0.2", "9.9.9.9"),  # two proxies of ours
        ("", "9.9.9.9", "9.9.9.9"),  # a socket
        ("127.0.0.1", "", "127.0.0.1"),
        ("127.0.0.1", "10.0.0.7", "127.0.0.1"),
        ("127.0.0.1", "inconnu", "inconnu"),
        ("127.0.0.1", "2a02:a03f:1:2:3:4:5:6", "2a02:a03f:1:2::/64"),
        ("", "", ""),
        ("::ffff:8.8.8.8", "", "8.8.8.8"),
        ("127.0.0.1", "8.8.8.8:1234", "8.8.8.8"),
        ("127.0.0.1", "[2a02:a03f:1:2::9]:443", "2a02:a03f:1:2::/64"),
    ],
)
def test_the_sender_is_the_first_public_address_outside_our_proxies(
    rf: Any, remote: str, forwarded: str, sender: str
) -> None:
    request = rf.post("/", REMOTE_ADDR=remote, HTTP_X_FORWARDED_FOR=forwarded)

    assert anonymous.sender_address(request) == sender
