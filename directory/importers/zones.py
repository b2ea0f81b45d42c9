"""Whom a service serves, from the words of a source. Pure.

Saying too little (nothing, and the words in a note) does no harm; saying wrongly « only there » does.
"""

import re

from directory.importers.places import Territory
from directory.text import fold

# A zone is a list: its kind (a value of Coverage), then the areas when there are some; [] is not known.
Zone = list[str]

_WORDS: dict[str, Zone] = {
    fold(words): [kind]
    for kind, texts in {
        "region": (
            "Région",
            "Région de Bruxelles-Capitale",
            "Toute la Région de Bruxelles-Capitale",
            "Région bruxelloise",
            "Région de Bruxelles",
            "Toute la Région",
            "Bruxelles-Capitale",
            "RBC",
            "19 communes",
            "Les 19 communes",
            "Brussels Hoofdstedelijk Gewest",
            "Brussels Gewest",
        ),
        "belgique": ("Belgique", "Toute la Belgique", "België", "Heel België", "Belgium"),
        "region_min": (
            "Belgique francophone",
            "Fédération Wallonie-Bruxelles",
            "FWB",
            "Communauté française",
            "Wallonie et Bruxelles",
            "Bruxelles et Wallonie",
            "Wallonie-Bruxelles",
            "Bruxelles-Wallonie",
        ),
    }.items()
    for words in texts
}
_BETWEEN = re.compile(r"\s*[,;/\n+&]\s*|\s+(?:et|en)\s+")


def read_zone(text: str, territory: Territory) -> Zone | None:
    """What a zone's words mean, or None when they cannot be read for sure.

    One item that cannot be read makes the whole list unknown. « Bruxelles » alone may be the commune or
    the Region: it is not read.
    """
    if fold(text) in _WORDS:
        return _WORDS[fold(text)]
    items = [item for item in _BETWEEN.split(text) if item]
    if [fold(item) for item in items] in (["bruxelles"], ["brussel"], ["brussels"]):
        return None
    areas: set[str] = set()
    for item in items:
        served = territory.served(item)
        if served is None:
            return None
        areas.update(served)
    return ["zones", *sorted(areas)] if areas else None
