"""From the observations of a lot of services to what is known of the wait of each."""

from directory.models import WaitingTime
from directory.waits import Audience, Observation, Wait, known
from orientation.rows import Rows

_OBSERVED = (
    *("state", "observed_on", "said_by", "weeks_from", "weeks_to", "until", "is_fictional"),
)


def waits_of(rows: Rows) -> dict[int, tuple[Wait, ...]]:
    """What is known of the wait for a first contact, by service; notes stay in the database."""
    said = WaitingTime.objects.that_count().order_by("pk")
    columns = ("group__slug", "age_min", "age_max", *_OBSERVED)
    return {
        key: known(
            (
                Audience(group or "", low, high),
                Observation(**dict(zip(_OBSERVED, values, strict=True))),
            )
            for group, low, high, *values in each
        )
        for key, each in rows.gather(said, *columns).items()
    }
