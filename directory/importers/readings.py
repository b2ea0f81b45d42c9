"""What an editor read in the free texts of services: facts, each with the words it was read in.

The file is TOML: `[[service]]` with a name, an organisation and a list of facts. Like every import, it
never overwrites a person; `last_import["readings"]` remembers what it wrote.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.ages import MAX_AGE
from directory.emergency import LINES
from directory.importers.columns import read_hours
from directory.importers.known import Terms
from directory.importers.lock import one_at_a_time
from directory.importers.problems import Refused, Unreadable
from directory.importers.read_facts import Reading, find_services, write_readings
from directory.importers.report import Difference, Fate, Outcome, Report
from directory.importers.suggest import nearest
from directory.models import (
    AccessCondition,
    Criterion,
    Language,
    Need,
    Profession,
    TargetGroup,
    Theme,
)
from directory.models.base import Term
from directory.models.service import GONE, Audience
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import Helped, Requester
from directory.text import sort_key

_LISTS: dict[str, type[Term]] = {
    "condition": Criterion,
    "language": Language,
    "need": Need,
    "profession": Profession,
    "theme": Theme,
    **dict.fromkeys(GroupRelation.values, TargetGroup),
}
_CHOICES = {"helps": Helped.values, "requester": Requester.values}
_ANSWERS = {"oui": True, "non": False, "": None}
_FACTS = (*_LISTS, *_CHOICES, "everyone", "age_min", "age_max", "hours", "emergency_line")


def load_readings(content: bytes) -> Report:
    """Write the facts of a file of readings, all of them or none, and say what was done.

    Raises Refused, naming every service, fact or slug that is not known.
    """
    entries = _entries(content)
    with one_at_a_time():
        terms = {kind: Terms.of(model) for kind, model in _LISTS.items()}
        services = find_services(_key(entry) for entry in entries)
        readings: list[Reading] = []
        wrong: list[str] = []
        report = Report()
        for entry in entries:
            subject = _("« %(name)s » (%(organization)s)") % {
                "name": entry.get("name", ""),
                "organization": entry.get("organisation") or _("sans organisation"),
            }
            said, errors = _read(entry.get("facts", []), terms)
            service = services.pop(_key(entry), None)
            if service is None:
                errors.append(_("service inconnu, ou écrit deux fois"))
            elif service.status in GONE:
                report.outcomes.append(Outcome.left_alone(subject, service))
            elif not errors:
                reading = Reading.of(service, said)
                errors += reading.errors
                readings.append(reading)
                report.outcomes.append(_outcome(subject, reading))
            wrong += [f"{subject} : {error}" for error in errors]
        if wrong:
            lines = "\n".join(f"  {line}" for line in wrong)
            raise Refused(_("Rien n’a été chargé ; à corriger :") + f"\n{lines}")
        write_readings(readings, {kind: term.ids for kind, term in terms.items()})
    return report


def _entries(content: bytes) -> list[dict[str, Any]]:
    try:
        entries = tomllib.loads(content.decode("utf-8")).get("service", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(_("Le fichier n’est pas du TOML : %(reason)s") % {"reason": error}) from error
    if not (isinstance(entries, list) and all(isinstance(entry, dict) for entry in entries)):
        raise Refused(_("Le fichier n’est pas une liste de [[service]]."))
    return entries


def _key(entry: Mapping[str, Any]) -> tuple[str, str]:
    return sort_key(str(entry.get("organisation", ""))), sort_key(str(entry.get("name", "")))


def _outcome(subject: str, reading: Reading) -> Outcome:
    merged, now = reading.merged, reading.now
    return Outcome(
        subject,
        Fate.UPDATED if merged.updates else Fate.UNCHANGED,
        kept=tuple(Difference(fact, now.get(fact), said) for fact, said in merged.kept.items()),
    )


def _read(
    facts: Iterable[Mapping[str, Any]], terms: Mapping[str, Terms]
) -> tuple[dict[str, Any], list[str]]:
    """The facts in the form that is compared and remembered, and what is wrong with the others."""
    said: dict[str, Any] = {}
    errors = []
    for fact in facts:
        name = str(fact.get("fact", ""))
        try:
            for key, value in _fact(name, fact.get("value"), str(fact.get("note", "")), terms):
                if said.setdefault(key, value) != value:
                    raise Unreadable(_("dit deux fois, autrement"))
        except Unreadable as error:
            errors.append(f"{name}, « {fact.get('value')} » : {error}")
    return said, errors


def _fact(
    name: str, value: Any, note: str, terms: Mapping[str, Terms]
) -> Iterator[tuple[str, Any]]:
    """One fact of the file as facts of a service. Raises Unreadable with what was expected."""
    kind, _colon, slug = name.partition(":")
    if not isinstance(value, str | int):
        raise Unreadable(_("un texte, un nombre entier ou true"))
    if kind == "condition":
        if not isinstance(value, str) or value not in _ANSWERS:
            raise Unreadable(_("oui, non ou rien, avec une précision"))
        yield _known(kind, slug, terms), {"answer": _ANSWERS[value], "note": _note(note)}
    elif name in GroupRelation.values:
        yield _known(name, value, terms), True
        if name == GroupRelation.RESERVED:
            yield "audience", Audience.RESERVED.value
    elif name in _LISTS:
        yield _known(name, value, terms), True
    elif name in _CHOICES:
        if value not in _CHOICES[name]:
            raise Unreadable(" · ".join(_CHOICES[name]))
        yield f"{name}:{value}", True
    elif name == "everyone" and value is True:
        yield "audience", Audience.EVERYONE.value
    elif name in ("age_min", "age_max") and type(value) is int and 0 <= value <= MAX_AGE:
        yield name, value
    elif name == "hours":
        try:
            yield name, read_hours(str(value))
        except ValueError as error:
            raise Unreadable(str(error)) from error
    elif name == "emergency_line" and value in LINES:
        yield name, value
    elif name in _FACTS:
        raise Unreadable(_("une autre valeur est attendue"))
    else:
        raise Unreadable(_("fait inconnu%(nearest)s") % {"nearest": nearest(name, _FACTS)})


def _known(kind: str, slug: Any, terms: Mapping[str, Terms]) -> str:
    if slug not in terms[kind].ids:
        raise Unreadable(
            _("« %(slug)s » inconnu%(nearest)s")
            % {"slug": slug, "nearest": nearest(str(slug), terms[kind].ids)}
        )
    return f"{kind}:{slug}"


def _note(text: str) -> str:
    try:
        return str(AccessCondition._meta.get_field("note").clean(text, None))
    except ValidationError as error:
        raise Unreadable(" ".join(error.messages)) from error
