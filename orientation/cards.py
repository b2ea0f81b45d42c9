"""A card of the list: what is always the same, kept ready; its verdict in one line, its reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from directory import phones
from directory.languages import Quoting, quoted_in
from directory.sheet import State, run_by
from directory.waits import Wait, for_whom
from directory.waits_in_words import Line, line
from orientation.catalogue import Catalogue
from orientation.criteria import Answer
from orientation.links import Links
from orientation.matching import Match, Verdict
from orientation.profile import Profile, ProfilePlace
from orientation.shelf import Shelf
from orientation.situation import Situation

STATES = {Answer.YES: State.YES, Answer.UNKNOWN: State.UNKNOWN, Answer.NO: State.NO}
MARKS = {Verdict.FITS: State.YES, Verdict.TO_CHECK: State.UNKNOWN, Verdict.EXCLUDED: State.NO}


@dataclass(frozen=True)
class CardPhone:
    """A telephone number as a card shows it."""

    number: str
    display: str
    label: str
    where: str


@dataclass(frozen=True)
class Sign:
    """What a card says of a service whatever was asked."""

    slug: str
    name: str
    kind: str
    organization: str
    communes: tuple[str, ...]
    phone: CardPhone | None

    @classmethod
    def of(cls, profile: Profile, catalogue: Catalogue) -> "Sign":
        """In the words of the language in use."""
        card, territory = profile.card, catalogue.territory

        def commune(place: ProfilePlace) -> str:
            return territory.communes.get(
                place.commune or "", place.outside or _("hors de la Région")
            )

        def town(place: ProfilePlace) -> str:
            return territory.label(place.area) if place.area else commune(place)

        return cls(
            slug=profile.slug,
            name=profile.name,
            kind=catalogue.vocabulary.label("type", profile.type),
            organization=run_by(card.organization, profile.name),
            communes=tuple(map(commune, profile.places)),
            phone=CardPhone(
                number=card.phone,
                display=phones.display(card.phone),
                label=card.phone_label,
                where=town(card.phone_place) if card.phone_place else "",
            )
            if card.phone
            else None,
        )


_BETWEEN = "\0"  # no template writes it


def fixed_parts(match: Match, catalogue: Catalogue) -> tuple[SafeString, SafeString]:
    """What stands above the verdict of a card, and below: rendered once in a language for each slot."""
    shelves, key = catalogue.snapshot.of_slots, ("cards", get_language() or "fr")
    shelf = shelves.get(key)
    text = shelf and shelf.get(match.slot)
    if not text:
        context = {"sign": Sign.of(match.profile, catalogue)}
        head, foot = (_render(f"components/card_{part}.html", context) for part in ("head", "foot"))
        text = f"{head}{_BETWEEN}{foot}"
        shelves.setdefault(key, Shelf(text)).put(match.slot, text)
    above, _between, below = text.partition(_BETWEEN)
    return _safe(above), _safe(below)


@dataclass(frozen=True)
class Row:
    """One card: its fixed parts, the answer to this question, and whether the reader has chosen it.

    `choices`: (words, address) to pick from where the answer depends on which area is meant.
    """

    match: Match
    head: SafeString
    foot: SafeString
    choices: tuple[tuple[str, str], ...]
    wait: Line | None
    chosen: bool
    choose_url: str

    @property
    def questions(self) -> str:
        """What to ask, in one line: at most two questions."""
        if self.match.verdict is not Verdict.TO_CHECK:
            return ""
        texts = [reason.text for reason in self.match.questions[:2]]
        return Quoting(" · ".join(texts), *quoted_in(*texts))

    @property
    def mark(self) -> State:
        """The pictogram of the verdict."""
        return MARKS[self.match.verdict]

    @property
    def verdict(self) -> str:
        """The answer in one line."""
        return in_one_line(self.match)


def in_one_line(found: Match) -> str:
    """« Convient », « À vérifier · 2 questions à poser », « Ne convient pas · De 18 à 65 ans »."""
    match found.verdict:
        case Verdict.FITS:
            return _("Convient")
        case Verdict.TO_CHECK:
            count = len(found.questions)
            return ngettext(
                "À vérifier · %(count)s question à poser",
                "À vérifier · %(count)s questions à poser",
                count,
            ) % {"count": count}
    refusals = [reason.text for reason in found.reasons if reason.answer is Answer.NO]
    sentence = _("Ne convient pas · %(reasons)s") % {"reasons": " · ".join(refusals)}
    return Quoting(sentence, *quoted_in(*refusals))


def rows(
    matches: Iterable[Match], situation: Situation, catalogue: Catalogue, links: Links
) -> list[Row]:
    """The cards of these answers."""
    here = links.to(situation)

    def area_url(area: str) -> str:
        """The address once we know in which of two areas the person lives."""
        return links.to(situation.but(code_postal=catalogue.territory.resolve(area)))

    return [
        Row(
            match,
            *fixed_parts(match, catalogue),
            tuple(
                (label, area_url(area))
                for reason in match.reasons
                for area, label in reason.choices
            ),
            _wait(match.profile, situation, catalogue),
            match.profile.slug in links.selection,
            links.choosing(here, match.profile.slug, situation),
        )
        for match in matches
    ]


def _wait(profile: Profile, situation: Situation, catalogue: Catalogue) -> Line | None:
    """The wait that counts for this question, in words; None where nobody has said any."""
    day = catalogue.at.date()
    wait = for_whom(profile.waits, situation.public, situation.age, day)
    if wait is None:
        return None
    label = catalogue.vocabulary.label("public", wait.audience.group)
    return _line(wait, day, label, get_language() or "fr")


@lru_cache(maxsize=8_192)
def _line(wait: Wait, day: date, label: str, language: str) -> Line:
    """The wait in words, in the language in use, which is this one; the public by its label."""
    return line(wait, day, {wait.audience.group: label})


def _render(name: str, context: dict[str, Sign]) -> str:
    return get_template(name).render(context)


def _safe(html: str) -> SafeString:
    return mark_safe(html)  # noqa: S308 - a template's own output
