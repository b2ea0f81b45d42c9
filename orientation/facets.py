"""How many services each option would leave, for every option one may choose. No ORM."""

from collections.abc import Iterable, Mapping, Sequence

from orientation import bits
from orientation.catalogue import Catalogue
from orientation.criteria import asked
from orientation.ordering import heard_for
from orientation.scope import Scope, zone
from orientation.situation import WEEKS, Delay, Situation

FACETS = (
    "besoin",
    "pour",
    "type",
    "bassin",
    "public",
    "langue",
    "condition",
    "intervenant",
    "theme",
    "demandeur",
    "ouvert",
    "delai",
)
# What chooses the wait that counts, or what it means: with a delay asked, it changes whom this refuses.
_OF_THE_WAIT = ("besoin", "public")
_IN_SCOPE = {"besoin": "need", "pour": "help", "type": "type"}


def counts(
    situation: Situation,
    catalogue: Catalogue,
    scope: Scope,
    answers: Mapping[str, tuple[int, int]],
) -> dict[str, dict[str, int]]:
    """For every option of every facet, how many would fit or be to check if it were chosen.

    `answers`: what each criterion asked says, (yes, no) by its key. A condition is added to those
    chosen; any other value stands in place of its group's.
    """
    refused: dict[str, int] = {}
    for key, (_yes, no) in answers.items():
        group = key.partition(":")[0]
        refused[group] = refused.get(group, 0) | no
    published = catalogue.snapshot.published
    allowed = {**scope.parts, **{key: bits.without(published, no) for key, no in refused.items()}}
    others = all_but_one(published, allowed)
    timeless = all_but_one(published, {k: v for k, v in allowed.items() if k != "delai"})
    found = {}
    for facet in FACETS:
        if facet == "delai":
            found[facet] = _delays(situation, catalogue, others.get(facet, others[""]))
            continue
        if situation.delai and facet in _OF_THE_WAIT:
            base = timeless.get(facet, timeless[""])
            found[facet] = _beside_a_delay(facet, situation, catalogue, base)
            continue
        base = others[""] if facet == "condition" else others.get(facet, others[""])
        total = base.bit_count()
        held = {
            slug: bits.shared(base, total, these, size)
            for slug, these, size in _options(facet, situation, catalogue)
        }
        if facet in _IN_SCOPE or facet == "bassin":
            found[facet] = held
        else:
            found[facet] = {slug: total - count for slug, count in held.items()}
    return found


def _delays(situation: Situation, catalogue: Catalogue, base: int) -> dict[str, int]:
    """How many of these would be left within each delay."""
    heard, total = heard_for(situation, catalogue), base.bit_count()
    return {
        option.slug: total
        - (base & heard.within(WEEKS[Delay(option.slug)], situation.is_crisis)[1]).bit_count()
        for option in catalogue.vocabulary.options["delai"]
    }


def _beside_a_delay(
    facet: str, situation: Situation, catalogue: Catalogue, base: int
) -> dict[str, int]:
    """How many of these each option would leave within the delay, as it would then be understood."""
    weeks, refused = WEEKS[Delay(situation.delai)], {}
    found = {}
    for slug, these, _size in _options(facet, situation, catalogue):
        chosen = situation.choosing(facet, slug)
        key = (chosen.public, chosen.is_crisis)
        if key not in refused:
            refused[key] = heard_for(chosen, catalogue).within(weeks, chosen.is_crisis)[1]
        left = base & these if facet in _IN_SCOPE else bits.without(base, these)
        found[slug] = bits.without(left, refused[key]).bit_count()
    return found


def all_but_one(these: int, allowed: Mapping[str, int]) -> dict[str, int]:
    """What is left of a set without each one of the sets in turn, by its name; all of them under ""."""
    names = list(allowed)
    before = [these]
    for name in names:
        before.append(before[-1] & allowed[name])
    left = {"": before[-1]}
    after = these
    for place in range(len(names) - 1, -1, -1):
        left[names[place]] = before[place] & after
        after &= allowed[names[place]]
    return left


def _options(
    facet: str, situation: Situation, catalogue: Catalogue
) -> Sequence[tuple[str, int, int]]:
    """The services each option lets in, for a parameter of the scope; else those it refuses; and how many.

    They are the same for every question, so the snapshot remembers them.
    """
    key = (facet, situation.zone_inconnue if facet == "bassin" else None)
    memo = catalogue.snapshot.memo
    kept = memo.get(key)
    if kept is None or (facet == "ouvert" and kept[0] != catalogue.at):
        sets = _sets(facet, situation.zone_inconnue, catalogue)
        kept = memo[key] = (
            catalogue.at,
            [(slug, these, these.bit_count()) for slug, these in sets],
        )
    found: Sequence[tuple[str, int, int]] = kept[1]
    return found


def _sets(facet: str, zone_unknown_too: bool, catalogue: Catalogue) -> Iterable[tuple[str, int]]:
    columns = catalogue.snapshot.columns
    for option in catalogue.vocabulary.options[facet]:
        if facet in _IN_SCOPE:
            yield option.slug, columns.of(_IN_SCOPE[facet], option.slug)
        elif facet == "bassin":
            here, unknown = zone(option.slug, columns, catalogue.territory)
            yield option.slug, here | unknown if zone_unknown_too else here
        else:
            no = 0
            for criterion in asked(Situation().choosing(facet, option.slug), catalogue):
                no |= criterion.sets(columns)[1]
            yield option.slug, no
