"""What the picture of a selection says: which services, and on which day; never the situation."""

from django.utils.translation import ngettext

from directory.dates import in_words
from directory.models import Service
from directory.models.service import Status
from directory.picture import SelectionPicture
from directory.picture_words import communes
from directory.sheet import out_of_use
from orientation import plain_text
from orientation.network import Network

MOST_NAMES = 4


def picture_of(network: Network) -> SelectionPicture:
    """The picture of a selection whose services were read `for_picture()` or `for_page()`."""
    services = [chosen.service for chosen in network.shown]
    others = len(services) - MOST_NAMES
    more = ngettext("et %(count)s autre", "et %(count)s autres", others) % {"count": others}
    return SelectionPicture(
        title=plain_text.title(network),
        services=tuple((service.name, _about(service)) for service in services[:MOST_NAMES]),
        more=more if others > 0 else "",
        on=in_words(network.today),
    )


def _about(service: Service) -> str:
    """What it is, and where; or that it takes nobody."""
    is_suspended = service.status == Status.SUSPENDED
    more = out_of_use(service) if is_suspended else communes(service)
    return " · ".join(filter(None, (str(service.type), more)))
