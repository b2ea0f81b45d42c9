"""Words that mean nothing but are spread like real ones: few are frequent, most are rare. Pure."""

from itertools import accumulate
from random import Random

SIZE = 24_000
_STARTS = (
    "b",
    "br",
    "c",
    "ch",
    "d",
    "f",
    "g",
    "gr",
    "j",
    "l",
    "m",
    "n",
    "p",
    "r",
    "s",
    "t",
    "tr",
    "v",
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "eau", "ou", "é")
_ENDS = ("", "", "l", "n", "r", "s", "t", "x")


def vocabulary() -> list[str]:
    """`SIZE` different pseudo-words, always the same, the most frequent first."""
    chance = Random(0)  # noqa: S311 - a world to test with, not a secret
    words: dict[str, None] = {}
    while len(words) < SIZE:
        syllables = 1 + (len(words) >= 400) + (len(words) >= 8_000)  # frequent words are short
        parts = (chance.choice(_STARTS) + chance.choice(_VOWELS) for _ in range(syllables))
        words["".join(parts) + chance.choice(_ENDS)] = None
    return list(words)


class Prose:
    """Speaks pseudo-words by Zipf's law, from one source of chance."""

    def __init__(self, chance: Random) -> None:
        self._chance = chance
        self._words = vocabulary()
        self._weights = list(accumulate(1 / rank for rank in range(1, SIZE + 1)))

    def words(self, count: int) -> str:
        """`count` words, separated by spaces."""
        return " ".join(
            self._chance.choices(self._words, cum_weights=self._weights, k=count) if count else ()
        )
