"""Waiting times as a page says them: the state in words, the weeks, who said it, when, and how old it is."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from directory.dates import in_words
from directory.waits import Age, Audience, Intake, Observation, Speaker, Wait

UNKNOWN = "unknown"
STATES = {
    Intake.OPEN: gettext_lazy("Prend de nouvelles demandes"),
    Intake.WAITING: gettext_lazy("Liste d’attente"),
    Intake.SUSPENDED: gettext_lazy("Ne prend plus de demandes pour l’instant"),
    Intake.CRISIS: gettext_lazy("Situations de crise seulement"),
    Intake.CLOSED: gettext_lazy("Inscriptions fermées"),
}
ICONS = {
    Intake.OPEN: "yes",
    Intake.WAITING: "clock",
    Intake.SUSPENDED: "no",
    Intake.CRISIS: "alert",
    Intake.CLOSED: "no",
    UNKNOWN: "unknown",
}
SAID_BY = {
    Speaker.SERVICE: gettext_lazy("dit par le service le %(date)s"),
    Speaker.COORDINATOR: gettext_lazy("noté par la coordination le %(date)s"),
    Speaker.PROFESSIONAL: gettext_lazy("rapporté par un·e professionnel·le le %(date)s"),
}
BY = {
    Speaker.SERVICE: gettext_lazy("le service"),
    Speaker.COORDINATOR: gettext_lazy("la coordination"),
    Speaker.PROFESSIONAL: gettext_lazy("un·e professionnel·le"),
}
AGES = {
    Age.RECENT: gettext_lazy("récent"),
    Age.TO_CONFIRM: gettext_lazy("à confirmer"),
    Age.EXPIRED: gettext_lazy("périmé"),
}


@dataclass(frozen=True)
class Line:
    """One observation on a page. `state` is an intake, or « unknown » when it counts no more."""

    state: str
    text: str
    source: str = ""
    age: str = ""
    whom: str = ""
    note: str = ""
    is_fictional: bool = False
    on: str = ""  # the day, as 2026-11-22
    by: str = ""  # who said it
    beside: "Line | None" = None  # what a professional reported since

    @property
    def icon(self) -> str:
        """The pictogram of the state."""
        return ICONS[self.state]

    @property
    def sentence(self) -> str:
        """Whom it is for and what was said, on one line; what is fictional says so."""
        words = f"{self.whom} : {self.text}" if self.whom else self.text
        return _marked(words, self.is_fictional)


def not_known() -> Line:
    """Nothing was ever said: the question to ask."""
    return Line(UNKNOWN, _("Combien de temps faut-il attendre pour un premier contact ?"))


def line(wait: Wait, day: date, groups: Mapping[str, str]) -> Line:
    """What counts for an audience on a day. `groups`: the publics in words, by slug."""
    beside = wait.beside(day)
    return _line(
        wait.on(day),
        day,
        whom(wait.audience, groups),
        _line(beside, day) if beside else None,
    )


def recorded(audience: Audience, said: Observation, day: date, groups: Mapping[str, str]) -> Line:
    """An observation among all those that were made, as it was said, whether it counts or not."""
    found = _line(said, day, whom(audience, groups))
    return replace(found, state=said.state, text=headline(said))


def _line(
    said: Observation,
    day: date,
    whom: str = "",
    beside: Line | None = None,
) -> Line:
    counts = said.counts(day)
    text = headline(said)
    return Line(
        state=said.state if counts else UNKNOWN,
        text=text if counts else _("À redemander. Avant : %(before)s") % {"before": text},
        source=str(SAID_BY[Speaker(said.said_by)]) % {"date": in_words(said.observed_on)},
        age=str(AGES[said.age(day)]),
        whom=whom,
        note=said.note,
        is_fictional=said.is_fictional,
        on=said.observed_on.isoformat(),
        by=str(BY[Speaker(said.said_by)]),
        beside=beside,
    )


def figure(said: Observation) -> str:
    """The headline of an observation; what is fictional says so."""
    return _marked(headline(said), said.is_fictional)


def _marked(words: str, is_fictional: bool) -> str:
    return _("%(words)s (chiffre fictif)") % {"words": words} if is_fictional else words


def headline(said: Observation) -> str:
    """« Liste d’attente : 4 à 6 semaines »."""
    state = str(STATES[Intake(said.state)])
    if said.state == Intake.SUSPENDED and said.until:
        end = in_words(said.until)
        return _("%(state)s, jusqu’au %(date)s") % {"state": state, "date": end}
    length = weeks(said.weeks_from, said.weeks_to)
    return _("%(state)s : %(weeks)s") % {"state": state, "weeks": length} if length else state


def weeks(low: int | None, high: int | None) -> str:
    """« 4 à 6 semaines »; "" when nothing was said: « at least 0 » says nothing."""
    if high == 0:
        return _("tout de suite")
    if high is None:
        if not low:
            return ""
        return ngettext("au moins %(count)s semaine", "au moins %(count)s semaines", low) % {
            "count": low
        }
    if not low:
        return ngettext("au plus %(count)s semaine", "au plus %(count)s semaines", high) % {
            "count": high
        }
    if low == high:
        return ngettext("%(count)s semaine", "%(count)s semaines", low) % {"count": low}
    return _("%(low)s à %(high)s semaines") % {"low": low, "high": high}


def whom(audience: Audience, groups: Mapping[str, str]) -> str:
    """« exil · de 12 à 25 ans »; "" for everyone."""
    said = [groups.get(audience.group, audience.group)] if audience.group else []
    match audience.age_min, audience.age_max:
        case None, None:
            pass
        case low, None:
            said.append(_("dès %(low)s ans") % {"low": low})
        case None, high:
            said.append(_("jusqu’à %(high)s ans") % {"high": high})
        case low, high:
            said.append(_("de %(low)s à %(high)s ans") % {"low": low, "high": high})
    return " · ".join(said)
