"""Letters to services: who gets one, when, and what a program that reads mail finds in it."""

import smtplib
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from directory import update_requests
from directory.models import Service, UpdateContact, Upkeep
from directory.models.service import Status
from directory.models.upkeep import Rhythm
from tests.directory.at_once import Crowd
from tests.directory.upkeeps import (
    UpdateContactFactory,
    UpkeepFactory,
    answer,
    letters,
    link_to,
    links_in,
    stamp_of,
    text_of,
)
from tests.factories import ServiceFactory, WaitingTimeFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """It is a Monday of March, six o’clock."""
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


def send(*options: str) -> str:
    """Run the command; what it says."""
    said = StringIO()
    call_command("send_update_requests", *options, stdout=said)
    return said.getvalue()


def sent_each_day(clock: time_machine.Traveller, days: int) -> dict[int, str]:
    """Run the command each day; the subject of what left, by the day."""
    found = {}
    for day in range(days):
        clock.move_to(START + timedelta(days=day))
        mail.outbox.clear()
        send()
        assert len(mail.outbox) <= 1
        if mail.outbox:
            found[day] = str(letters()[0]["Subject"])
    return found


def test_a_letter_as_a_program_reads_it(client: Client) -> None:
    contact = UpdateContactFactory.create(address="equipe@example.org")
    for name in ("L’Écluse", "Café & <Cie>"):
        service = ServiceFactory.create(name=name)
        UpkeepFactory.create(service=service, contact=contact)
    WaitingTimeFactory.create(service=service, weeks_from=4, weeks_to=6)
    WaitingTimeFactory.create(
        service=service, observed_on=timezone.localdate() - timedelta(days=40), said_by="service"
    )
    service.waiting_times.filter(observed_on=timezone.localdate()).update(said_by="coordinator")
    send()
    (letter,) = letters()
    assert not letter.defects
    assert letter["To"] == "equipe@example.org"
    assert letter["Subject"].replace("\u00a0", " ") == "Vos 2 fiches sont-elles toujours justes ?"
    assert letter["Content-Language"] == "fr"
    assert letter["Auto-Submitted"] == "auto-generated"
    assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert letter.get_content_type() == "multipart/alternative"
    text, page = text_of(letter), text_of(letter, "html")
    assert "Café & <Cie>" in text and "Café &amp; &lt;Cie&gt;" in page
    assert "Liste d’attente : 4 à 6 semaines" in text.replace("\u00a0", " ")
    assert links_in(text) == links_in(page)
    stop = links_in(letter["List-Unsubscribe"])
    assert links_in(text)[-1:] == stop
    assert len(links_in(text)) == 3
    for link in links_in(text):
        assert "equipe" not in link and "ecluse" not in link.lower()
        assert client.get(f"/{link}").status_code == 200


@pytest.mark.parametrize(
    ("language", "prefix", "words"), [("nl", "nl/", "Goedendag"), ("en", "en/", "Hello")]
)
def test_in_the_language_of_the_contact(language: str, prefix: str, words: str) -> None:
    UpkeepFactory.create(contact__language=language)
    send()
    (letter,) = letters()
    assert words in text_of(letter)
    assert all(link.startswith(prefix) for link in links_in(text_of(letter)))


def test_a_hundred_and_twenty_days_without_an_answer(clock: time_machine.Traveller) -> None:
    UpkeepFactory.create(service__name="Ici")
    sent = sent_each_day(clock, 121)
    assert list(sent) == [0, 10, 30, 40, 60, 70, 90, 100, 120]
    assert [day for day, subject in sent.items() if "Rappel" in subject] == [10, 40, 70, 100]


def test_who_answered_is_asked_again_after_a_month(clock: time_machine.Traveller) -> None:
    upkeep = UpkeepFactory.create()
    send()
    clock.shift(timedelta(days=4))
    client = Client()
    link = f"/{links_in(text_of(letters()[0]))[0]}"
    answer(client, upkeep.service, stamp_of(client, link), rien="1")
    mail.outbox.clear()
    assert list(sent_each_day(clock, 70)) == [34, 44, 64]


def test_what_a_coordinator_heard_counts_as_an_answer(clock: time_machine.Traveller) -> None:
    told, confirmed, reported = (UpkeepFactory.create().service for _service in range(3))
    day = timezone.localdate() - timedelta(days=5)
    WaitingTimeFactory.create(service=told, observed_on=day)
    Service.objects.filter(pk=confirmed.pk).update(verified_on=day, verified_by="Camille")
    WaitingTimeFactory.create(service=reported, observed_on=day, said_by="professional")
    assert "1 demande" in send()
    assert Upkeep.objects.get(asked_on__isnull=False).service == reported


def test_it_pauses_in_summer_where_that_is_set(clock: time_machine.Traveller) -> None:
    UpkeepFactory.create(pauses_in_summer=True)
    sent = sent_each_day(clock, 215)
    days = [(START + timedelta(days=day)).date() for day in sent]
    assert {day.month for day in days} == {3, 4, 5, 6, 9, 10}


@pytest.mark.parametrize(
    "reason", ["never", "no contact", "stopped", "bounced", "draft", "archived"]
)
def test_who_gets_no_letter(reason: str) -> None:
    upkeep = UpkeepFactory.create()
    today = timezone.localdate()
    match reason:
        case "never":
            Upkeep.objects.update(rhythm=Rhythm.NEVER)
        case "no contact":
            Upkeep.objects.update(contact=None)
        case "stopped":
            UpdateContact.objects.update(stopped_on=today)
        case "bounced":
            UpdateContact.objects.update(bounced_on=today)
        case "draft":
            Service.objects.update(status=Status.DRAFT)
        case _:
            Service.objects.filter(pk=upkeep.service_id).update(
                status=Status.ARCHIVED, status_since=today
            )
    assert "0 demande" in send()
    assert mail.outbox == []


def test_each_contact_gets_one_letter_with_what_is_due_soon(clock: time_machine.Traveller) -> None:
    contact = UpdateContactFactory.create()
    today = timezone.localdate()
    soon, late = today - timedelta(days=25), today - timedelta(days=5)
    for name, asked_on in (("Due", None), ("Bientôt", soon), ("Plus tard", late)):
        UpkeepFactory.create(contact=contact, service__name=name, asked_on=asked_on)
    other = UpkeepFactory.create(service__name="Ailleurs")
    Upkeep.objects.filter(asked_on=soon).update(reminded_on=soon + timedelta(days=10))
    send()
    texts = {letter["To"]: text_of(letter) for letter in letters()}
    assert len(texts) == 2
    text = texts[contact.address]
    assert "Due" in text and "Bientôt" in text and "Plus tard" not in text
    assert other.contact and "Ailleurs" in texts[other.contact.address]
    assert Upkeep.objects.filter(asked_on=today).count() == 3


def test_only_looking_writes_nothing_and_names_no_address() -> None:
    UpkeepFactory.create(service__name="Ici", contact__address="equipe@example.org")
    said = send("--dry-run")
    assert "Ici" in said and "@" not in said and "lien=" not in said
    assert mail.outbox == [] and Upkeep.objects.get().asked_on is None
    said = send()
    assert "@" not in said and "lien=" not in said and len(mail.outbox) == 1


def test_running_again_sends_nothing_twice() -> None:
    UpkeepFactory.create()
    assert "1 demande" in send()
    assert "0 demande" in send()
    assert len(mail.outbox) == 1


@pytest.mark.django_db(transaction=True)
def test_four_timers_at_the_same_moment_send_each_letter_once(tmp_path: Path) -> None:
    for _number in range(3):
        UpkeepFactory.create()
    now = timezone.now()
    crowd = Crowd(tmp_path)

    def run(_number: int) -> int:
        due = list(update_requests.due_letters(timezone.localdate(now)))
        return sum(update_requests.send(letter, now) for letter in due)

    assert sum(crowd.each(run)) == 3


class Refusing(EmailBackend):
    """A mail server that refuses one address, for good or for now."""

    code, reason = 550, b"no"

    def send_messages(self, messages: Any) -> int:
        """Refuse what goes to « perdu@… »."""
        for message in messages:
            if message.to == ["perdu@example.org"]:
                raise smtplib.SMTPRecipientsRefused({message.to[0]: (self.code, self.reason)})
        return super().send_messages(messages)


class Full(Refusing):
    """It says that the mailbox is full, by the code of what is refused for good."""

    reason = b"5.2.2 mailbox full"


class Busy(Refusing):
    """It asks to try again later."""

    code = 451


@pytest.fixture
def two_contacts() -> None:
    """One whose mailbox is refused, one whose is not."""
    UpkeepFactory.create(contact__address="perdu@example.org")
    UpkeepFactory.create(contact__address="equipe@example.org")


@pytest.mark.usefixtures("two_contacts")
def test_a_mailbox_that_does_not_exist_is_written_down(settings: Settings) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"
    assert "1 demande" in send()
    assert UpdateContact.objects.get(bounced_on__isnull=False).address == "perdu@example.org"
    assert [letter["To"] for letter in letters()] == ["equipe@example.org"]


@pytest.mark.usefixtures("two_contacts")
@pytest.mark.parametrize("server", ["Busy", "Full"])
def test_a_letter_that_could_not_leave_leaves_the_next_time(
    settings: Settings, server: str
) -> None:
    settings.EMAIL_BACKEND = f"{__name__}.{server}"
    with pytest.raises(CommandError, match="1 message n’a pas pu partir"):
        send()
    assert not UpdateContact.objects.filter(bounced_on__isnull=False)
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    send()
    assert [letter["To"] for letter in letters()] == ["equipe@example.org", "perdu@example.org"]


def test_a_name_on_two_lines_makes_no_header_and_stops_nobody_else() -> None:
    UpkeepFactory.create(service__name="Ici\nBcc: autre@example.org")
    UpkeepFactory.create()
    assert "2 demandes" in send()
    subjects = [str(letter["Subject"]) for letter in letters()]
    assert any("Ici Bcc: autre@example.org" in subject for subject in subjects)
    assert all(letter["Bcc"] is None for letter in letters())


def test_what_fails_half_way_is_not_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    upkeep = UpkeepFactory.create()
    (letter,) = update_requests.due_letters(timezone.localdate())

    def broken(*_args: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(update_requests, "compose", broken)
    with pytest.raises(RuntimeError):
        update_requests.send(letter, timezone.now())
    upkeep.refresh_from_db()
    assert upkeep.asked_on is None


def test_a_demonstration_writes_to_nobody(settings: Settings) -> None:
    settings.DEMO = True
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    upkeep = UpkeepFactory.create()
    with pytest.raises(CommandError, match="DEMO"):
        send()
    assert "1 demande" in send("--dry-run")
    with pytest.raises(update_requests.NotSent):
        update_requests.send_one(upkeep.service, timezone.now())


def test_do_not_write_is_one_button_and_opening_is_not_pressing(client: Client) -> None:
    upkeep = UpkeepFactory.create()
    send()
    stop = f"/{links_in(letters()[0]['List-Unsubscribe'])[0]}"
    assert client.get(stop).status_code == client.head(stop).status_code == 200
    assert UpdateContact.objects.get().stopped_on is None
    # what a mail program sends for its reader (RFC 8058)
    response = client.post(stop, {"List-Unsubscribe": "One-Click"})
    assert "nous ne vous écrirons plus" in response.content.decode()
    assert UpdateContact.objects.get().stopped_on == timezone.localdate()
    assert client.get(link_to(upkeep.service)).status_code == 200  # the link itself lives on
    assert client.get(stop[:-1]).status_code == client.post(stop[:-1]).status_code == 403
    contact = UpdateContact.objects.get()
    contact.address, contact.stopped_on = "autre@example.org", None
    contact.save()
    assert client.post(stop).status_code == 403, "it was of the address before"


BOUNCE = """\
From: MAILER-DAEMON@mail.example.org
To: noreply@smes-b.example
Subject: Undelivered
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mail.example.org

Final-Recipient: rfc822; {address}
Action: {action}
Status: {status}

--b--
"""


@pytest.mark.parametrize(
    ("address", "action", "status", "noted"),
    [
        ("Equipe@example.org", "failed", "5.1.1", 1),
        ("equipe@example.org", "delayed", "4.2.2", 0),
        ("equipe@example.org", "failed", "4.4.7", 0),
        ("equipe@example.org", "failed", "5.2.2", 0),  # full
        ("equipe@example.org", "failed", "5.7.1", 0),  # taken for unwanted
        ("equipe@example.org", "failed", "5.2.1", 1),
        ("autre@example.org", "failed", "5.1.1", 0),
    ],
)
def test_a_letter_that_came_back(
    tmp_path: Path, address: str, action: str, status: str, noted: int
) -> None:
    UpkeepFactory.create(contact__address="equipe@example.org")
    report = tmp_path / "bounce.eml"
    report.write_text(BOUNCE.format(address=address, action=action, status=status))
    said = StringIO()
    call_command("record_bounces", str(report), stdout=said)
    assert said.getvalue().strip().endswith(f"{noted}.")
    assert UpdateContact.objects.filter(bounced_on=timezone.localdate()).count() == noted


def test_what_is_no_report_at_all(tmp_path: Path) -> None:
    report = tmp_path / "x.eml"
    report.write_bytes(b"\xff\x00 nothing")
    call_command("record_bounces", str(report), stdout=StringIO())


@pytest.mark.parametrize("services", [1, 3])
def test_letters_cost_the_same_queries_whatever_their_number(
    services: int, django_assert_num_queries: Any
) -> None:
    contact = UpdateContactFactory.create()
    for _number in range(services):
        UpkeepFactory.create(contact=contact)
    with django_assert_num_queries(1):
        list(update_requests.due_letters(timezone.localdate()))
