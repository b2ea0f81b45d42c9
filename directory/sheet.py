"""What is known of a service, as the facts of its page: each with its state, source and date.

Unknown is a fact of its own: it carries the question to ask on the phone.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from directory import ages, hours
from directory.dates import in_words
from directory.freshness import freshness
from directory.languages import Localized, Quoting, either, listed, named
from directory.models import AccessCondition, Criterion, Schedule, Service
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.models.waiting_time import Stage
from directory.text import in_sentence
from directory.wait_chart import draw
from directory.wait_chart_in_words import Chart
from directory.waits_in_words import Line, line, recorded

Dated = AccessCondition | Schedule
FRENCH = "fr"
MOST_SAID = 24  # observations of a wait on a page
OUT_OF_USE: dict[str, str] = {
    Status.SUSPENDED: gettext_noop("Suspendu depuis le %(date)s"),
    Status.ARCHIVED: gettext_noop("N’existe plus, ou plus sous ce nom, depuis le %(date)s."),
    Status.MERGED: gettext_noop("Réuni avec un autre service depuis le %(date)s."),
}


class State(StrEnum):
    """How a fact is marked, always with a word: ✓, ✗, ?, or simply said."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
    SAID = "said"


@dataclass(frozen=True)
class Fact:
    """One line of the page, with the day it was known (a partial date); `source` if not the entry's."""

    state: State
    text: str
    note: str = ""
    source: str = ""
    on: str = ""
    looks: str = ""
    slug: str = ""  # of the access condition it answers, if it is one


def said(text: str, note: str = "", of: Dated | None = None, today: date | None = None) -> Fact:
    """A plain statement, with the source and date of the row it comes from."""
    return _dated(State.SAID, text, note, of, today)


def in_their_words(text: str) -> Quoting:
    """What a source says, as it says it: in French."""
    sentence = _("Dans les mots de la source : « %(text)s »") % {"text": text}
    return Quoting(sentence, Localized(text, FRENCH))


def ask(question: str) -> Fact:
    """Something not known, as the question to ask."""
    return Fact(State.UNKNOWN, question)


def _dated(state: State, text: str, note: str, of: Dated | None, today: date | None) -> Fact:
    # What a row adds in its own words exists in French only.
    note = Localized(note, FRENCH) if of is not None and note else note
    if of is None or not (of.source or of.source_date):
        return Fact(state, text, note)
    looks = freshness(of.source_date, today) if today else ""
    source = "" if of.source == of.service.source else of.source
    return Fact(state, text, note, source, of.source_date, looks)


def run_by(organization: str, service: str) -> str:
    """The organisation as it is named beside a service; "" where it bears the same name."""
    return "" if organization == service else organization


def out_of_use(service: Service) -> str:
    """That it is suspended or no more, and since when; "" for one that is open."""
    if service.status not in OUT_OF_USE or not service.status_since:
        return ""
    return _(OUT_OF_USE[service.status]) % {"date": in_words(service.status_since)}


def audience(service: Service) -> Iterator[Fact]:
    """For whom it is: publics, ages, whom it helps."""
    groups: dict[str, list[str]] = {}
    for row in service.target_groups.all():
        groups.setdefault(row.relation, []).append(row.group.name)

    def listed(relation: GroupRelation) -> str:
        return ", ".join(groups.get(relation, []))

    reserved = listed(GroupRelation.RESERVED) if service.audience == Audience.RESERVED else ""
    if service.audience == Audience.EVERYONE:
        yield Fact(State.YES, _("Tout le monde est reçu"))
    elif reserved:
        yield said(_("Réservé à : %(groups)s") % {"groups": reserved})
    if listed(GroupRelation.SPECIALISED):
        yield said(
            _("Spécialisé pour : %(groups)s") % {"groups": listed(GroupRelation.SPECIALISED)}
        )
    if listed(GroupRelation.REFUSED):
        groups_refused = listed(GroupRelation.REFUSED)
        yield Fact(State.NO, _("N’accueille pas : %(groups)s") % {"groups": groups_refused})
    if service.audience_note:
        yield said(in_their_words(service.audience_note))
    said_of_some = reserved or listed(GroupRelation.SPECIALISED) or listed(GroupRelation.REFUSED)
    if not (service.audience == Audience.EVERYONE or said_of_some):
        yield ask(_("Qui recevez-vous ? Y a-t-il des personnes que vous ne recevez pas ?"))
    yield received_ages(service.age_min, service.age_max)
    who = either(str(who.label) for who in sorted(service.helps))
    yield said(_("Pour : %(who)s") % {"who": who})


def received_ages(low: int | None, high: int | None) -> Fact:
    """The ages received; a missing bound is a question."""
    if low is None and high is None:
        return ask(_("À quels âges recevez-vous ?"))
    if low is None:
        return said(ages.in_words(low, high), note=_("À partir de quel âge ?"))
    if high is None:
        return said(ages.in_words(low, high), note=_("Jusqu’à quel âge ?"))
    return said(ages.in_words(low, high))


def team(service: Service) -> Iterator[Fact]:
    """Languages, professions and themes; a list that is not complete says so by a question."""
    themes = [in_sentence(theme.name) for theme in service.themes.all()]
    lists: tuple[tuple[str, Iterable[object], bool, str], ...] = (
        (
            _("Langues : %(list)s"),
            service.languages.all(),
            service.languages_complete,
            _("Quelles langues parle-t-on chez vous ? Peut-on venir avec un·e interprète ?"),
        ),
        (
            _("Dans l’équipe : %(list)s"),
            service.professions.all(),
            service.professions_complete,
            _("Qui travaille dans l’équipe ? Y a-t-il un·e psychiatre ?"),
        ),
        (
            _("Connaît particulièrement : %(list)s"),
            themes,
            service.themes_complete,
            _("Sur quels thèmes travaillez-vous surtout ?"),
        ),
    )
    for statement, terms, complete, question in lists:
        listed = ", ".join(map(str, terms))
        if listed:
            note = "" if complete else _("Liste peut-être incomplète.")
            yield said(statement % {"list": listed}, note=note)
        else:
            yield ask(question)


def conditions(service: Service, criteria: Iterable[Criterion], today: date) -> list[Fact]:
    """Every access condition: those answered first, then the others as questions."""
    rows = {row.criterion_id: row for row in service.conditions.all()}
    facts = [condition(criterion, rows.get(criterion.pk), today) for criterion in criteria]
    return sorted(facts, key=lambda fact: fact.state is State.UNKNOWN and not fact.note)


def condition(criterion: Criterion, row: AccessCondition | None, today: date) -> Fact:
    """One access condition: the sentence of its answer, or its question."""
    if row is None:
        return Fact(State.UNKNOWN, criterion.question, slug=criterion.slug)
    if row.answer is None:
        fact = _dated(State.UNKNOWN, criterion.question, row.note, row, today)
    elif row.answer:
        fact = _dated(State.YES, criterion.yes, row.note, row, today)
    else:
        fact = _dated(State.NO, criterion.no, row.note, row, today)
    return replace(fact, slug=criterion.slug)


def opening(service: Service, today: date) -> list[Fact]:
    """Opening hours, place by place, in words."""
    facts = []
    for schedule in service.schedules.all():
        in_french = Localized(schedule.note, FRENCH)
        words: str = hours.in_words(schedule.osm) if schedule.osm else in_french
        note = schedule.note if schedule.osm and schedule.note != words else ""
        if schedule.location:
            place = named(schedule.location.published.town)
            sentence = _("%(place)s : %(hours)s") % {"place": place, "hours": words}
            words = Quoting(sentence, place, *(() if schedule.osm else (in_french,)))
        facts.append(said(words, note, schedule, today))
    return facts or [ask(_("Quand êtes-vous ouverts ? Quand peut-on vous téléphoner ?"))]


def waits(service: Service, today: date, stage: str = Stage.FIRST_CONTACT) -> list[Line]:
    """How long one waits, for each audience, everyone first."""
    groups = groups_of(service)
    return [line(wait, today, groups) for wait in reversed(service.waits(stage))]


def said_of_waits(service: Service, today: date) -> list[Line]:
    """What was said of the wait for a first contact, the last first: what counts and what did before."""
    rows = sorted(service.observed(), key=lambda row: (row.observed_on, row.pk), reverse=True)
    groups = groups_of(service)
    return [recorded(row.audience, row.observation, today, groups) for row in rows[:MOST_SAID]]


def chart_of_waits(service: Service, today: date) -> Chart | None:
    """The same as a drawing, where enough was said."""
    observed = [(row.audience, row.observation) for row in service.observed()]
    drawing = draw(observed, today, MOST_SAID)
    return Chart.of(drawing, groups_of(service)) if drawing else None


def groups_of(service: Service) -> dict[str, Localized]:
    """The publics whose waits are known, by slug, in words."""
    return {row.group.slug: row.group.name for row in service.waiting_times.all() if row.group}


def first_step(service: Service) -> Iterator[Fact]:
    """What to do first, who may ask, what it costs."""
    if service.first_step:
        yield said(service.first_step)
    if service.access_note:
        yield said(in_their_words(service.access_note))
    if not (service.first_step or service.access_note):
        yield ask(_("Comment se passe le premier contact ? Faut-il prendre rendez-vous ?"))
    if service.who_may_ask:
        who = ", ".join(str(who.label) for who in sorted(service.who_may_ask))
        yield said(_("La demande peut venir de : %(who)s") % {"who": who})
    else:
        yield ask(
            _("Qui peut faire la demande : la personne, un·e proche, un·e professionnel·le ?")
        )
    yield said(service.cost) if service.cost else ask(_("Combien cela coûte-t-il ?"))


def coverage(service: Service) -> Fact:
    """Whom it serves by residence; never read from its address."""
    note = in_their_words(service.coverage_note) if service.coverage_note else ""
    if service.coverage == Coverage.AREAS:
        areas = [named(str(row)) for row in service.areas.all()]
        if areas:
            statement = ngettext("Zone servie : %(list)s", "Zones servies : %(list)s", len(areas))
            return said(Quoting(statement % {"list": listed(areas)}, *areas), note)
    elif service.coverage:
        return said(_("Zone servie : %(zone)s") % {"zone": service.get_coverage_display()}, note)
    return Fact(State.UNKNOWN, _("Recevez-vous des personnes de toutes les communes ?"), note)
