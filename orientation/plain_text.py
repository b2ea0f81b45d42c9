"""A selection as plain text, for a file or an e-mail: the services, never the situation."""

from collections.abc import Iterator
from urllib.parse import quote

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.dates import in_words
from directory.emergency import EVERYWHERE
from directory.languages import apart, listed, named
from directory.models.base import Sourced
from directory.models.contact import ContactPoint
from directory.models.organization import PublishedPlace
from directory.sheet import Fact, out_of_use
from orientation.handout import Handout
from orientation.network import Chosen, Gone, Network

LONGEST_MAILTO = 1_800  # characters: beyond, some mail programs cut without a word


def title(network: Network) -> str:
    """« 3 services choisis »."""
    count = len(network.shown)
    return ngettext("%(count)s service choisi", "%(count)s services choisis", count) % {
        "count": count
    }


def text(network: Network) -> str:
    """The whole sheet, paragraph by paragraph."""
    printed = {"date": in_words(network.today), "address": network.selection.full_url}
    line = _("Liste du %(date)s : %(address)s") % printed
    paragraphs = [f"{title(network)}\n{line}"]
    for sector, group in network.groups:
        paragraphs.append(str(sector.label).upper())
        paragraphs += ["\n".join(filter(None, _lines(chosen))) for chosen in group]
    paragraphs += [_goodbye(gone) for gone in network.gone]
    paragraphs.append("\n".join([_("En cas d’urgence").upper(), *_emergency()]))
    return "\n\n".join(paragraphs) + "\n"


def _lines(chosen: Chosen) -> Iterator[str]:
    service, handout = chosen.service, chosen.handout
    yield _name(service.name)
    yield " · ".join(filter(None, (apart(service.type.title), _name(handout.organization))))
    if handout.is_suspended:
        yield out_of_use(service)
    for phone in handout.phones:
        yield _("Téléphone : %(number)s") % {"number": _name(phone.display) + _about(phone)}
    for email in handout.emails:
        yield _("E-mail : %(address)s") % {"address": email.address + _about(email)}
    if handout.website:
        yield _("Site : %(address)s") % {"address": handout.website}
    if not (handout.is_suspended or handout.phones):
        yield _("Téléphone inconnu")
    for place in handout.places:
        yield _("Adresse : %(address)s") % {"address": address(place)}
    for fact in handout.opening:
        yield _("Horaires : %(hours)s") % {"hours": _with_source(fact)}
    for wait in handout.waits:
        yield _("Délai : %(wait)s") % {"wait": apart(wait)}
    if handout.access:
        yield _("Accès : %(text)s") % {"text": apart(handout.access)}
    if handout.to_know:
        yield _("À savoir : %(facts)s") % {"facts": " · ".join(map(apart, handout.to_know))}
    yield _unknown(handout)
    yield apart(handout.source)
    yield settings.SITE_URL + service.get_absolute_url()


def _name(name: str) -> str:
    """A name or a number. Not for links: what isolates it would be taken as a part of them."""
    return apart(named(name))


def _unknown(handout: Handout) -> str:
    if not handout.unknown:
        return ""
    return _("On ne sait pas, demandez : %(matters)s") % {"matters": handout.unknown}


def address(place: PublishedPlace) -> str:
    """A place on one line, as published."""
    if place.is_confidential:
        return _("%(commune)s (adresse confidentielle : elle se donne au téléphone)") % {
            "commune": _name(place.commune)
        }
    return _name(place.in_one_line)


def _about(contact: ContactPoint) -> str:
    """What a number is for, where it answers, and its own source: « (accueil, 1081 Koekelberg) »."""
    source, date = _own_source(contact, contact.service)
    told = listed(filter(None, (*map(_name, (contact.label, contact.where, source)), date)))
    return f" ({told})" if told else ""


def _own_source(row: Sourced, entry: Sourced) -> tuple[str, str]:
    """The source and date of a row; "" where they are those of the entry, which are said below."""
    if (row.source, row.source_date) == (entry.source, entry.source_date):
        return "", ""
    return ("" if row.source == entry.source else row.source, in_words(row.source_date))


def _with_source(fact: Fact) -> str:
    told = listed(filter(None, (apart(fact.note), _name(fact.source), in_words(fact.on))))
    return f"{apart(fact.text)} ({told})" if told else apart(fact.text)


def _goodbye(gone: Gone) -> str:
    since = {"name": _name(gone.service.name), "date": in_words(gone.service.status_since)}
    words = _("%(name)s : n’existe plus, ou plus sous ce nom, depuis le %(date)s.") % since
    if successor := gone.service.published_successor:
        words += " " + _("Adressez-vous plutôt à : %(name)s") % {"name": _name(successor.name)}
    return words


def _emergency() -> Iterator[str]:
    for line in EVERYWHERE:
        yield f"{_name(line.number)} – {line.strip}"


def email(network: Network) -> str:
    """The address that opens the reader's own mail program, with the text if it is short enough.

    Else with names and telephones, else with the selection's address; "" when that too is too long.
    """
    link = network.selection.full_url
    short = "\n".join(
        [link, "", *(" – ".join(_name_and_phone(chosen.handout)) for chosen in network.shown)]
    )
    for body in (text(network), f"{short}\n", f"{link}\n"):
        lines = body.replace("\n", "\r\n")
        href = f"mailto:?subject={quote(title(network))}&body={quote(lines, safe='')}"
        if len(href) <= LONGEST_MAILTO:
            return href
    return ""


def _name_and_phone(handout: Handout) -> Iterator[str]:
    yield handout.service.name
    if handout.phones:
        yield handout.phones[0].display
