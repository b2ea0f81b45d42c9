"""What an editor read in the free texts of services: facts, each with the words it was read in.

The file is TOML: `[[service]]` with a name, an organisation and a list of facts. Like every import, it
never overwrites a person; `last_import["readings"]` remembers what it wrote.
"""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory import hours
from directory.emergency import LINES
from directory.importers.facts import READINGS
from directory.importers.known import Terms
from directory.importers.lock import one_at_a_time
from directory.importers.merge import merge
from directory.importers.problems import Refused, Unreadable
from directory.importers.read_facts import Reading, current_readings, find_services, write_readings
from directory.importers.report import Difference, Fate, Outcome, Report
from directory.importers.suggest import nearest
from directory.models import AccessCondition, Criterion, Language, Profession, TargetGroup, Theme
from directory.models.base import Term
from directory.models.service import MAX_AGE, Audience, GroupRelation
from directory.models.taxonomy import Helped, Requester
from directory.text import sort_key

_LISTS: dict[str, type[Term]] = {
    "condition": Criterion,
    "language": Language,
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
    try:
        entries = tomllib.loads(content.decode("utf-8")).get("service", [])
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Refused(_("Le fichier n’est pas du TOML : %(reason)s") % {"reason": error}) from error
    with one_at_a_time():
        terms = {kind: Terms.of(model) for kind, model in _LISTS.items()}
        keys = {_key(entry): entry for entry in entries}
        services = find_services(keys)
        wrong: list[str] = []
        if len(keys) < len(entries):
            wrong.append(_("un service est écrit deux fois"))
        readings: list[Reading] = []
        report = Report()
        for key, entry in keys.items():
            subject = f"« {entry.get('name', '?')} » ({entry.get('organisation') or '–'})"
            said, errors = _read(entry.get("facts", []), terms)
            wrong += [f"{subject} : {error}" for error in errors]
            if key not in services:
                wrong.append(
                    _("%(subject)s : ce service n’est pas dans le répertoire")
                    % {"subject": subject}
                )
            elif not errors:
                service = services[key]
                now = current_readings(service)
                merged = merge(now, service.last_import.get(READINGS, {}), said)
                result = {**now, **merged.updates}
                if (result["age_min"] or 0) > (
                    MAX_AGE if result["age_max"] is None else result["age_max"]
                ):
                    wrong.append(
                        _("%(subject)s : l’âge minimum dépasse le maximum") % {"subject": subject}
                    )
                readings.append(Reading(service, merged))
                report.outcomes.append(
                    Outcome(
                        subject,
                        Fate.UPDATED if merged.updates else Fate.UNCHANGED,
                        kept=tuple(Difference(f, now.get(f), v) for f, v in merged.kept.items()),
                    )
                )
        if wrong:
            lines = "\n".join(f"  {line}" for line in wrong)
            raise Refused(_("Rien n’a été chargé ; à corriger :") + f"\n{lines}")
        write_readings(readings, {kind: term.ids for kind, term in terms.items()})
    return report


def _key(entry: Mapping[str, Any]) -> tuple[str, str]:
    return sort_key(str(entry.get("organisation", ""))), sort_key(str(entry.get("name", "")))


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
    if kind == "condition":
        if value not in _ANSWERS:
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
            yield name, hours.parse(str(value))
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
