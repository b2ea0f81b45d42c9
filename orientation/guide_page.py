"""What a page of the guide shows: a question with its answers, whom to call, or the summary."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from directory.languages import StrOrPromise
from orientation import guide
from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
from orientation.links import address
from orientation.matching import Results, match
from orientation.situation import SCOPE, Situation
from orientation.territory import WITHOUT_ADDRESS, Place


@dataclass(frozen=True)
class Door:
    """One answer that goes on at once. `count` is None where a number would say nothing."""

    slug: str
    label: StrOrPromise
    hint: StrOrPromise
    url: str
    chosen: bool
    count: int | None


@dataclass(frozen=True)
class Box:
    """One answer among several."""

    slug: str
    label: StrOrPromise
    chosen: bool


@dataclass(frozen=True)
class Line:
    """One line of the summary: a question, its answer or "", and where it is changed."""

    label: StrOrPromise
    answer: StrOrPromise
    url: str


class GuidePage:
    """Everything the template of the guide asks for."""

    def __init__(self, filterset: OrientationFilter, catalogue: Catalogue, etape: str) -> None:
        self._filterset = filterset
        self._catalogue = catalogue
        self._etape = etape
        self.situation = guide.carried(filterset.situation)
        self.step = guide.step(etape, {name for name, _value in filterset.ignored})
        self.question = self.step.question
        self.total = len(guide.QUESTIONS)

    @property
    def kind(self) -> str:
        """Which template shows this page."""
        return self.question.kind if self.question else self.step.at

    @property
    def title(self) -> StrOrPromise:
        """The question, or what the page is for."""
        if self.question:
            return self.question.title
        return _("C’est urgent") if self.step.at == guide.CALL else _("Votre résumé")

    # Where one can go

    def _url(self, etape: str, situation: Situation | None = None) -> str:
        query = (situation or self.situation).to_query()
        return f"{self.action}?{urlencode([*query, (guide.STEP, etape)])}#question"

    @property
    def action(self) -> str:
        """The address of the guide."""
        return reverse("orientation:guide")

    @property
    def back_url(self) -> str:
        """The page before, answers kept; the entrance before the first question."""
        return self._url(self.step.back) if self.step.back else reverse("orientation:home")

    @property
    def onward_url(self) -> str:
        """The next page, nothing answered here."""
        return self._url(self.step.onward)

    @property
    def erase_url(self) -> str:
        """The next page without the answer to this question."""
        return self._url(self.step.onward, guide.without(self.situation, self.step.at))

    @property
    def call_url(self) -> str:
        """Whom to call, once it is urgent."""
        urgent = guide.answer(self.situation, guide.URGENCY.name, guide.ONE)
        return self._url(self.step.call, urgent)

    @property
    def without_address_url(self) -> str:
        """The next page for someone who has no address."""
        nowhere = self.situation.but(code_postal=Place(WITHOUT_ADDRESS, ()))
        return self._url(self.step.onward, nowhere)

    @property
    def list_url(self) -> str:
        """The list that answers what is known so far: the address its own form would make."""
        return f"{address(self.situation)}#resultats"

    @cached_property
    def count(self) -> int:
        """How many services that list holds."""
        return self._results.counts.possible

    @cached_property
    def _results(self) -> Results:
        return match(self.situation, self._catalogue)

    # The question

    @property
    def is_answered(self) -> bool:
        """Whether there is an answer to take back."""
        return guide.is_answered(self.situation, self.step.at)

    @property
    def is_urgent(self) -> bool:
        """Whether one has said that it cannot wait."""
        return guide.is_urgent(self.situation)

    @property
    def doors(self) -> list[Door]:
        """The answers of a question that has one."""
        slugs = self._slugs(self.step.at)
        if self.step.at == guide.NEED.name:
            slugs = list(guide.doors(self.situation, slugs))
        return [self._door(slug) for slug in slugs]

    def _door(self, slug: str) -> Door:
        at, words = self.step.at, self._words(self.step.at, slug)
        situation = guide.answer(self.situation, at, slug)
        given = guide.value(self.situation, at)
        counted = at in SCOPE and not self.is_urgent
        url = self._url(self.step.onward, situation)
        return Door(
            slug=slug,
            label=words.label,
            hint=words.hint,
            url=self.call_url if (at, slug) == (guide.URGENCY.name, guide.ONE) else url,
            chosen=slug in given if isinstance(given, tuple) else slug == given,
            count=self._results.facets.get(at, {}).get(slug) if counted else None,
        )

    @cached_property
    def boxes(self) -> list[Box]:
        """The answers in plain words of a question that may have several."""
        first = guide.PLAIN_WORDS.get(self.step.at)
        return [box for box in self._boxes() if first is None or box.slug in first]

    @cached_property
    def more_boxes(self) -> list[Box]:
        """The other answers, in the words of the list."""
        return [box for box in self._boxes() if box not in self.boxes]

    @property
    def opens_more(self) -> bool:
        """Whether one of the other answers is chosen."""
        return any(box.chosen for box in self.more_boxes)

    def _boxes(self) -> Iterator[Box]:
        chosen = getattr(self.situation, self.step.at)
        for slug in self._slugs(self.step.at):
            yield Box(slug, self._words(self.step.at, slug).label, slug in chosen)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """What the form sends along: the other answers, and where one goes."""
        others = guide.without(self.situation, self.step.at).to_query()
        return [*others, (guide.STEP, self.step.onward)]

    @property
    def typed(self) -> str:
        """What was typed in the field, read or not."""
        return str(self._filterset.data.get(self.step.at, ""))

    @property
    def place_names(self) -> tuple[str, ...]:
        """What to suggest where a place is asked."""
        return self._catalogue.territory.suggestions

    def _slugs(self, name: str) -> list[str]:
        if name == guide.URGENCY.name:
            return [guide.ONE, guide.NO]
        return [option.slug for option in self._catalogue.vocabulary.options[name]]

    def _words(self, name: str, slug: str) -> guide.Words:
        plain = guide.PLAIN_WORDS.get(name, {}).get(slug)
        if plain or name == guide.URGENCY.name:
            return plain or guide.Words(slug)
        options = self._catalogue.vocabulary.options[name]
        return next(
            (guide.Words(o.label, o.hint) for o in options if o.slug == slug), guide.Words(slug)
        )

    # What could not be read

    @property
    def notice(self) -> StrOrPromise:
        """What to say beside the question."""
        return self._filterset.notice(self.step.at)

    @property
    def ignored(self) -> list[tuple[str, str]]:
        """What was not understood in the address and is not said beside the question."""
        left = [pair for pair in self._filterset.ignored if pair[0] != self.step.at]
        unknown = self._etape and not guide.is_step(self._etape)
        return [*left, (guide.STEP, self._etape)] if unknown else left

    # The summary

    @property
    def lines(self) -> list[Line]:
        """Each question with its answer in words."""
        return [
            Line(question.short, self._in_words(name), self._url(f"{guide.CHANGING}{name}"))
            for name, question in guide.QUESTIONS.items()
        ]

    @property
    def other_lines(self) -> list[Line]:
        """What was asked elsewhere than in the guide, each with the address that takes it off."""
        return [
            Line(
                self._filterset.filters[name].label or name,
                self._in_words(name),
                self._url(guide.SUMMARY, self.situation.without(name)),
            )
            for name in guide.CARRIED
            if guide.is_answered(self.situation, name)
        ]

    def _in_words(self, name: str) -> StrOrPromise:
        given = guide.value(self.situation, name)
        match name:
            case "urgence":
                return _("oui") if given else _("non signalée")
            case "pour":
                return self._words(name, self.situation.pour).label
            case "age":
                return "" if given is None else self._years(self.situation.age or 0)
            case "code_postal":
                return self._place(self.situation.code_postal)
            case "q":
                return str(given)
        given = given if isinstance(given, tuple) else (given,)
        chosen = (slug for slug in self._slugs(name) if slug in given)
        return ", ".join(str(self._words(name, slug).label) for slug in chosen)

    def _years(self, age: int) -> str:
        return ngettext("%(age)s an", "%(age)s ans", age) % {"age": age}

    def _place(self, place: Place | None) -> str:
        if place is None:
            return ""
        if place.without_address:
            return _("Sans adresse")
        return self._catalogue.territory.words(place)
