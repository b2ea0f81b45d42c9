"""One criterion, one small class: what a service answers, and in which words.

Each answers YES, NO or UNKNOWN for one profile, or None when it has nothing to say. The meaning
of each answer is the contract of `docs/orientation.md`; this package is its only place in the code.
"""

from collections.abc import Iterator

from orientation.catalogue import Words
from orientation.criteria.answer import Answer, Criterion
from orientation.criteria.person import Age, Public, Reservation, Residence
from orientation.criteria.service import (
    Asking,
    Condition,
    KnownTheme,
    OpenAt,
    SpokenLanguage,
    TeamMember,
)
from orientation.criteria.wait import Wait
from orientation.situation import WEEKS, Delay, Situation

__all__ = [
    "Age",
    "Answer",
    "Asking",
    "Condition",
    "Criterion",
    "KnownTheme",
    "OpenAt",
    "Public",
    "Reservation",
    "Residence",
    "SpokenLanguage",
    "TeamMember",
    "Wait",
    "asked",
]


def asked(situation: Situation, known: Words) -> tuple[Criterion, ...]:
    """The criteria of a situation, in the order in which reasons are given.

    Empty when none is asked.
    """
    return tuple(_asked(situation, known)) if situation.asks_a_criterion else ()


def _asked(situation: Situation, known: Words) -> Iterator[Criterion]:
    words = known.vocabulary
    if situation.age is not None:
        yield Age(situation.age)
    if situation.public:
        yield Public(frozenset(situation.public), words)
    else:
        yield Reservation(words)
    if situation.code_postal is not None:
        yield Residence(situation.code_postal, known.territory)
    if situation.langue:
        yield SpokenLanguage(frozenset(situation.langue), words)
    for option in words.options["condition"]:
        if option.slug in situation.condition:
            yield Condition(option.slug, words.conditions[option.slug])
    if situation.intervenant:
        yield TeamMember(frozenset(situation.intervenant), words)
    if situation.theme:
        yield KnownTheme(frozenset(situation.theme), words)
    if situation.demandeur:
        yield Asking(situation.demandeur, words)
    if situation.ouvert:
        yield OpenAt(situation.ouvert, known.at)
    if situation.delai:
        weeks, day = WEEKS[Delay(situation.delai)], known.at.date()
        yield Wait(weeks, situation.public, situation.age, situation.is_crisis, day)
