"""A second reading of `docs/orientation.md`, sentence by sentence, as naive as its words.

Written from the page alone, without the engine's rules: where the two differ, one of them is wrong.
Answers are the contract's words: "oui", "inconnu", "non".
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from directory.waits import Observation
from orientation.profile import Profile, ProfilePlace
from orientation.search import parse, rank
from orientation.situation import Situation
from orientation.territory import Place, Territory

if TYPE_CHECKING:
    from tests.orientation.plain_matcher import World

YES, UNKNOWN, NO = "oui", "inconnu", "non"
WORDS_FOUND = ("whole", "stem", "prefix")
Reasons = list[tuple[str, str]]

# Opening hours: what each schedule of `worlds.py` means, said by hand. Weekday (Monday is 0) →
# hours of the day, which may go past 24: the night belongs to the day it begins on.
MEANING: dict[str, dict[int, list[tuple[float, float]]]] = {
    "24/7": {day: [(0, 24)] for day in range(7)},
    "Mo-Fr 09:00-17:00": {day: [(9, 17)] for day in range(5)},
    "Mo-Fr 09:00-12:30,13:30-18:00": {day: [(9, 12.5), (13.5, 18)] for day in range(5)},
    "Tu,Th 17:30-20:00": {1: [(17.5, 20)], 3: [(17.5, 20)]},
    "Sa 10:00-13:00": {5: [(10, 13)]},
    "Su 14:00-18:00": {6: [(14, 18)]},
    "Mo-Su 20:00-08:00": {day: [(20, 32)] for day in range(7)},
    "Fr 22:00-02:00": {4: [(22, 26)]},
    "Sa 22:00-06:00": {5: [(22, 30)]},
    "Mo-Fr 20:00-08:00": {day: [(20, 32)] for day in range(5)},
    "Mo-Su 22:00-23:00": {day: [(22, 23)] for day in range(7)},
    "Mo 12:00-24:00": {0: [(12, 24)]},
}
# On these days a service keeps its Sunday hours.
HOLIDAYS = frozenset(
    {date(2026, 7, 21), date(2026, 8, 15), date(2026, 11, 1), date(2026, 11, 11)}
    | {date(2026, 12, 25), date(2027, 1, 1), date(2027, 3, 29), date(2026, 5, 14)}
)


def periods(schedule: str, day: date) -> Iterator[tuple[datetime, datetime]]:
    """The times at which a schedule is open that begin on this day."""
    weekday = 6 if day in HOLIDAYS else day.weekday()
    midnight = datetime.combine(day, time())
    for start, end in MEANING[schedule].get(weekday, []):
        yield midnight + timedelta(hours=start), midnight + timedelta(hours=end)


def is_open_between(profile: Profile, start: datetime, end: datetime) -> bool:
    """Whether the service is open at some time from `start` until `end`."""
    return any(
        begins < end and start < ends
        for schedule in profile.schedules
        for ahead in (-1, 0, 1, 2)
        for begins, ends in periods(schedule, start.date() + timedelta(days=ahead))
    )


# One answer per criterion


def says_age(profile: Profile, age: int) -> str:
    """No if a known bound refuses it; yes if both bounds are known and hold it; else unknown."""
    low, high = profile.age_min, profile.age_max
    if low is not None and age < low:
        return NO
    if high is not None and age > high:
        return NO
    return YES if low is not None and high is not None else UNKNOWN


def says_public(profile: Profile, asked: tuple[str, ...]) -> str:
    """No to any group not received, or reserved for none of them; yes if all are named."""
    if any(group in profile.refused for group in asked):
        return NO
    if profile.reserved and not any(group in profile.reserved for group in asked):
        return NO
    if profile.everyone:
        return YES
    if all(group in profile.reserved or group in profile.specialised for group in asked):
        return YES
    return UNKNOWN


def says_code_postal(profile: Profile, place: Place, territory: Territory) -> str:
    """Residence against coverage."""
    if place.value == "sans":
        answer = profile.conditions.get("sans_adresse")
        if answer is not None:
            return YES if answer else NO
        return YES if profile.coverage in ("region", "region_min", "belgique") else UNKNOWN
    if profile.coverage is None:
        return UNKNOWN
    inside = all(area in territory.areas for area in place.areas)
    match profile.coverage:
        case "belgique":
            return YES
        case "region":
            return YES if inside else NO
        case "region_min":
            return YES if inside else UNKNOWN
    held = [area for area in place.areas if area in profile.coverage]
    if len(held) == len(place.areas):
        return YES
    return UNKNOWN if held else NO


def says_langue(profile: Profile, asked: tuple[str, ...]) -> str:
    """A complete list without them still lets an interpreter come, unless it says no."""
    if any(language in profile.languages for language in asked):
        return YES
    if profile.languages_complete and profile.conditions.get("interprete") is False:
        return NO
    return UNKNOWN


def says_listed(listed: Iterable[str], complete: bool, asked: tuple[str, ...]) -> str:
    """Yes if any asked one is listed; no if the list is complete without them; else unknown."""
    if set(asked) & set(listed):
        return YES
    return NO if complete else UNKNOWN


def says_demandeur(profile: Profile, caller: str) -> str:
    """A doctor is a professional, not the reverse; a professional may be a partner."""
    listed = profile.who_may_ask
    if caller in listed or (caller == "medecin" and "professionnel" in listed):
        return YES
    if not listed:
        return UNKNOWN
    if caller in ("professionnel", "medecin") and "partenaire" in listed:
        return UNKNOWN
    return NO


def says_ouvert(profile: Profile, when: str, at: datetime) -> str:
    """Now, this evening from 18:00 to 22:00, or this week-end (else the coming one)."""
    if not profile.schedules:
        return UNKNOWN
    today = datetime.combine(at.date(), time())
    if when == "maintenant":
        open_ = is_open_between(profile, at, at + timedelta(seconds=1))
    elif when == "soir":
        open_ = is_open_between(profile, today + timedelta(hours=18), today + timedelta(hours=22))
    else:
        monday = today + timedelta(days=7 - today.weekday())
        saturday = max(today, monday - timedelta(days=2))  # on a Sunday, Saturday is past
        open_ = is_open_between(profile, saturday, monday)
    return YES if open_ else NO


def wait_that_counts(profile: Profile, situation: Situation, day: date) -> Observation | None:
    """For a first contact: the narrowest audience whose every stated bound holds what was asked."""
    held = []
    for wait in profile.waits:
        group, low, high = wait.audience.group, wait.audience.age_min, wait.audience.age_max
        if group and group not in situation.public:
            continue
        band = (0 if low is None else low, 120 if high is None else high)
        stated = low is not None or high is not None
        if stated and (situation.age is None or not band[0] <= situation.age <= band[1]):
            continue
        said = wait.last
        if wait.by_service and wait.by_service.observed_on >= day - timedelta(days=30):
            said = wait.by_service
        with_a_group_first = 0 if group else 1
        latest = -said.observed_on.toordinal()
        held.append((with_a_group_first, band[1] - band[0], latest, str(wait.audience), said))
    return min(held, key=lambda row: row[:4])[4] if held else None


def is_past(said: Observation, day: date) -> bool:
    """Observed more than 90 days ago; a suspension with an end date, after its last day."""
    if said.state == "suspended" and said.until:
        return said.until < day
    return said.observed_on < day - timedelta(days=90)


def says_delai(profile: Profile, situation: Situation, day: date) -> str:
    """Within 0, 2, 4 or 13 weeks."""
    said = wait_that_counts(profile, situation, day)
    if said is None or is_past(said, day):
        return UNKNOWN
    limit = {"immediat": 0, "2sem": 2, "1mois": 4, "3mois": 13}[situation.delai]
    if said.state in ("suspended", "closed"):
        return NO
    if said.state == "crisis":
        return YES if "crise" in situation.besoin else NO
    if said.weeks_from is None and said.weeks_to is None:
        return YES if said.state == "open" and situation.delai != "immediat" else UNKNOWN
    if said.weeks_to is not None and said.weeks_to <= limit:
        return YES
    return NO if said.weeks_from is not None and said.weeks_from > limit else UNKNOWN


def intake(profile: Profile, situation: Situation, day: date) -> tuple[int, float]:
    """Open by weeks_to, waiting list by weeks, unknown or expired, then those that take no one."""
    said = wait_that_counts(profile, situation, day)
    if said is None or is_past(said, day):
        return 2, 0
    if said.state == "open" or (said.state == "crisis" and "crise" in situation.besoin):
        return 0, said.weeks_to or 0
    if said.state == "waiting":
        if said.weeks_to is not None:
            return 1, said.weeks_to
        return 1, float("inf") if said.weeks_from is None else said.weeks_from
    return 3, 0


def reasons(profile: Profile, situation: Situation, catalogue: "World") -> Reasons:
    """(criterion, answer) for each criterion asked, in the table's order."""
    said: Reasons = []
    if situation.age is not None:
        said.append(("age", says_age(profile, situation.age)))
    if situation.public:
        said.append(("public", says_public(profile, situation.public)))
    elif profile.reserved and asks_anything(situation):
        said.append(("public", UNKNOWN))
    if situation.code_postal:
        place = situation.code_postal
        said.append(("code_postal", says_code_postal(profile, place, catalogue.territory)))
    if situation.langue:
        said.append(("langue", says_langue(profile, situation.langue)))
    for option in catalogue.vocabulary.options["condition"]:
        if option.slug in situation.condition:
            answer = profile.conditions.get(option.slug)
            said.append((f"condition:{option.slug}", {True: YES, False: NO, None: UNKNOWN}[answer]))
    if situation.intervenant:
        complete = profile.professions_complete
        answer_ = says_listed(profile.professions, complete, situation.intervenant)
        said.append(("intervenant", answer_))
    if situation.theme:
        answer_ = says_listed(profile.themes, profile.themes_complete, situation.theme)
        said.append(("theme", answer_))
    if situation.demandeur:
        said.append(("demandeur", says_demandeur(profile, situation.demandeur)))
    if situation.ouvert:
        said.append(("ouvert", says_ouvert(profile, situation.ouvert, catalogue.at)))
    if situation.delai:
        said.append(("delai", says_delai(profile, situation, catalogue.at.date())))
    return said


def asks_anything(situation: Situation) -> bool:
    """Whether any criterion is asked."""
    several = (
        *(situation.public, situation.langue, situation.condition),
        *(situation.intervenant, situation.theme),
    )
    one = (situation.age, situation.code_postal, situation.demandeur or None)
    return (
        any(several)
        or any(value is not None for value in one)
        or any((situation.ouvert, situation.delai))
    )


def verdict(said: Reasons) -> str:
    """Excluded by one no; to check by one unknown; else it fits."""
    answers = [answer for _criterion, answer in said]
    if NO in answers:
        return "exclus"
    return "verifier" if UNKNOWN in answers else "convient"


def refusals(said: Reasons) -> list[str]:
    """The criteria that say no."""
    return [criterion for criterion, answer in said if answer == NO]


# Scope


def bassins_of(place: ProfilePlace, territory: Territory) -> set[str]:
    """A place without bassin counts in every bassin of its commune."""
    area = territory.areas.get(place.area or "")
    if area and area.bassin:
        return {area.bassin}
    return {
        area.bassin
        for area in territory.areas.values()
        if area.bassin and area.commune == place.commune
    }


def zone(profile: Profile, bassin: str, territory: Territory) -> str:
    """ "in", "out", or "unknown": coverage not known and places elsewhere."""
    if any(bassin in bassins_of(place, territory) for place in profile.places):
        return "in"
    if profile.coverage in ("region", "region_min", "belgique"):
        return "in"
    if profile.coverage is None:
        return "unknown" if profile.places else "in"
    areas = [territory.areas[code] for code in profile.coverage if code in territory.areas]
    return "in" if any(area.bassin == bassin for area in areas) else "out"


def words_found(profile: Profile, text: str) -> str:
    """How the words are found, as `orientation.search` defines it; "" when one is missing."""
    found = rank(parse(text), profile.words)
    return "" if found is None else WORDS_FOUND[found]


def meets(profile: Profile, situation: Situation, territory: Territory, without: str = "") -> bool:
    """Whether a service meets every scope parameter, but perhaps one."""
    if not words_found(profile, situation.q):
        return False
    if without != "besoin" and situation.besoin and not set(situation.besoin) & profile.needs:
        return False
    if situation.pour not in profile.helps:
        return False
    if situation.type and profile.type not in situation.type:
        return False
    if without == "bassin" or not situation.bassin:
        return True
    where = zone(profile, situation.bassin, territory)
    return where == "in" or (where == "unknown" and situation.zone_inconnue)


# Counts


def counts(situation: Situation, catalogue: "World") -> dict[str, int]:
    """Every count of the answer."""
    territory = catalogue.territory
    told = [
        reasons(profile, situation, catalogue)
        for profile in catalogue.profiles
        if meets(profile, situation, territory)
    ]
    verdicts = Counter(verdict(said) for said in told)
    return {
        "convient": verdicts["convient"],
        "verifier": verdicts["verifier"],
        "presque": sum(len(refusals(said)) == 1 for said in told),
        "exclus": verdicts["exclus"],
        "total": len(told),
        "sans_besoin": sum(
            not profile.needs and meets(profile, situation, territory, without="besoin")
            for profile in catalogue.profiles
        ),
        "zone_inconnue": sum(
            bool(situation.bassin)
            and zone(profile, situation.bassin, territory) == "unknown"
            and meets(profile, situation, territory, without="bassin")
            for profile in catalogue.profiles
        ),
    }


def excluded_by(situation: Situation, catalogue: "World") -> dict[str, int]:
    """How many services each criterion refuses; zeros left out."""
    found: dict[str, int] = {}
    for profile in catalogue.profiles:
        if meets(profile, situation, catalogue.territory):
            for criterion in refusals(reasons(profile, situation, catalogue)):
                found[criterion] = found.get(criterion, 0) + 1
    return found


def if_chosen(situation: Situation, group: str, value: str) -> Situation:
    """Added to the conditions chosen; for any other group, this value alone in place of its own."""
    chosen: Any = value
    if group == "condition":
        chosen = (*situation.condition, value)
    elif group in ("besoin", "type", "public", "langue", "intervenant", "theme"):
        chosen = (value,)
    changed: dict[str, Any] = {group: chosen}
    return replace(situation, **changed)


def facets(situation: Situation, catalogue: "World") -> dict[str, dict[str, int]]:
    """Fits + to check if each option were chosen."""
    groups = (
        *("besoin", "pour", "type", "bassin", "public", "langue", "condition"),
        *("intervenant", "theme", "demandeur", "ouvert", "delai"),
    )
    found: dict[str, dict[str, int]] = {}
    for group in groups:
        found[group] = {}
        for option in catalogue.vocabulary.options[group]:
            counted = counts(if_chosen(situation, group, option.slug), catalogue)
            found[group][option.slug] = counted["convient"] + counted["verifier"]
    return found


# The list and its order


def proximity(profile: Profile, place: Place, territory: Territory) -> int:
    """By the nearest place: an asked area, its commune, its bassin, the Region, outside or none."""
    asked = [territory.areas[code] for code in place.areas if code in territory.areas]
    best = 4
    for one in profile.places:
        if one.area in place.areas:
            tier = 0
        elif one.commune in [area.commune for area in asked]:
            tier = 1
        elif bassins_of(one, territory) & {area.bassin for area in asked}:
            tier = 2
        else:
            tier = 3 if one.commune is not None else 4
        best = min(best, tier)
    return best


def metres(profile: Profile, place: Place, territory: Territory) -> int | None:
    """From the nearest label point of the asked areas to the nearest place; None: no coordinates."""
    asked = [territory.areas[code] for code in place.areas if code in territory.areas]
    found: list[int] = []
    for area in asked:
        for one in profile.places:
            if None in (area.latitude, area.longitude, one.latitude, one.longitude):
                continue
            north = ((area.latitude or 0) - (one.latitude or 0)) * 111_245
            east = ((area.longitude or 0) - (one.longitude or 0)) * 70_439
            found.append(round(sqrt(north * north + east * east)))
    return min(found, default=None)


def order(profile: Profile, situation: Situation, catalogue: "World") -> tuple[Any, ...]:
    """What the list is sorted by: the verdict, then what the chosen order says."""
    said = reasons(profile, situation, catalogue)
    place = situation.code_postal
    placed = place is not None and place.value != "sans"
    territory = catalogue.territory
    first = ["convient", "verifier", "exclus"].index(verdict(said))
    words = WORDS_FOUND.index(words_found(profile, situation.q))
    unknown = sum(answer == UNKNOWN for _criterion, answer in said)
    special = set(situation.public) & profile.specialised or set(situation.theme) & profile.themes
    ordinary = 0 if special else 1
    near = proximity(profile, place, territory) if place and placed else 0
    names = (profile.sort_key, profile.slug)
    waiting = intake(profile, situation, catalogue.at.date())
    relevance = (words, unknown, ordinary, *waiting, near, *names)
    match situation.tri:
        case "nom":
            return (first, *names)
        case "proximite":
            away = metres(profile, place, territory) if place and placed else 0
            far = (1, 0) if away is None else (0, away)
            return (first, near, *far, words, unknown, ordinary, *waiting, *names)
        case "delai":
            return (first, *waiting, words, unknown, ordinary, near, *names)
        case "verification":
            never = profile.verified_on is None
            days = -profile.verified_on.toordinal() if profile.verified_on else 0
            return (first, never, days, *relevance)
    return (first, *relevance)


def listed(situation: Situation, catalogue: "World") -> list[tuple[str, str, Reasons]]:
    """(slug, verdict, reasons) of every service listed, in order."""
    shown = set(situation.verdict)
    if not shown:
        shown = {"exclus"} if situation.ecarte_par else {"convient", "verifier"}
    found: list[tuple[tuple[Any, ...], str, str, Reasons]] = []
    for profile in catalogue.profiles:
        if not meets(profile, situation, catalogue.territory):
            continue
        said = reasons(profile, situation, catalogue)
        kinds = {verdict(said)} | ({"presque"} if len(refusals(said)) == 1 else set())
        refused = not situation.ecarte_par or situation.ecarte_par in refusals(said)
        if kinds & shown and refused:
            found.append((order(profile, situation, catalogue), profile.slug, verdict(said), said))
    found.sort(key=lambda row: row[0])
    return [(slug, what, said) for _order, slug, what, said in found]
