"""Writes over several entries: whole or not at all, recorded, told to whoever is editing."""

from datetime import date
from typing import Any

import pytest
from reversion.models import Revision, Version

from directory import actions, history
from directory.models import ExternalIdentifier, Phone, Service
from directory.models.service import Status
from tests.factories import (
    AccessConditionFactory,
    NeedFactory,
    PhoneFactory,
    ServiceFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
TODAY, EARLIER = date(2026, 11, 22), date(2026, 3, 1)


def test_verifying_says_who_and_when_and_counts_the_version_up() -> None:
    services = [ServiceFactory.create(), ServiceFactory.create()]
    camille = UserFactory.create(name="Camille Dupont")
    assert actions.verify(services, by=camille, on=TODAY) == 2
    for service in Service.objects.all():
        assert (service.verified_on, service.verified_by) == (TODAY, "Camille Dupont")
        assert service.version == 2


def test_a_confirmation_never_publishes_an_address() -> None:
    service = ServiceFactory.create()
    actions.verify([service], by=UserFactory.create(email="camille@example.org"), on=TODAY)
    service.refresh_from_db()
    assert service.verified_by == "la coordination"


def test_an_action_on_several_entries_is_one_change_set_with_its_author() -> None:
    services = [ServiceFactory.create(), ServiceFactory.create()]
    camille = UserFactory.create(name="Camille Dupont")
    actions.archive(services, by=camille, on=TODAY, note="Fermé.")
    last = Revision.objects.latest("pk")
    assert last.user == camille
    assert last.comment == "Fiche archivée"
    assert Version.objects.get_for_model(Service).filter(revision=last).count() == 2


def test_each_act_writes_the_state_whole() -> None:
    service, other = ServiceFactory.create(), ServiceFactory.create()
    by = UserFactory.create()

    def state() -> tuple[Any, ...]:
        service.refresh_from_db()
        return service.status, service.status_since, service.status_note, service.successor

    actions.suspend([service], by=by, on=EARLIER, note="Complet.")
    assert state() == (Status.SUSPENDED, EARLIER, "Complet.", None)
    actions.archive([service], by=by, on=TODAY, note="Fermé.", successor=other)
    assert state() == (Status.ARCHIVED, TODAY, "Fermé.", other)
    actions.suspend([service], by=by, on=TODAY, note="Travaux.")
    assert state() == (Status.SUSPENDED, TODAY, "Travaux.", None)
    actions.merge(service, other, by=by, on=EARLIER)
    assert state() == (Status.MERGED, EARLIER, "", other)
    actions.publish([service], by=by)
    assert state() == (Status.PUBLISHED, None, "", None)


def test_no_service_is_no_change() -> None:
    assert actions.verify([], by=UserFactory.create(), on=TODAY) == 0
    assert not Revision.objects.exists()


def test_a_merged_entry_leads_to_the_other_with_all_that_led_to_it() -> None:
    old, new, older = ServiceFactory.create(), ServiceFactory.create(), ServiceFactory.create()
    by = UserFactory.create()
    ExternalIdentifier.objects.create(service=old, system="guide", value="7")
    actions.merge(older, old, by=by, on=TODAY)
    actions.merge(old, new, by=by, on=TODAY)
    for entry in (older, old):
        entry.refresh_from_db()
        assert (entry.status, entry.successor) == (Status.MERGED, new)
    assert ExternalIdentifier.objects.get().service == new


@pytest.mark.parametrize("status", [Status.DRAFT, Status.ARCHIVED, None])
def test_no_entry_leads_to_itself_nor_to_one_that_is_not_shown(status: Status | None) -> None:
    service = into = ServiceFactory.create()
    if status:
        into = ServiceFactory.create(status=status, status_since=TODAY)
    by = UserFactory.create()
    with pytest.raises(actions.Refused):
        actions.merge(service, into, by=by, on=TODAY)
    with pytest.raises(actions.Refused):
        actions.archive([service], by=by, on=TODAY, note="Fermé.", successor=into)
    service.refresh_from_db()
    assert service.status == Status.PUBLISHED


def test_the_history_says_what_changed_field_by_field() -> None:
    service = ServiceFactory.create()
    actions.archive([service], by=UserFactory.create(), on=TODAY, note="Fermé.")
    newest, first = history.change_sets(service, history.revisions(service))
    assert [str(change) for change in newest.changes] == [
        "État : « publié » → « archivé »",
        "Depuis le : rien → « 22 novembre 2026 »",
        "Explication publiée : rien → « Fermé. »",
    ]
    assert first.is_first
    assert first.changes == ()


def test_going_back_restores_the_rows_and_can_be_undone() -> None:
    service = ServiceFactory.create(name="Avant")
    phone = PhoneFactory.create(service=service, number="+3227629720")
    AccessConditionFactory.create(service=service, answer=True)
    service.needs.add(need := NeedFactory.create())
    service.keywords.set(["trauma", "deuil"])
    service.last_import = {"name": "Avant"}
    service.save()
    by = UserFactory.create()
    actions.verify([service], by=by, on=TODAY)
    (before, *_rest) = history.revisions(service)

    service.refresh_from_db()
    phone.delete()
    service.conditions.all().delete()
    service.needs.clear()
    service.keywords.set(["deuil", "exil"])
    service.name = "Après"
    service.version += 1
    service.save()

    actions.restore(service, before, by=by)
    service.refresh_from_db()
    assert service.name == "Avant"
    assert service.version == 4  # it goes on counting: nobody's open form takes it for an old state
    assert service.last_import == {"name": "Avant"}
    assert Phone.objects.get().number == "+3227629720"
    assert service.conditions.get().answer is True
    assert list(service.needs.all()) == [need]
    assert set(service.keywords.names()) == {"deuil", "trauma"}

    (_restored, after, *_others) = history.revisions(service)
    actions.restore(service, after, by=by)
    service.refresh_from_db()
    assert service.name == "Après"
    assert not service.phones.exists()
    assert set(service.keywords.names()) == {"deuil", "exil"}


def test_going_back_in_one_entry_leaves_the_others_of_the_same_change_set_alone() -> None:
    one, other = ServiceFactory.create(), ServiceFactory.create()
    by = UserFactory.create()
    actions.verify([one, other], by=by, on=TODAY)
    before = history.revisions(one)[-1]
    actions.restore(one, before, by=by)
    one.refresh_from_db()
    other.refresh_from_db()
    assert one.verified_on is None
    assert other.verified_on == TODAY
