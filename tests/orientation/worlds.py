"""Small worlds that Hypothesis invents: a territory, services, a moment and a question.

They are small so that a difference is easy to read, and adversarial: communes split between
bassins, confidential places, areas without bassin, postal codes outside the Region, complete lists
that are empty, nights that run into a holiday.
"""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType

from hypothesis import strategies as st

from orientation.catalogue import Catalogue
from orientation.profile import Profile, ProfilePlace
from orientation.situation import Situation
from orientation.territory import Area, Place, Territory, names_of_areas
from orientation.vocabulary import ConditionWords, Option, Vocabulary
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
    datetime(2026, 11, 21, 14, 15),
    datetime(2026, 11, 22, 0, 0),
    datetime(2026, 11, 23, 8, 45),
    datetime(2026, 11, 25, 21, 45),
    datetime(2026, 11, 27, 22, 0),
    datetime(2026, 11, 28, 1, 30),
    datetime(2026, 12, 25, 10, 0),
    datetime(2026, 12, 25, 5, 0),
    datetime(2026, 7, 21, 7, 30),
    datetime(2026, 7, 22, 7, 30),
    datetime(2026, 10, 25, 2, 30),
    datetime(2027, 3, 28, 2, 15),
)


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
    },
    conditions={
        slug: ConditionWords(f"{slug} : oui.", f"{slug} : non.", f"{slug} ?") for slug in CONDITIONS
    },
)


def some(values: tuple[str, ...]) -> st.SearchStrategy[frozenset[str]]:
    """A set of these values, often empty."""
    return st.just(frozenset[str]()) | st.frozensets(st.sampled_from(values))


def chosen(values: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    """What a question asks of several values: sorted, often nothing."""
    return some(values).map(lambda found: tuple(sorted(found)))


def perhaps(value: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """A value, or nothing."""
    return st.just("") | value


@st.composite
def territories(draw: st.DrawFn) -> Territory:
    """The same communes and areas; bassins and label points differ, and may be missing."""
    bassin = st.none() | st.sampled_from(BASSINS)
    point = st.none() | st.tuples(st.sampled_from((50.80, 50.85)), st.sampled_from((4.30, 4.40)))
    areas = {}
    for code, commune, names in AREAS:
        latitude, longitude = draw(point) or (None, None)
        area = Area(code, code[-4:], commune, draw(bassin), names[0], latitude, longitude)
        areas[code] = area
    return Territory(areas, {nis: names[0] for nis, names in COMMUNES}, NAMES)


def place_at(territory: Territory, area: str | None, commune: str | None) -> ProfilePlace:
    """A place as it is published: every bassin of its commune when its own is not said."""
    known = territory.areas[area] if area else None
    if known and known.bassin:
        bassins = frozenset({known.bassin})
    else:
        bassins = frozenset(
            one.bassin
            for one in territory.areas.values()
            if one.bassin and commune and one.commune == commune
        )
    return ProfilePlace(commune, area, bassins)


@st.composite
def places(draw: st.DrawFn, territory: Territory) -> ProfilePlace:
    """A place with an area, a confidential one (commune only), or one outside the Region."""
    kind = draw(st.sampled_from(("area", "area", "confidential", "outside")))
    if kind == "outside":
        return ProfilePlace(None, None, frozenset())
    area = draw(st.sampled_from(sorted(territory.areas)))
    commune = territory.areas[area].commune
    if kind == "confidential":
        return place_at(territory, None, commune)
    place = place_at(territory, area, commune)
    if draw(st.booleans()):
        latitude = draw(st.sampled_from((50.80, 50.8001, 50.86)))
        return ProfilePlace(commune, area, place.bassins, latitude, 4.35)
    return place


def coverages() -> st.SearchStrategy[str | frozenset[str] | None]:
    """Unknown, one of the words, or a list that may hold areas and codes outside."""
    codes = (*(code for code, _commune, _names in AREAS), *OUTSIDE)
    lists = st.frozensets(st.sampled_from(codes), min_size=1, max_size=4)
    words = st.sampled_from(("belgique", "region_min", "region"))
    return st.none() | words | lists


def conditions() -> st.SearchStrategy[Mapping[str, bool | None]]:
    """Yes, no, asked but not known, or absent."""
    return st.dictionaries(st.sampled_from(CONDITIONS), st.none() | st.booleans())


@st.composite
def profiles(draw: st.DrawFn, territory: Territory, slug: str = "service") -> Profile:
    """A service of which little may be known."""
    low = draw(st.none() | st.sampled_from((0, 12, 18)))
    high = draw(st.none() | st.sampled_from((17, 18, 64, 120)))
    audience = draw(st.sampled_from(("", "everyone", "reserved")))
    reserved = st.frozensets(st.sampled_from(GROUPS), min_size=1, max_size=2)
    name = draw(st.sampled_from(("Antenne", "antenne", "Éole", "zèbre")))
    verified_on = draw(st.sampled_from((None, date(2026, 11, 1), date(2025, 1, 1))))
    return Profile(
        slug=slug,
        name=name,
        sort_key=name.lower().replace("é", "e").replace("è", "e"),
        type=draw(st.sampled_from(TYPES)),
        needs=draw(some(NEEDS)),
        helps=draw(st.frozensets(st.sampled_from(HELPED), min_size=1)),
        age_min=low,
        age_max=high if high is None or low is None or low <= high else None,
        coverage=draw(coverages()),
        places=tuple(draw(st.lists(places(territory), max_size=2))),
        everyone=audience == "everyone",
        reserved=draw(reserved) if audience == "reserved" else frozenset(),
        specialised=draw(some(GROUPS)),
        refused=draw(some(GROUPS)),
        conditions=draw(conditions()),
        languages=draw(some(LANGUAGES)),
        languages_complete=draw(st.booleans()),
        professions=draw(some(PROFESSIONS)),
        professions_complete=draw(st.booleans()),
        themes=draw(some(THEMES)),
        themes_complete=draw(st.booleans()),
        who_may_ask=draw(some(REQUESTERS)),
        schedules=tuple(draw(st.lists(st.sampled_from(sorted(MEANING)), max_size=2))),
        verified_on=verified_on,
        words=draw(some(WORDS)),
    )


@st.composite
def catalogues(draw: st.DrawFn, most: int = 5) -> Catalogue:
    """A few services in one territory, at one moment."""
    territory = draw(territories())
    count = draw(st.integers(min_value=1, max_value=most))
    found = [draw(profiles(territory, f"service-{number}")) for number in range(count)]
    suspended = [draw(profiles(territory, "suspendu"))] if draw(st.booleans()) else []
    return Catalogue(found, suspended, territory, VOCABULARY, draw(st.sampled_from(INSTANTS)))


def texts() -> st.SearchStrategy[str]:
    """What people type: words of the services, beginnings of words, nonsense."""
    word = st.sampled_from((*WORDS, "Santé", "ado", "cen", "xyz", "–"))
    return st.lists(word, max_size=2).map(" ".join)


def residences() -> st.SearchStrategy[Place]:
    """A place that the territory understands."""
    territory = Territory(
        {code: Area(code, code[-4:], nis, None, "", None, None) for code, nis, _names in AREAS},
        MappingProxyType({}),
        NAMES,
    )
    known = [found for name in PLACE_NAMES if (found := territory.resolve(name))]
    return st.sampled_from(known)


CRITERION_KEYS = (
    *("age", "public", "code_postal", "langue", "intervenant", "theme", "demandeur", "ouvert"),
    *(f"condition:{slug}" for slug in CONDITIONS),
)


def situations() -> st.SearchStrategy[Situation]:
    """A question; every part of it is often not asked."""
    return st.builds(
        Situation,
        q=perhaps(texts()),
        besoin=chosen(NEEDS),
        pour=st.sampled_from(("personne", "personne", "proche", "professionnel")),
        type=chosen(TYPES),
        bassin=perhaps(st.sampled_from(BASSINS)),
        zone_inconnue=st.booleans(),
        age=st.none() | st.sampled_from((0, 11, 12, 17, 18, 64, 65, 120)),
        public=chosen(GROUPS),
        code_postal=st.none() | residences(),
        langue=chosen(LANGUAGES),
        condition=chosen(CONDITIONS),
        intervenant=chosen(PROFESSIONS),
        theme=chosen(THEMES),
        demandeur=perhaps(st.sampled_from(REQUESTERS)),
        ouvert=perhaps(st.sampled_from(MOMENTS)),
        verdict=chosen(("convient", "verifier", "presque", "exclus")),
        ecarte_par=perhaps(st.sampled_from(CRITERION_KEYS)),
        tri=st.sampled_from(("pertinence", "proximite", "nom", "verification")),
    )
