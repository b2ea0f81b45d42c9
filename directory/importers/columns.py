"""The columns of a file of services: by which titles each is known, and how its cells are read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from directory import hours, phones
from directory.ages import MAX_AGE
from directory.dates import first_day
from directory.importers.known import Known
from directory.importers.places import read_postal_code
from directory.importers.problems import Refused, Unreadable
from directory.importers.suggest import nearest
from directory.models import Email, ExternalIdentifier, Location, Schedule, Service
from directory.models.service import Status
from directory.text import fold

Read = Callable[[str, Known], Any]


MAX_COMMUNE = 90  # with a postal code before it, it is a locality outside the Region


@dataclass(frozen=True)
class Column:
    """A column: its name in code, the titles it may bear, what its cells mean."""

    name: str
    titles: tuple[str, ...]
    read: Read


def _as(model: type[models.Model], name: str) -> Read:
    """A text that the model's field takes, checked by that field: length, address, date…"""
    field: Any = model._meta.get_field(name)

    def read(text: str, known: Known) -> Any:
        try:
            return field.clean(text, None)
        except ValidationError as error:
            raise Unreadable(" ".join(error.messages)) from error

    return read


def _age(text: str, known: Known) -> int:
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > MAX_AGE:
        raise Unreadable(
            _("attendu : un nombre entier d’années, de 0 à %(max)d") % {"max": MAX_AGE}
        )
    return int(text)


def _yes_or_no(text: str, known: Known) -> bool:
    word = fold(text)
    if word in ("oui", "yes", "ja", "vrai", "true", "x", "1"):
        return True
    if word in ("non", "no", "nee", "neen", "faux", "false", "0"):
        return False
    raise Unreadable(_("attendu : oui ou non"))


_STATUSES = {
    "draft": Status.DRAFT,
    "brouillon": Status.DRAFT,
    "published": Status.PUBLISHED,
    "publie": Status.PUBLISHED,
    "publiee": Status.PUBLISHED,
    "suspended": Status.SUSPENDED,
    "suspendu": Status.SUSPENDED,
    "suspendue": Status.SUSPENDED,
}


def _commune(text: str, known: Known) -> str:
    if len(text) > MAX_COMMUNE:
        raise Unreadable(_("attendu : %(max)d caractères au plus") % {"max": MAX_COMMUNE})
    return text


def _status(text: str, known: Known) -> str:
    status = _STATUSES.get(fold(text))
    if status is None:
        raise Unreadable(
            _("attendu : brouillon, publié ou suspendu ; le reste se fait dans l’admin")
        )
    return status.value


def _type(text: str, known: Known) -> str:
    return known.types.find(text, _("type inconnu"))


def _needs(text: str, known: Known) -> list[str]:
    items = _items(text, r"[,;/\n]")
    return sorted({known.needs.find(item, _("besoin inconnu")) for item in items})


def _languages(text: str, known: Known) -> list[str]:
    items = _items(text, r"[,;/\n+&]|\bet\b|\ben\b")
    return sorted({known.languages.find(item, _("langue inconnue")) for item in items})


def _items(text: str, between: str) -> list[str]:
    return [item.strip() for item in re.split(between, text) if item.strip()]


def _phones(text: str, known: Known) -> list[str]:
    try:
        return sorted({_phone(item) for item in _items(text, r"[;,\n]|\s/\s|\sou\s|\set\s|\s-\s")})
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error


_phone = lru_cache(maxsize=20_000)(phones.parse)
_address = _as(Email, "address")


def _emails(text: str, known: Known) -> list[str]:
    return sorted({_address(item, known) for item in _items(text, r"[;,\s]")})


_website_field = _as(Service, "website")


def _website(text: str, known: Known) -> Any:
    return _website_field(f"https://{text}" if text.lower().startswith("www.") else text, known)


@dataclass(frozen=True)
class Hours:
    """Opening hours: OSM syntax where the words can be read, and the words."""

    osm: str
    note: str


def read_hours(text: str) -> str:
    """Opening hours in OSM syntax, as their column takes them. Raises ValueError, with why it does not."""
    osm = hours.parse(text)
    longest = Schedule._meta.get_field("osm").max_length or 0
    if len(osm) > longest:
        raise ValueError(
            _("horaire trop long : %(length)d caractères une fois codé, %(max)d au plus")
            % {"length": len(osm), "max": longest}
        )
    return osm


@lru_cache(maxsize=20_000)
def _hours(text: str) -> Hours:
    try:
        return Hours(read_hours(text), text)
    except ValueError:
        return Hours("", text)


_DAY_FIRST = re.compile(r"(?:([0-3]?\d)[/.-])?([01]?\d)[/.-](\d{4})")


def _date(text: str, known: Known) -> str:
    """« 2026 », « 2026-08 », « 2026-08-22 », or the Belgian « 22/08/2026 » and « 08/2026 »."""
    if match := _DAY_FIRST.fullmatch(text):
        day, month, year = match.groups()
        text = "-".join([year, f"{int(month):02}", *([f"{int(day):02}"] if day else [])])
    try:
        first_day(text)
    except ValueError:
        raise Unreadable(_("attendu : une date, 2026, 2026-08, 2026-08-22 ou 22/08/2026")) from None
    return text


COLUMNS = (
    Column("name", ("nom", "nom du service", "service", "naam"), _as(Service, "name")),
    Column("alternate_name", ("autre nom", "sigle"), _as(Service, "alternate_name")),
    Column("organisation", ("organization", "organisatie"), _as(Service, "name")),
    Column("type", ("type de service", "service_type"), _type),
    Column("status", ("état", "statut", "etat"), _status),
    Column("street", ("rue", "adresse", "straat"), _as(Location, "street_fr")),
    Column("number", ("numéro", "no", "nummer"), _as(Location, "number")),
    Column(
        "postal_code", ("code postal", "cp", "postcode"), lambda text, _: read_postal_code(text)
    ),
    Column("commune", ("municipality", "ville", "localité", "gemeente"), _commune),
    Column("confidential", ("confidentiel", "adresse confidentielle"), _yes_or_no),
    Column("phone", ("téléphone", "tél", "telefoon"), _phones),
    Column("email", ("courriel", "e-mail", "mail", "adresse e-mail"), _emails),
    Column("website", ("site", "site web", "site internet"), _website),
    Column("languages", ("langues", "langue", "talen"), _languages),
    Column("needs", ("besoins", "besoin"), _needs),
    Column("public", ("publics", "audience", "audience_note"), _as(Service, "audience_note")),
    Column("age_min", ("âge min", "âge minimum"), _age),
    Column("age_max", ("âge max", "âge maximum"), _age),
    Column("zone", ("zone d’action", "coverage"), _as(Service, "coverage_note")),
    Column("access", ("accès", "conditions d’accès", "access_note"), _as(Service, "access_note")),
    Column("cost", ("coût", "prix", "tarif", "cost_fr"), _as(Service, "cost_fr")),
    Column("opening_hours", ("horaire", "horaires", "heures"), lambda text, _: _hours(text)),
    Column("description", ("description_fr", "présentation"), _as(Service, "description_fr")),
    Column("description_nl", ("description (néerlandais)",), _as(Service, "description_nl")),
    Column("description_en", ("description (anglais)",), _as(Service, "description_en")),
    Column("source", ("bron",), _as(Service, "source")),
    Column("source_url", ("url source", "url de la source"), _as(Service, "source_url")),
    Column("source_date", ("date source", "date de la source", "relevé le"), _date),
    Column("external_id", ("identifiant externe", "identifiant"), _as(ExternalIdentifier, "value")),
    Column("external_system", ("système externe", "liste"), _as(ExternalIdentifier, "system")),
)
REQUIRED = ("name", "type")
_BY_TITLE = {fold(title): column for column in COLUMNS for title in (column.name, *column.titles)}


def match_columns(titles: Iterable[str]) -> tuple[dict[str, Column], list[str]]:
    """The column that each title stands for, and the titles that stand for none.

    Raises Refused when two titles mean one column, or a required one is missing.
    """
    columns: dict[str, Column] = {}
    taken: dict[str, str] = {}
    unknown = []
    for title in titles:
        column = _BY_TITLE.get(fold(title))
        if column is None:
            unknown.append(title)
        elif column.name in taken:
            raise Refused(
                _("Les colonnes « %(one)s » et « %(other)s » disent la même chose : gardez-en une.")
                % {"one": taken[column.name], "other": title}
            )
        else:
            columns[title] = column
            taken[column.name] = title
    for name in REQUIRED:
        if name not in taken:
            raise Refused(
                _("Il manque la colonne « %(name)s »%(nearest)s.")
                % {"name": name, "nearest": nearest(name, unknown) if unknown else ""}
            )
    return columns, unknown
