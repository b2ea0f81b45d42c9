"""The answer to a situation as the API says it. `docs/orientation.md` is the contract. No ORM."""

from collections.abc import Iterable, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.http import urlencode

from orientation.catalogue import Catalogue
from orientation.matching import Match, Results
from orientation.profile import Profile
from orientation.situation import Situation
from orientation.territory import Place

Json = dict[str, Any]
ALWAYS_SAID = ("pour", "verdict", "tri")  # parameters whose default counts
SAID_APART = ("page", "per_page")


def page_of(results: Results) -> Sequence[Match]:
    """The answers of the page asked; none past the end."""
    situation = results.situation
    end = situation.page * situation.per_page
    return results.listed[end - situation.per_page : end]


def answer(results: Results, matches: Sequence[Match], ignored: Iterable[tuple[str, str]]) -> Json:
    """Everything that is said of one situation; `matches` are those of its page."""
    situation, catalogue = results.situation, results.catalogue
    counts, vocabulary = results.counts, catalogue.vocabulary
    meant = {"did_you_mean": results.did_you_mean} if results.did_you_mean else {}
    return {
        "revision": catalogue.revision,
        "at": minute(catalogue.at),
        "ignored": [list(pair) for pair in ignored],
        "situation": understood(situation),
        "counts": {field.name: getattr(counts, field.name) for field in fields(counts)},
        "facets": {
            name: [
                {"slug": option.slug, "label": option.label, "count": held[option.slug]}
                for option in vocabulary.options[name]
            ]
            for name, held in results.facets.items()
        },
        "excluded_by": dict(results.excluded_by),
        "results": [result(match, catalogue) for match in matches],
        "page": situation.page,
        "per_page": situation.per_page,
        "next": next_page(results),
        **meant,
    }


def understood(situation: Situation) -> Json:
    """The question by parameter: those asked, and those whose default counts."""
    said: Json = {}
    for field in fields(situation):
        value = getattr(situation, field.name)
        if field.name == "verdict":
            value = tuple(sorted(situation.listed))
        if field.name in SAID_APART or (value == field.default and field.name not in ALWAYS_SAID):
            continue
        if isinstance(value, Place):
            value = {"value": value.value, "areas": list(value.areas)}
        said[field.name] = value
    return said


def result(match: Match, catalogue: Catalogue) -> Json:
    """One service with its verdict, its reasons and its place in the order."""
    profile = match.profile
    return {
        "id": profile.card.id,
        "slug": profile.slug,
        "name": profile.name,
        "type": profile.type,
        "commune": commune(profile, catalogue),
        "phone": profile.card.phone or None,
        "url": service_url(profile.slug),
        "verdict": match.verdict,
        "presque_par": match.near_miss_by,
        "reasons": [
            {"criterion": reason.criterion, "verdict": reason.answer.value, "text": reason.text}
            for reason in match.reasons
        ],
        "order": list(match.order),
    }


def commune(profile: Profile, catalogue: Catalogue) -> str | None:
    """The commune of its first place, or the locality outside the Region; None when none is known."""
    for place in profile.places:
        if name := catalogue.territory.communes.get(place.commune or "", place.outside):
            return name
    return None


def next_page(results: Results) -> str | None:
    """The address of the page after; None when this one is the last, or past it."""
    situation = results.situation
    if situation.page * situation.per_page >= len(results.listed):
        return None
    query = urlencode(situation.but(page=situation.page + 1).to_query())
    return absolute(f"{reverse('orientation:api_orientation')}?{query}")


def service_url(slug: str) -> str:
    """The page of a service, in the language in use, from anywhere."""
    return absolute(reverse("directory:service", args=[slug]))


def absolute(path: str) -> str:
    """An address of this site from anywhere."""
    return f"{settings.SITE_URL}{path}"


def minute(moment: datetime) -> str:
    """A local moment, to the minute."""
    return moment.isoformat(timespec="minutes")
