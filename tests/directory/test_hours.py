"""Opening hours: what is read, what is refused, and what is open when."""

from datetime import UTC, date, datetime

import pytest

from directory.hours import in_words, is_holiday, opening, parse, rounded
from tests.smesb.reader import plain

WEDNESDAY = date(2026, 11, 25)


@pytest.mark.parametrize(
    ("text", "osm"),
    [
        ("Lun–Ven 9h–17h", "Mo-Fr 09:00-17:00"),
        ("lun-ven 9h-17h", "Mo-Fr 09:00-17:00"),
        ("Lundi au vendredi : 9h - 17h", "Mo-Fr 09:00-17:00"),
        ("du lundi au vendredi de 9h à 17h", "Mo-Fr 09:00-17:00"),
        ("Lun–Ven 9h–12h30 et 13h–17h", "Mo-Fr 09:00-12:30,13:00-17:00"),
        ("Lun–Ven 9 h 30 – 17 h", "Mo-Fr 09:30-17:00"),
        ("lun, mer et ven 9:00-12:00", "Mo,We,Fr 09:00-12:00"),
        ("le mardi 18h-20h", "Tu 18:00-20:00"),
        ("les samedis 10h–13h.", "Sa 10:00-13:00"),
        ("lun–jeu 9h–17h ; ven 9h–12h", "Mo-Th 09:00-17:00; Fr 09:00-12:00"),
        ("lun–jeu 9h–17h · ven 9h–12h", "Mo-Th 09:00-17:00; Fr 09:00-12:00"),
        ("tous les jours 8h–20h", "Mo-Su 08:00-20:00"),
        ("7j/7 8h–24h", "Mo-Su 08:00-24:00"),
        ("en semaine 9h–17h", "Mo-Fr 09:00-17:00"),
        ("jours fériés 10h-12h", "PH 10:00-12:00"),
        ("24h/24", "24/7"),
        ("24h/24 7j/7", "24/7"),
        ("Ouvert 24h/24, 7j/7", "24/7"),
        ("24/7", "24/7"),
        ("Mo-Fr 09:00-17:00; PH off", "Mo-Fr 09:00-17:00; PH off"),
        (" Mo-Fr 09:00-17:00 ", "Mo-Fr 09:00-17:00"),
        ("Mo-Su 20:00-08:00", "Mo-Su 20:00-08:00"),
    ],
)
def test_what_is_read(text: str, osm: str) -> None:
    assert parse(text) == osm
    assert parse(osm) == osm, "what is stored is read again as it is"


@pytest.mark.parametrize(
    "text",
    [
        *("sur rendez-vous", "Lun–Ven", "9h–17h le matin", "lun 17h–9h heures", "lun 25h–26h"),
        *("lundi ou mardi 9h–12h", "Mo-Fr 9am", "Mo-Xx 09:00-17:00", "bientôt", "lun-ven 9-17h ?"),
    ],
)
def test_what_is_refused_with_advice(text: str) -> None:
    with pytest.raises(ValueError, match="Lun–Ven 9h–17h"):
        parse(text)


@pytest.mark.parametrize(
    ("osm", "words"),
    [
        ("24/7", "24 h/24, 7 jours/7"),
        ("Mo-Fr 09:00-17:00", "lundi au vendredi 9 h–17 h"),
        ("Mo,We 09:00-12:30,13:00-17:00", "lundi, mercredi 9 h–12 h 30, 13 h–17 h"),
        ("Mo-Su 08:00-20:00", "tous les jours 8 h–20 h"),
        ("Mo-Th 09:00-17:00; Fr 09:00-12:00", "lundi au jeudi 9 h–17 h · vendredi 9 h–12 h"),
        ("PH 10:00-12:00", "jours fériés 10 h–12 h"),
        ("Mo[1] 09:00-17:00", "Mo[1] 09:00-17:00"),
        ("Jan-Mar Mo 09:00-17:00", "Jan-Mar Mo 09:00-17:00"),
    ],
)
def test_hours_in_words(osm: str, words: str) -> None:
    assert plain(in_words(osm)) == words


def spans(osm: str, first_day: date, days: int = 1) -> list[str]:
    """The open times as « day hour–day hour »."""
    return [f"{begin:%d %H:%M}–{end:%d %H:%M}" for begin, end in opening((osm,), first_day, days)]


def test_ordinary_days() -> None:
    assert spans("Mo-Fr 09:00-12:30,13:00-17:00", WEDNESDAY) == [
        *("25 09:00–25 12:30", "25 13:00–25 17:00")
    ]
    assert spans("Sa 10:00-13:00", WEDNESDAY) == []
    assert spans("Sa 10:00-13:00", WEDNESDAY, days=8) == ["28 10:00–28 13:00"]


def test_always_open_is_one_span() -> None:
    assert spans("24/7", WEDNESDAY, days=8) == ["25 00:00–03 00:00"]


def test_several_schedules_are_merged() -> None:
    hours = ("We 09:00-12:00", "We 11:00-14:00", "We 14:00-15:00", "We 18:00-19:00")
    found = opening(hours, WEDNESDAY, 1)

    assert [(begin.hour, end.hour) for begin, end in found] == [(9, 15), (18, 19)]


def test_a_night_runs_past_midnight_into_the_first_day() -> None:
    assert spans("Mo-Su 20:00-08:00", WEDNESDAY, days=2) == [
        *("25 00:00–25 08:00", "25 20:00–26 08:00", "26 20:00–27 00:00")
    ]
    assert spans("Tu 22:00-02:00", WEDNESDAY, days=2) == ["25 00:00–25 02:00"]


@pytest.mark.parametrize("day", [date(2026, 12, 25), date(2026, 7, 21)])
def test_on_a_holiday_services_keep_their_sunday_hours(day: date) -> None:
    assert is_holiday(day)
    assert spans("Mo-Fr 09:00-17:00", day) == []
    assert spans("Su 14:00-18:00", day) == [f"{day:%d} 14:00–{day:%d} 18:00"]
    assert spans("24/7", day, days=2)[0].startswith(f"{day:%d} 00:00")
    assert spans("Mo-Fr 09:00-17:00; PH 10:00-12:00", day) == [f"{day:%d} 10:00–{day:%d} 12:00"]
    assert spans("Mo-Fr 09:00-17:00; PH off", day) == []


def test_the_days_around_a_holiday_are_ordinary() -> None:
    assert not is_holiday(date(2026, 12, 24))
    assert spans("Mo-Fr 09:00-17:00", date(2026, 12, 24), days=3) == ["24 09:00–24 17:00"]


def test_the_night_before_a_holiday_is_whole() -> None:
    # Thursday 24 December 2026 at 20:00 until the next morning, which is Christmas
    assert spans("Mo-Fr 20:00-08:00", date(2026, 12, 24), days=2) == [
        *("24 00:00–24 08:00", "24 20:00–25 08:00")
    ]


def test_a_night_of_saturday_does_not_run_into_a_holiday_on_friday() -> None:
    assert spans("Sa 22:00-06:00", date(2026, 12, 25)) == []


def test_the_night_of_a_holiday_runs_into_the_next_day() -> None:
    # Tuesday 21 July 2026 keeps the hours of a Sunday, night included
    assert spans("Su 22:00-02:00", date(2026, 7, 21), days=2) == ["21 22:00–22 02:00"]
    assert spans("Mo-Fr 20:00-08:00", date(2026, 7, 22)) == ["22 20:00–23 00:00"]


@pytest.mark.parametrize(
    ("night", "date_of"), [("2026-10-25", date(2026, 10, 25)), ("2027-03-28", date(2027, 3, 28))]
)
def test_the_nights_when_clocks_change_have_local_hours(night: str, date_of: date) -> None:
    assert spans("24/7", date_of) == [
        f"{date_of:%d} 00:00–{date.fromordinal(date_of.toordinal() + 1):%d} 00:00"
    ]
    assert spans("Sa 22:00-06:00", date_of) == [f"{date_of:%d} 00:00–{date_of:%d} 06:00"]


@pytest.mark.parametrize(
    ("utc", "local"),
    [
        ("2026-11-23T08:07:00", "2026-11-23T09:00"),
        ("2026-11-23T08:14:59", "2026-11-23T09:00"),
        ("2026-11-23T08:15:00", "2026-11-23T09:15"),
        ("2026-07-21T22:30:00", "2026-07-22T00:30"),
        ("2026-10-25T00:50:00", "2026-10-25T02:45"),
        ("2026-10-25T01:50:00", "2026-10-25T02:45"),
        ("2027-03-28T00:59:00", "2027-03-28T01:45"),
        ("2027-03-28T01:00:00", "2027-03-28T03:00"),
    ],
)
def test_the_moment_of_an_answer_is_a_quarter_of_an_hour_in_brussels(utc: str, local: str) -> None:
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)

    assert rounded(moment) == datetime.fromisoformat(local)
