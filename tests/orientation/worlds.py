"""Small worlds that Hypothesis invents: a territory, services, a moment and a question.

They are small so that a difference is easy to read, and adversarial: communes split between
bassins, confidential places, areas without bassin, postal codes outside the Region, complete lists
that are empty, nights that run into a holiday.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations, product

from hypothesis import strategies as st

from directory.waits import Audience, Observation, known
from orientation.profile import Profile, ProfilePlace
from orientation.situation import Situation
from orientation.territory import Area, Place, Territory, names_of_areas
from orientation.vocabulary import ConditionWords, Option, Vocabulary
from tests.orientation.plain_matcher import World
from tests.orientation.second_reading import MEANING

BASSINS = ("nord", "sud", "est")
NEEDS = ("ambulatoire", "crise", "domicile")
TYPES = ("ssm", "ihp")
HELPED = ("personne", "proche", "professionnel")
GROUPS = ("femmes", "exil", "jeunes")
LANGUAGES = ("fr", "nl", "ar")
CONDITIONS = ("sans_adresse", "pmr", "interprete")  # the facet's order, not the alphabet's
PROFESSIONS = ("psychiatre", "infirmier")
THEMES = ("deuil", "trauma")
REQUESTERS = ("personne", "proche", "professionnel", "medecin", "partenaire")
MOMENTS = ("maintenant", "soir", "weekend")
DELAYS = ("immediat", "2sem", "1mois", "3mois")
WORDS = ("centre", "centres", "sante", "ados", "adosphere")
OUTSIDE = ("1500", "9000")

# (code, commune, names): 1050 is two areas; Laeken is a locality; 21005 has one area.
AREAS = (
    ("21004-1000", "21004", ("Bruxelles", "Brussel")),
    ("21004-1020", "21004", ("Laeken", "Laken")),
    ("21004-1050", "21004", ("Bruxelles", "Brussel")),
    ("21005-1040", "21005", ("Etterbeek", "Etterbeek")),
    ("21009-1050", "21009", ("Ixelles", "Elsene")),
)
COMMUNES = (
    ("21004", ("Bruxelles", "Brussel")),
    ("21005", ("Etterbeek", "Etterbeek")),
    ("21009", ("Ixelles", "Elsene")),
)
QUARTIERS = ((("21005", "21009"), ("Saint-Pierre", "Sint-Pieter")),)
NAMES = names_of_areas(COMMUNES, AREAS, QUARTIERS)
PLACE_NAMES = ("sans", "1050", "21009-1050", "Bruxelles", "laken", "Saint-Pierre", *OUTSIDE)

# Ordinary days, week-ends, holidays (and the nights before them), and the two nights of the clocks.
INSTANTS = (
    datetime.fromisoformat("2026-11-21T14:15"),
    datetime.fromisoformat("2026-11-22T00:00"),
    datetime.fromisoformat("2026-11-23T08:45"),
    datetime.fromisoformat("2026-11-25T21:45"),
    datetime.fromisoformat("2026-11-27T22:00"),
    datetime.fromisoformat("2026-11-28T01:30"),
    datetime.fromisoformat("2026-12-25T10:00"),
    datetime.fromisoformat("2026-12-25T05:00"),
    datetime.fromisoformat("2026-07-21T07:30"),
    datetime.fromisoformat("2026-07-22T07:30"),
    datetime.fromisoformat("2026-10-25T02:30"),
    datetime.fromisoformat("2027-03-28T02:15"),
)


Conditions = dict[str, bool | None]


def _options(slugs: tuple[str, ...]) -> tuple[Option, ...]:
    return tuple(Option(slug, slug.capitalize()) for slug in slugs)


VOCABULARY = Vocabulary(
    options={
        "besoin": _options(NEEDS),
        "pour": _options(HELPED),
        "type": _options(TYPES),
        "bassin": _options(BASSINS),
        "public": _options(GROUPS),
        "langue": _options(LANGUAGES),
        "condition": _options(CONDITIONS),
        "intervenant": _options(PROFESSIONS),
        "theme": _options(THEMES),
        "demandeur": _options(REQUESTERS),
        "ouvert": _options(MOMENTS),
        "delai": _options(DELAYS),
    },
    conditions={
        slug: ConditionWords(f"{slug} : oui.", f"{slug} : non.", f"{slug} ?") for slug in CONDITIONS
    },
)


def subsets(values: Iterable[str], most: int = 5) -> list[frozenset[str]]:
    """Every set of these values, the smallest first."""
    values = tuple(values)
    sizes = range(min(len(values), most) + 1)
    return [frozenset(found) for size in sizes for found in combinations(values, size)]


def some(values: Iterable[str], most: int = 5) -> st.SearchStrategy[frozenset[str]]:
    """A set of these values, often empty: one draw, so that worlds are quick to make."""
    every = subsets(values, most)
    return st.sampled_from([frozenset[str]()] * (len(every) // 2) + every)


def chosen(values: Iterable[str]) -> st.SearchStrategy[tuple[str, ...]]:
    """What a question asks of several values: sorted, often nothing."""
    return some(values).map(lambda found: tuple(sorted(found)))


def perhaps(values: Iterable[str]) -> st.SearchStrategy[str]:
    """One of the values, or as often nothing."""
    values = tuple(values)
    return st.sampled_from(("",) * len(values) + values)


_BASSIN = st.sampled_from((None, *BASSINS, "nord"))
_POINT = st.sampled_from([(None, None), *product((50.80, 50.85), (4.30, 4.40))])


@st.composite
def territories(draw: st.DrawFn) -> Territory:
    """The same communes and areas; bassins and label points differ, and may be missing."""
    areas = {}
    for code, commune, names in AREAS:
        latitude, longitude = draw(_POINT)
        areas[code] = Area(code, code[-4:], commune, draw(_BASSIN), names[0], latitude, longitude)
    return Territory(areas, {nis: names[0] for nis, names in COMMUNES}, NAMES)


@dataclass(frozen=True)
class Spot:
    """A place before its territory is known. Without commune it is outside the Region."""

    commune: str | None
    area: str | None = None
    latitude: float | None = None

    def within(self, territory: Territory) -> ProfilePlace:
        """The place as published: every bassin of its commune when its own is not said."""
        known = territory.areas[self.area] if self.area else None
        here = known.bassin if known else None
        bassins = {
            area.bassin
            for area in territory.areas.values()
            if area.bassin and area.commune == self.commune and here in (None, area.bassin)
        }
        longitude = None if self.latitude is None else 4.35
        return ProfilePlace(self.commune, self.area, frozenset(bassins), self.latitude, longitude)


# In an area (with and without coordinates), confidential (commune only), outside the Region.
SPOTS = (
    *(Spot(nis, code) for code, nis, _names in AREAS),
    *(Spot(nis, code, latitude) for code, nis, _names in AREAS for latitude in (50.8, 50.8001)),
    *(Spot(nis) for nis, _names in COMMUNES),
    Spot(None),
)
_SPOTS = st.sampled_from([(), *((spot,) for spot in SPOTS), *combinations(SPOTS, 2)])
_AGES = st.sampled_from(
    [(low, high) for low in (None, 0, 12, 18) for high in (None, 17, 18, 64, 120)]
).filter(lambda bounds: None in bounds or bounds != (18, 17))
_CODES = (*(code for code, _commune, _names in AREAS), *OUTSIDE)
_COVERAGE = st.sampled_from(
    [None, None, "belgique", "region_min", "region", *subsets(_CODES, most=3)[1:]]
) | st.sampled_from((None, "belgique", "region_min", "region"))
# Yes, no, asked but not known; a condition left out was never asked about.
_ANSWERED: list[Conditions] = [
    dict(zip(stated, answers, strict=True))
    for stated in subsets(CONDITIONS)
    for answers in product((None, True, False), repeat=len(stated))
]
_CONDITIONS = st.sampled_from(_ANSWERED)
_AUDIENCE = st.sampled_from(
    [(False, frozenset[str]()), (True, frozenset())]
    + [(False, groups) for groups in subsets(GROUPS, most=2)[1:]]
)
_SCHEDULES = st.sampled_from([(), *((osm,) for osm in MEANING), *combinations(MEANING, 2)])
_NAME = st.sampled_from(("Antenne", "antenne", "Éole", "zèbre"))
_VERIFIED = st.sampled_from((None, date(2026, 11, 1), date(2025, 1, 1)))
_HELPS = st.sampled_from([frozenset({"personne"}), *subsets(HELPED)[1:]])
_TYPE, _NEEDS, _GROUPS = st.sampled_from(TYPES), some(NEEDS), some(GROUPS)
_LANGUAGES, _PROFESSIONS, _THEMES = some(LANGUAGES), some(PROFESSIONS), some(THEMES)
_REQUESTERS, _WORDS = some(REQUESTERS), some(WORDS)


_SEEN = (
    *("2026-04-10", "2026-06-28", "2026-07-01", "2026-07-18", "2026-09-20", "2026-10-24"),
    *("2026-11-01", "2026-11-20", "2026-11-26", "2026-12-20", "2027-02-20", "2027-03-20"),
)
_SAID = st.builds(
    Observation,
    state=st.sampled_from(("open", "waiting", "suspended", "crisis", "closed")),
    observed_on=st.sampled_from(_SEEN).map(date.fromisoformat),
    said_by=st.sampled_from(("service", "coordinator", "professional")),
    weeks_from=st.sampled_from((None, None, 0, 1, 4, 5, 13, 14)),
    weeks_to=st.sampled_from((None, None, 0, 2, 3, 4, 13, 20)),
    until=st.sampled_from((None, "2026-07-21", "2026-11-27", "2027-03-28")).map(
        lambda day: day and date.fromisoformat(day)
    ),
    note=st.just(""),  # a profile keeps none
    is_fictional=st.just(False),
)
_FOR_WHOM = st.sampled_from(
    [
        *(Audience(), Audience(), Audience(age_min=12, age_max=17), Audience(age_min=18)),
        *(Audience(group) for group in GROUPS),
        *(Audience(GROUPS[0], 12, 17), Audience(GROUPS[1], 12, 17)),
    ]
)
_WAITS = st.lists(st.tuples(_FOR_WHOM, _SAID), max_size=5).map(known)


@st.composite
def profiles(draw: st.DrawFn, territory: Territory, slug: str = "service") -> Profile:
    """A service of which little may be known."""
    low, high = draw(_AGES)
    everyone, reserved = draw(_AUDIENCE)
    name = draw(_NAME)
    return Profile(
        slug=slug,
        name=name,
        sort_key=name.lower().replace("é", "e").replace("è", "e"),
        type=draw(_TYPE),
        needs=draw(_NEEDS),
        helps=draw(_HELPS),
        age_min=low,
        age_max=high,
        coverage=draw(_COVERAGE),
        places=tuple(spot.within(territory) for spot in draw(_SPOTS)),
        everyone=everyone,
        reserved=reserved,
        specialised=draw(_GROUPS),
        refused=draw(_GROUPS),
        conditions=draw(_CONDITIONS),
        languages=draw(_LANGUAGES),
        languages_complete=draw(st.booleans()),
        professions=draw(_PROFESSIONS),
        professions_complete=draw(st.booleans()),
        themes=draw(_THEMES),
        themes_complete=draw(st.booleans()),
        who_may_ask=draw(_REQUESTERS),
        schedules=draw(_SCHEDULES),
        verified_on=draw(_VERIFIED),
        waits=draw(_WAITS),
        words=draw(_WORDS),
    )


@st.composite
def worlds(draw: st.DrawFn, most: int = 4) -> World:
    """A few services in one territory, at one moment."""
    territory = draw(territories())
    count = draw(st.integers(min_value=1, max_value=most))
    found = [draw(profiles(territory, f"service-{number}")) for number in range(count)]
    suspended = [draw(profiles(territory, "suspendu"))] if draw(st.booleans()) else []
    return World(found, suspended, territory, VOCABULARY, draw(st.sampled_from(INSTANTS)))


# What people type: words of the services, beginnings of words, nonsense.
_TYPED = (*WORDS, "Santé", "ado", "cen", "xyz", "–")
TEXTS = (*_TYPED, *(" ".join(pair) for pair in product(_TYPED, repeat=2)))


def _residences() -> list[Place]:
    """The places that these territories understand."""
    areas = {code: Area(code, code[-4:], nis, None, "", None, None) for code, nis, _names in AREAS}
    territory = Territory(areas, {}, NAMES)
    return [found for name in PLACE_NAMES if (found := territory.resolve(name))]


RESIDENCES = _residences()
CRITERION_KEYS = (
    *(
        "age",
        "public",
        "code_postal",
        "langue",
        "intervenant",
        "theme",
        "demandeur",
        "ouvert",
        "delai",
    ),
    *(f"condition:{slug}" for slug in CONDITIONS),
)


def situations() -> st.SearchStrategy[Situation]:
    """A question; every part of it is often not asked."""
    return st.builds(
        Situation,
        q=perhaps(TEXTS),
        besoin=chosen(NEEDS),
        pour=st.sampled_from(("personne", "personne", "proche", "professionnel")),
        type=chosen(TYPES),
        bassin=perhaps(BASSINS),
        zone_inconnue=st.booleans(),
        age=st.sampled_from((None,) * 6 + (0, 11, 12, 17, 18, 64, 65, 120)),
        public=chosen(GROUPS),
        code_postal=st.sampled_from([None] * 6 + RESIDENCES),
        langue=chosen(LANGUAGES),
        condition=chosen(CONDITIONS),
        intervenant=chosen(PROFESSIONS),
        theme=chosen(THEMES),
        demandeur=perhaps(REQUESTERS),
        ouvert=perhaps(MOMENTS),
        delai=perhaps(DELAYS),
        verdict=chosen(("convient", "verifier", "presque", "exclus")),
        ecarte_par=perhaps(CRITERION_KEYS),
        tri=st.sampled_from(("pertinence", "proximite", "nom", "verification", "delai")),
    )
