"""Texts that know in which language they are, so that a page can mark them with `lang`."""


class Localized(str):
    """A text that knows its language, so that a page can mark it with `lang`."""

    __slots__ = ("lang",)
    lang: str

    def __new__(cls, text: str, lang: str) -> "Localized":
        """Make a text in the language `lang` ("fr", "nl" or "en")."""
        localized = super().__new__(cls, text)
        localized.lang = lang
        return localized

    def __getnewargs__(self) -> tuple[str, str]:  # type: ignore[override]
        """What a copy or a pickle is made from."""
        return str(self), self.lang


class Quoting(str):
    """A sentence in the language in use that quotes words of another."""

    __slots__ = ("words",)
    words: tuple[Localized, ...]

    def __new__(cls, sentence: str, *words: Localized) -> "Quoting":
        """Make a sentence; the words stand in it as they are."""
        quoting = super().__new__(cls, sentence)
        quoting.words = words
        return quoting

    def __getnewargs__(self) -> tuple[str, *tuple[Localized, ...]]:  # type: ignore[override]
        """What a copy or a pickle is made from."""
        return str(self), *self.words


def quoted_in(*texts: str) -> tuple[Localized, ...]:
    """The words of another language that these texts quote, for a sentence that is made of them."""
    return tuple(words for text in texts if isinstance(text, Quoting) for words in text.words)
