"""What the sheet of a selection says of one service: enough to go there, and what is not known."""

from dataclasses import dataclass, replace
from datetime import date

from django.utils.translation import gettext as _

from directory import hours, sheet
from directory.dates import in_words
from directory.freshness import Freshness, freshness
from directory.languages import Localized, Quoting, listed, named, quoted_in
from directory.models import Service
from directory.models.contact import Email, Level, Phone
from directory.models.organization import PublishedPlace
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from directory.sheet import Fact, State


@dataclass(frozen=True)
class Handout:
    """One service of the sheet, read `for_page()`: only what is public."""

    service: Service
    today: date

    @property
    def is_suspended(self) -> bool:
        """Whether it takes nobody for now: then no telephone is promised."""
        return self.service.status == Status.SUSPENDED

    @property
    def organization(self) -> str:
        """Who runs it; "" where that is its own name."""
        organization = self.service.organization
        return sheet.run_by(organization.name, self.service.name) if organization else ""

    @property
    def phones(self) -> list[Phone]:
        """The public telephones."""
        if self.is_suspended:
            return []
        return [phone for phone in self.service.phones.all() if phone.level == Level.PUBLIC]

    @property
    def emails(self) -> list[Email]:
        """The public e-mail addresses, when there is no telephone."""
        if self.is_suspended or self.phones:
            return []
        return [email for email in self.service.emails.all() if email.level == Level.PUBLIC]

    @property
    def website(self) -> str:
        """Its site, when there is no telephone."""
        return "" if self.is_suspended or self.phones else self.service.website

    @property
    def places(self) -> list[PublishedPlace]:
        """Where it is, as published."""
        return [at.location.published for at in self.service.at_locations.all()]

    @property
    def opening(self) -> list[Fact]:
        """The hours that are known, in words; the source's own words only if they say more."""
        facts = sheet.opening(self.service, self.today)
        return [self._shorter(fact) for fact in facts if fact.state is State.SAID]

    def _shorter(self, fact: Fact) -> Fact:
        """Without a note that says the same, nor the date of the whole entry."""
        note = "" if _reads_as(fact.note, fact.text) else fact.note
        same_date = not fact.source and fact.on == self.service.source_date
        return replace(fact, note=note, on="" if same_date else fact.on)

    @property
    def waits(self) -> list[str]:
        """How long one waits, for each audience, with who said it, when, and how old that is.

        What a professional reported since, and does not count, stands beside.
        """
        found = []
        for line in sheet.waits(self.service, self.today):
            found.append(f"{line.sentence} · {line.source} · {line.age}")
            if line.beside:
                words = {"said": line.beside.sentence, "source": line.beside.source}
                found.append(_("Rapporté depuis, sans compter : %(said)s · %(source)s") % words)
        groups = sheet.groups_of(self.service).values()
        return [Quoting(said, *groups) for said in found]

    @property
    def access(self) -> str:
        """What to do first, or else how one gets in, as the source says it; "" when nobody has said."""
        if self.service.first_step:
            return self.service.first_step
        return _in_their_words(self.service.access_note)

    @property
    def to_know(self) -> list[str]:
        """What may send someone away: publics, ages, the areas served."""
        known = []
        if reserved := self._reserved:
            known.append(_quoting(_("Réservé à : %(groups)s"), groups=reserved))
        elif self.service.audience_note:
            known.append(_in_their_words(self.service.audience_note))
        if refused := self._groups(GroupRelation.REFUSED):
            known.append(_quoting(_("N’accueille pas : %(groups)s"), groups=refused))
        ages = sheet.received_ages(self.service.age_min, self.service.age_max)
        if ages.state is State.SAID:
            known.append(ages.text)
        served = sheet.coverage(self.service)
        if self.service.coverage == Coverage.AREAS and served.state is State.SAID:
            known.append(served.text)
        return known

    @property
    def _reserved(self) -> str:
        is_reserved = self.service.audience == Audience.RESERVED
        return self._groups(GroupRelation.RESERVED) if is_reserved else ""

    def _groups(self, relation: GroupRelation) -> str:
        rows = self.service.target_groups.all()
        names = [row.group.name for row in rows if row.relation == relation]
        return Quoting(listed(names), *names)

    @property
    def unknown(self) -> str:
        """What to ask on the telephone, in one line; "" when all is known."""
        received = (
            self.service.audience == Audience.EVERYONE
            or self._reserved
            or self.service.audience_note
        )
        matters = (
            (received, _("qui est reçu")),
            (sheet.coverage(self.service).state is State.SAID, _("la zone servie")),
            (self.opening, _("les horaires")),
            (self.access, _("la première démarche")),
        )
        return listed(words for is_known, words in matters if not is_known)

    @property
    def is_old(self) -> bool:
        """Whether its source is old enough to be said so."""
        looks = freshness(self.service.source_date, self.today)
        return looks in (Freshness.OLD, Freshness.VERY_OLD)

    @property
    def source(self) -> str:
        """Who said it and when, and whether the service has confirmed it."""
        service, parts, old = self.service, [], _("ancien")
        if service.source:
            on = in_words(service.source_date) or _("sans date")
            if self.is_old:
                on = f"{on} ({old})"
            parts.append(
                _("Source : %(source)s, %(date)s") % {"source": service.source, "date": on}
            )
        if service.verified_on:
            confirmed = {"date": in_words(service.verified_on), "who": service.verified_by}
            parts.append(_("Confirmé le %(date)s par %(who)s.") % confirmed)
        else:
            parts.append(_("Pas encore confirmé par le service."))
        return Quoting(" · ".join(parts), named(service.source), named(service.verified_by))


def _in_their_words(text: str) -> str:
    """What a source says, as it says it: in French, with its marks, which stay beside it where it wraps."""
    words = Localized(_("« %(text)s »") % {"text": text}, "fr")
    return Quoting(words, words) if text else ""


def _quoting(sentence: str, **quoted: str) -> str:
    """A sentence filled in, which still knows what of it is in another language."""
    return Quoting(sentence % quoted, *quoted_in(*quoted.values()))


def _reads_as(note: str, opening: str) -> bool:
    """Whether a source's own words, « Lun–Ven 9h–17h », say just these hours."""
    try:
        return hours.in_words(hours.parse(note)) in opening
    except ValueError:
        return False
