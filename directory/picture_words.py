"""What the picture of a service says: words that stay true where the picture is kept for long."""

from datetime import date

from django.utils.translation import gettext as _

from directory import sheet
from directory.dates import in_words
from directory.emergency import LINES
from directory.models import Service
from directory.picture import ServicePicture
from directory.waits import Intake
from directory.waits_in_words import UNKNOWN

MOST_COMMUNES = 3


def picture_of(service: Service, today: date) -> ServicePicture:
    """The picture of a service read `for_picture()` or `for_page()`; of what is public only."""
    state, said, source = _state(service, today)
    return ServicePicture(str(service.type), service.name, communes(service), state, said, source)


def communes(service: Service) -> str:
    """Where it is, by commune: of a confidential place no more may be said."""
    found = list(dict.fromkeys(at.location.published.commune for at in service.at_locations.all()))
    return ", ".join(found[:MOST_COMMUNES]) + (" …" if len(found) > MOST_COMMUNES else "")


def _state(service: Service, today: date) -> tuple[str, str, str]:
    """Whether people are taken, in a word of the style sheets and in words; who said it, and when."""
    if words := sheet.out_of_use(service):
        successor = service.published_successor
        instead = (
            _("Adressez-vous plutôt à : %(name)s") % {"name": successor.name} if successor else ""
        )
        return Intake.CLOSED, words, instead
    if line := LINES.get(service.emergency_line):
        return Intake.CRISIS, line.when, line.hours
    if lines := sheet.waits(service, today):
        first = lines[0]  # everyone's, if there is one
        return first.state, first.sentence, first.source
    return UNKNOWN, _("Temps d’attente inconnu"), _("au %(date)s") % {"date": in_words(today)}
