"""Who may open what: every address of the admin × every role."""

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse

from directory import history
from directory.models import Location, Organization, Service
from directory.roles import ADMINISTRATION, COORDINATION, ROLES, create_roles
from smesb.models import User
from tests.directory.admin_forms import change_url, client_of, open_form, someone
from tests.directory.reports import SuggestionFactory
from tests.directory.upkeeps import UpdateContactFactory, UpkeepFactory
from tests.factories import (
    BassinFactory,
    CriterionFactory,
    LanguageFactory,
    LocationFactory,
    NeedFactory,
    OrganizationFactory,
    PostalAreaFactory,
    ProfessionFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    ThemeFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ENTRIES = (ServiceFactory, OrganizationFactory, LocationFactory)
TERMS = (
    CriterionFactory,
    LanguageFactory,
    NeedFactory,
    ProfessionFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    ThemeFactory,
)
TERRITORY = (BassinFactory, PostalAreaFactory)
SUGGESTIONS = (SuggestionFactory,)
UPKEEP = (UpkeepFactory, UpdateContactFactory)
PEOPLE = (UserFactory,)
EVERYTHING = (*ENTRIES, *TERMS, *TERRITORY, *SUGGESTIONS, *UPKEEP, *PEOPLE)

# What each role may see, add, change. Nobody deletes.
MATRIX = {
    None: ((), (), ()),
    COORDINATION: (
        (*ENTRIES, *TERMS, *TERRITORY, *SUGGESTIONS, *UPKEEP),
        (*ENTRIES, *UPKEEP),
        (*ENTRIES, *TERMS, *SUGGESTIONS, *UPKEEP),
    ),
    ADMINISTRATION: (EVERYTHING, (*ENTRIES, *TERMS, *UPKEEP, *PEOPLE), EVERYTHING),
    "superuser": (EVERYTHING, (*ENTRIES, *TERMS, *UPKEEP, *PEOPLE), EVERYTHING),
}


def _client(role: str | None) -> Client:
    return client_of(someone(role, is_superuser=role == "superuser"))


def _status(client: Client, view: str, entry: object | None, model: type) -> int:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_{view}"  # type: ignore[attr-defined]
    return client.get(reverse(name, args=[entry.pk] if entry else [])).status_code  # type: ignore[attr-defined]


@pytest.mark.parametrize("factory", EVERYTHING)
@pytest.mark.parametrize("role", MATRIX)
def test_each_role_opens_what_it_may_and_nothing_else(role: str | None, factory: type) -> None:
    view, add, _change = MATRIX[role]
    client, entry = _client(role), factory.create()  # type: ignore[attr-defined]
    model = type(entry)
    assert _status(client, "changelist", None, model) == (200 if factory in view else 403)
    assert _status(client, "change", entry, model) == (200 if factory in view else 403)
    assert _status(client, "history", entry, model) == (200 if factory in view else 403)
    assert _status(client, "add", None, model) == (200 if factory in add else 403)
    assert _status(client, "delete", entry, model) == 403


@pytest.mark.parametrize("factory", EVERYTHING)
@pytest.mark.parametrize("role", MATRIX)
def test_each_role_changes_what_it_may_and_nothing_else(role: str | None, factory: type) -> None:
    client, entry = _client(role), factory.create()  # type: ignore[attr-defined]
    name = f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change"
    allowed = factory in MATRIX[role][2]
    response = client.post(reverse(name, args=[entry.pk]), {})
    # An empty form is refused field by field, by who may change; an address that is forbidden says so.
    assert response.status_code == (200 if allowed else 403)


@pytest.mark.parametrize("model", admin.site._registry)
def test_someone_who_is_not_logged_in_is_asked_to(client: Client, model: type) -> None:
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"  # type: ignore[attr-defined]
    response = client.get(reverse(name))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_someone_who_is_not_staff_is_asked_to_log_in_as_someone_else() -> None:
    response = client_of(UserFactory.create()).get(reverse("admin:directory_service_changelist"))
    assert response.status_code == 302


def test_nothing_can_be_deleted_from_a_list() -> None:
    client = _client("superuser")
    for factory in ENTRIES:
        factory.create()
    for model in (Service, Organization, Location, User):
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist"
        assert b"delete_selected" not in client.get(reverse(name)).content


def test_who_may_only_look_sees_the_history_without_a_way_back() -> None:
    reader = someone(None)
    reader.user_permissions.add(Permission.objects.get(codename="view_service"))
    client, service = client_of(reader), ServiceFactory.create()
    writer = _client(COORDINATION)
    for name in ("Un", "Deux"):
        assert (
            writer.post(
                change_url(service), {**open_form(writer, service), "name": name}
            ).status_code
            == 302
        )
    page = client.get(reverse("admin:directory_service_history", args=[service.pk]))
    assert page.status_code == 200
    assert "Deux" in page.content.decode()
    assert "Revenir à l’état" not in page.content.decode()
    assert client.get(change_url(service)).status_code == 200
    revision = history.revisions(service)[-1]
    back = reverse("admin:directory_service_revision", args=[service.pk, revision])
    assert client.get(back).status_code == client.post(back).status_code == 403
    act = reverse("admin:directory_service_act", args=[service.pk, "archive"])
    assert client.get(act).status_code == client.post(act).status_code == 403
    assert client.get(change_url(service)).context["acts"] == []


def test_an_administrator_does_not_make_a_superuser_of_anyone() -> None:
    client = _client(ADMINISTRATION)
    colleague = someone(COORDINATION, name="Camille")
    url = reverse("admin:smesb_user_change", args=[colleague.pk])
    sent = {"email": colleague.email, "name": "Camille", "is_active": "on", "is_staff": "on"}
    assert client.post(url, {**sent, "is_superuser": "on"}).status_code == 302
    colleague.refresh_from_db()
    assert not colleague.is_superuser
    chief = someone(None, is_superuser=True)
    chiefs = reverse("admin:smesb_user_change", args=[chief.pk])
    assert client.post(chiefs, {**sent, "email": "a@example.org"}).status_code == 403
    password = reverse("admin:auth_user_password_change", args=[chief.pk])
    assert client.get(password).status_code == 403


def test_a_new_person_is_given_the_name_that_pages_publish() -> None:
    client = _client(ADMINISTRATION)
    add = reverse("admin:smesb_user_add")
    assert "la coordination" in client.get(add).content.decode()
    sent = {"email": "camille@example.org", "name": "Camille", "usable_password": "false"}
    assert client.post(add, sent).status_code == 302
    assert User.objects.get(email="camille@example.org").name == "Camille"


def test_creating_the_roles_twice_changes_nothing_and_takes_back_what_was_added() -> None:
    create_roles()
    group = Group.objects.get(name=COORDINATION)
    before = set(group.permissions.values_list("codename", flat=True))
    group.permissions.add(Permission.objects.get(codename="delete_service"))
    create_roles()
    assert set(group.permissions.values_list("codename", flat=True)) == before
    assert Group.objects.count() == len(ROLES)
