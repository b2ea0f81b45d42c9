"""Dutch names of streets, from `fixtures/geo/streets.csv` into the places that lack one."""

import csv
from functools import cache

from django.conf import settings

from directory.importers.batches import SIZE, batches
from directory.models import Location


def name_in_dutch() -> None:
    """Write the Dutch name of each street that has none yet and stands in the file, in its postal area.

    What a person wrote stays. A street that is not there keeps its French name alone.
    """
    names = _names()
    named = []
    for some in batches(sorted({street for _area, street in names})):
        places = Location.objects.filter(street_nl="", street_fr__in=some)
        for place in places.select_related("postal_area"):
            area = place.postal_area.code if place.postal_area else ""
            if dutch := names.get((area, place.street_fr)):
                place.street_nl = dutch
                named.append(place)
    Location.objects.bulk_update(named, ["street_nl"], batch_size=SIZE)


@cache
def _names() -> dict[tuple[str, str], str]:
    """The Dutch name by postal area and French name."""
    file = settings.FIXTURES / "geo" / "streets.csv"
    with file.open(encoding="utf-8", newline="") as opened:
        rows = csv.DictReader(opened, strict=True)
        return {(row["area"], row["name_fr"]): row["name_nl"] for row in rows}
