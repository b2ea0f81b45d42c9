"""Opening hours: OpenStreetMap syntax, a small closed French grammar, and what is open when.

Times are local to Brussels. A public holiday counts as a Sunday, as services mean it when they
write « lun–ven », unless the hours themselves speak of holidays (`PH`).
"""

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _
from opening_hours import OpeningHours, ParserError, State  # type: ignore[attr-defined]

from directory.languages import listed

BRUSSELS = ZoneInfo("Europe/Brussels")
Interval = tuple[datetime, datetime]
_ONE_DAY = timedelta(days=1)

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_FRENCH_DAYS: dict[str, str] = {
    name: code
    for code, names in {
        "Mo": "lundi lundis lun lu",
        "Tu": "mardi mardis mar ma",
        "We": "mercredi mercredis mer me",
        "Th": "jeudi jeudis jeu je",
        "Fr": "vendredi vendredis ven ve",
        "Sa": "samedi samedis sam sa",
        "Su": "dimanche dimanches dim di",
    }.items()
    for name in names.split()
}
_DAY = "|".join(sorted(_FRENCH_DAYS, key=len, reverse=True))
_TIME = r"(?:[01]?\d|2[0-4])(?:h(?:[0-5]\d)?|:[0-5]\d)"
_RANGE_OF_TIMES = rf"{_TIME}-{_TIME}"
_CLAUSE = re.compile(
    rf"(?P<days>(?:{_DAY})(?:[-,](?:{_DAY}))*|ph)\s(?P<times>{_RANGE_OF_TIMES}(?:,{_RANGE_OF_TIMES})*)"
)
_OSM_DAY = "|".join(_DAYS)
_PLAIN = re.compile(rf"(?:(?:(?:{_OSM_DAY}|PH)[-, ]?)+ [\d:,-]+(?:; ?)?)+")
_WEEKLY = re.compile(r"24/7|(?:Mo|Tu|We|Th|Fr|Sa|Su|\d\d:\d\d|[-,; ])+")
_ALWAYS = re.compile(r"(?:ouvert )?24h/24(?:[ ,-]*7j?/7)?")


def parse(text: str) -> str:
    """Hours in OSM syntax from OSM syntax or from the French grammar.

    « Lun–Ven 9h–12h30 et 13h–17h » → "Mo-Fr 09:00-12:30,13:00-17:00"; « 24h/24 » → "24/7".
    Raises ValueError, with advice, for anything else: it then belongs in the note.
    """
    french = _from_french(text)
    if french:
        return french
    try:
        OpeningHours(text.strip())
    except (ParserError, ValueError, OverflowError):
        raise ValueError(
            _(
                "Cet horaire n’a pas pu être lu. Écrivez par exemple « Lun–Ven 9h–17h » ou "
                "« 24h/24 » ; ce qui est plus compliqué se met dans la remarque."
            )
        ) from None
    return text.strip()


def _from_french(text: str) -> str | None:
    """The OSM form of a text that the French grammar covers whole, or None."""
    plain = " ".join(text.lower().replace("\u202f", " ").replace("\xa0", " ").split()).rstrip(".")
    plain = re.sub(r"\s*[–—→]\s*|\s+-\s+", "-", plain)
    if _ALWAYS.fullmatch(plain):
        return "24/7"
    plain = re.sub(r"(\d{1,2})\s*h(?:\s+([0-5]\d)\b)?", r"\1h\2", plain)
    plain = re.sub(r"\b(?:tous les jours|7j?/7)\b", "lun-dim", plain)
    plain = re.sub(r"\ben semaine\b", "lun-ven", plain)
    plain = re.sub(r"\bjours fériés\b", "ph", plain)
    plain = re.sub(rf"\b(?:du |de )?({_DAY}|{_TIME}) (?:au|à) ({_DAY}|{_TIME})\b", r"\1-\2", plain)
    plain = re.sub(r"\b(?:le|les|de)\s+(?=\w)", "", plain)
    plain = re.sub(r"\s*(?:,|/| et )\s*", ",", plain)
    plain = re.sub(rf"({_DAY}|ph)\s*:\s*", r"\1 ", plain)
    clauses = []
    for part in re.split(r"\s*[·;]\s*", plain):
        match = _CLAUSE.fullmatch(part)
        if not match:
            return None
        days = re.sub(rf"\b(?:{_DAY})\b", _osm_day, match["days"])
        times = [_osm_range(times) for times in match["times"].split(",")]
        if None in times:
            return None
        clauses.append(f"{days.replace('ph', 'PH')} {','.join(filter(None, times))}")
    return "; ".join(clauses)


def _osm_day(match: re.Match[str]) -> str:
    return _FRENCH_DAYS[match.group()]


def _osm_range(times: str) -> str | None:
    """« 9h-12h30 » → "09:00-12:30"; None when the end is not after the start."""
    moments = []
    for moment in times.split("-"):
        hour, _separator, minute = moment.replace(":", "h").partition("h")
        moments.append(f"{int(hour):02}:{minute or '00'}")
    start, end = moments
    return f"{start}-{end}" if start < end <= "24:00" else None


@lru_cache(maxsize=4096)
def _parsed(osm: str) -> OpeningHours:
    return OpeningHours(osm, country="BE")


@lru_cache(maxsize=64)
def is_holiday(day: date) -> bool:
    """Whether the day is a Belgian public holiday."""
    return OpeningHours("PH", country="BE").is_open(datetime.combine(day, time(12)))


@lru_cache(maxsize=65_536)
def _open_on(osm: str, day: date) -> tuple[Interval, ...]:
    """The open intervals that begin on `day` or run into it, cut to the day; naive local times."""
    shown, evening = _kept(osm, day), _kept(osm, day - _ONE_DAY)
    if shown - evening == _ONE_DAY:
        return _read(osm, shown, day)
    # A holiday is near: the night comes from the hours kept the day before, not from those of Saturday.
    return (
        _night(osm, evening, day)
        + _read(osm, shown, day)[len(_night(osm, shown - _ONE_DAY, day)) :]
    )


def _kept(osm: str, day: date) -> date:
    """The day whose hours are kept: the Sunday of its week for a holiday."""
    if "PH" in osm or not is_holiday(day):
        return day
    return day + timedelta(days=6 - day.weekday())


def _read(osm: str, shown: date, day: date) -> tuple[Interval, ...]:
    """The open intervals of the day `shown`, as those of `day`."""
    start, shift = datetime.combine(shown, time()), day - shown
    return tuple(
        (begin.replace(tzinfo=None) + shift, end.replace(tzinfo=None) + shift)
        for begin, end, state, _comment in _parsed(osm).intervals(start, start + _ONE_DAY)
        if state == State.OPEN
    )


def _night(osm: str, evening: date, day: date) -> tuple[Interval, ...]:
    """What a night begun on `evening` still has after midnight, as of `day`: one interval or none."""
    before, after = _read(osm, evening, day - _ONE_DAY), _read(osm, evening + _ONE_DAY, day)
    midnight = datetime.combine(day, time())
    runs_on = before and after and before[-1][1] == midnight == after[0][0]
    return after[:1] if runs_on and after[0][1] < midnight + _ONE_DAY else ()


A_MONDAY = date(2026, 2, 2)  # of a week without a holiday


def is_weekly(osm: str) -> bool:
    """Whether it is days and times only: what it says of one week it says of every week."""
    return bool(_WEEKLY.fullmatch(osm))


def opening(schedules: tuple[str, ...], first_day: date, days: int = 8) -> tuple[Interval, ...]:
    """When any of the schedules (OSM) is open, from `first_day` on: sorted, merged, naive local."""
    spans = sorted(
        span
        for osm in schedules
        for ahead in range(days)
        for span in _open_on(osm, first_day + timedelta(days=ahead))
    )
    merged: list[Interval] = []
    for begin, end in spans:
        if merged and begin <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((begin, end))
    return tuple(merged)


def rounded(now: datetime) -> datetime:
    """Local Brussels time of an aware moment, naive, cut to the quarter of an hour before it."""
    local = now.astimezone(BRUSSELS).replace(tzinfo=None)
    return local.replace(minute=local.minute - local.minute % 15, second=0, microsecond=0)


def in_words(osm: str) -> str:
    """OSM hours in plain words of the language in use; unusual syntax stays as it is."""
    if osm == "24/7":
        return _("24 h/24, 7 jours/7")
    if not _PLAIN.fullmatch(osm):
        return osm
    names = dict(
        zip(
            _DAYS,
            (
                _("lundi"),
                _("mardi"),
                _("mercredi"),
                _("jeudi"),
                _("vendredi"),
                _("samedi"),
                _("dimanche"),
            ),
            strict=True,
        )
    )
    to = _("au")
    text = osm.replace("Mo-Su", _("tous les jours")).replace("PH", _("jours fériés"))
    text = re.sub(rf"\b({_OSM_DAY})-({_OSM_DAY})\b", rf"\1 {to} \2", text)
    text = re.sub(rf"\b(?:{_OSM_DAY})\b", lambda m: names[m.group()], text)
    text = re.sub(r"\b(\d\d):(\d\d)\b", _time_in_words, text)
    text = listed(re.split(r",(?=\S)", re.sub(r"\s*;\s*", " · ", text)))
    return text.replace("-", pgettext("entre deux heures", "–"))


def _time_in_words(match: re.Match[str]) -> str:
    """« 9 h », « 9 h 30 » in French; "9:00", "9:30" elsewhere."""
    hour, minute = int(match[1]), match[2]
    if (get_language() or "fr")[:2] != "fr":
        return f"{hour}:{minute}"
    return f"{hour}\u202fh" if minute == "00" else f"{hour}\u202fh\u202f{minute}"
