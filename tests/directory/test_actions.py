"""Writes over several entries: whole or not at all, recorded, told to whoever is editing."""

from datetime import date

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
TODAY = date(2026, 11, 22)


def test_verifying_says_who_and_when_and_counts_the_version_up() -> None:
    services = [ServiceFactory.create(), ServiceFactory.create()]
    camille = UserFactory.create(name="Camille Dupont")
    assert actions.verify(services, by=camille, on=TODAY) == 2
    for service in Service.objects.all():
        assert (service.verified_on, service.verified_by) == (TODAY, "Camille Dupont")
        assert service.version == 2


def test_an_action_on_several_entries_is_one_change_set_with_its_author() -> None:
    services = [ServiceFactory.create(), ServiceFactory.create()]
    camille = UserFactory.create(name="Camille Dupont")
    actions.archive(services, by=camille, on=TODAY, note="Fermé.")
    last = Revision.objects.latest("pk")
    assert last.user == camille
    assert last.comment == "Fiche archivée"
    assert Version.objects.get_for_model(Service).filter(revision=last).count() == 2


def test_publishing_forgets_why_an_entry_was_out_of_use() -> None:
    service = ServiceFactory.create()
    by = UserFactory.create()
    actions.suspend([service], by=by, on=TODAY, note="Complet jusqu’à Noël.")
    service.refresh_from_db()
    assert (service.status, service.status_note) == (Status.SUSPENDED, "Complet jusqu’à Noël.")
    actions.publish([service], by=by, on=TODAY)
    service.refresh_from_db()
    assert (service.status, service.status_note) == (Status.PUBLISHED, "")


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


def test_an_entry_is_not_merged_with_itself_nor_into_one_out_of_use() -> None:
    service, archived = ServiceFactory.create(), ServiceFactory.create()
    by = UserFactory.create()
    actions.archive([archived], by=by, on=TODAY, note="Fermé.")
    archived.refresh_from_db()
    for into in (service, archived):
        with pytest.raises(actions.MergeRefused):
            actions.merge(service, into, by=by, on=TODAY)


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
    service.last_import = {"name": "Avant"}
    service.save()
    by = UserFactory.create()
    actions.verify([service], by=by, on=TODAY)
    (before, *_rest) = history.revisions(service)

    service.refresh_from_db()
    phone.delete()
    service.conditions.all().delete()
    service.needs.clear()
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

    (_restored, after, *_others) = history.revisions(service)
    actions.restore(service, after, by=by)
    service.refresh_from_db()
    assert service.name == "Après"
    assert not service.phones.exists()


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
