"""Addresses of the list, no two alike: every parameter, every order, deep pages, words well or ill spelt."""

from collections.abc import Callable, Iterator
from random import Random
from urllib.parse import urlencode

from orientation.catalogue import Catalogue
from orientation.filters import ORDERS, SHOWN, criterion_keys
from orientation.synonyms import SYNONYMS

PREFIXES = ("", "", "", "", "", "", "", "/nl", "/en", "/en")  # French seven times in ten
WORDS_OF = 2_000  # services whose names are searched, or which are chosen
ALPHABET = "abcdefghijklmnopqrstuvwxyz"
Pair = tuple[str, str]


def addresses(catalogue: Catalogue, count: int, seed: int = 0) -> list[str]:
    """That many different addresses; the same for the same services and seed."""
    asker = Asker(catalogue, Random(seed))  # noqa: S311 - chance need not be safe here
    found: dict[str, None] = {}
    while len(found) < count:
        found[asker.address()] = None
    return list(found)


class Asker:
    """Asks one question after the other of a catalogue, as people do: a few things at a time."""

    def __init__(self, catalogue: Catalogue, chance: Random) -> None:
        self.chance = chance
        territory, snapshot = catalogue.territory, catalogue.snapshot
        self.options = {
            name: [option.slug for option in options]
            for name, options in catalogue.vocabulary.options.items()
        }
        self.pages = max(2, snapshot.published.bit_count() // 20)
        self.keys = criterion_keys([(slug, "") for slug in self.options["condition"]])
        areas = territory.areas.values()
        self.places = [
            *territory.areas,
            *sorted({area.postal_code for area in areas}),
            *(f"{area.postal_code} {area.name}" for area in areas),
            *territory.communes.values(),
            "sans",
            "1800",
            "7000",
        ]
        slots = chance.sample(range(snapshot.size), min(WORDS_OF, snapshot.size))
        profiles = [snapshot.profile(slot) for slot in slots]
        self.slugs = [profile.slug for profile in profiles]
        self.words = [word for profile in profiles for word in profile.name.split()]
        self.phrases = list(SYNONYMS.phrases)

    def address(self) -> str:
        """One address."""
        query = list(self.question())
        self.chance.shuffle(query)
        path = f"{self.chance.choice(PREFIXES)}/orientation/"
        return f"{path}?{urlencode(query)}" if query else path

    def question(self) -> Iterator[Pair]:
        """The parameters of one address."""
        yield from self.several("besoin", 0.5, (1, 1, 2))
        yield from self.several("type", 0.15, (1, 2))
        yield from self.several("public", 0.25, (1, 1, 2))
        yield from self.several("langue", 0.3, (1, 1, 2))
        yield from self.several("condition", 0.4, (1, 1, 2, 3))
        yield from self.several("intervenant", 0.15, (1, 1, 2))
        yield from self.several("theme", 0.2, (1, 1, 2))
        yield from self.several("pour", 0.15, (1,))
        yield from self.several("bassin", 0.2, (1,))
        yield from self.several("demandeur", 0.15, (1,))
        yield from self.several("ouvert", 0.15, (1,))
        yield from self.sometimes(0.6, "age", lambda: str(self.chance.randint(0, 120)))
        yield from self.sometimes(0.5, "code_postal", lambda: self.one(self.places))
        yield from self.sometimes(0.1, "zone_inconnue", lambda: "1")
        yield from self.sometimes(0.15, "q", self.text)
        yield from self.sometimes(0.2, "verdict", lambda: self.one(list(SHOWN)))
        yield from self.sometimes(0.03, "ecarte_par", lambda: self.one(self.keys))
        yield from self.sometimes(0.4, "tri", lambda: self.one(list(ORDERS)))
        yield from self.sometimes(0.3, "page", self.page)
        yield from self.sometimes(0.02, "per_page", lambda: self.one(["10", "50", "100"]))
        if self.chance.random() < 0.1:
            for slug in self.chance.sample(self.slugs, self.chance.randint(1, 5)):
                yield "s", slug

    def several(self, name: str, share: float, counts: tuple[int, ...]) -> Iterator[Pair]:
        """Some options of a parameter, sometimes."""
        if self.chance.random() < share:
            for slug in self.chance.sample(self.options[name], self.chance.choice(counts)):
                yield name, slug

    def sometimes(self, share: float, name: str, value: Callable[[], str]) -> Iterator[Pair]:
        """One value of a parameter, sometimes."""
        if self.chance.random() < share:
            yield name, value()

    def one(self, values: list[str]) -> str:
        """Any of these."""
        return self.chance.choice(values)

    def page(self) -> str:
        """The next pages mostly; also any page down to the last."""
        return self.one(["2", "2", "3", "5", "10", "50", str(self.chance.randint(2, self.pages))])

    def text(self) -> str:
        """A word, two, a beginning, a phrase of the synonyms, or a word with a letter too few or wrong."""
        word, kind = self.one(self.words), self.chance.randrange(10)
        if kind < 4 or len(word) < 4:
            return word
        if kind < 6:
            return f"{word} {self.one(self.words)}"
        if kind < 8:
            return word[: self.chance.randint(2, len(word) - 1)]
        if kind < 9:
            return self.one(self.phrases)
        place = self.chance.randrange(1, len(word))
        return word[:place] + self.one(["", *ALPHABET]) + word[place + 1 :]
