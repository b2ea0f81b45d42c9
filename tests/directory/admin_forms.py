"""What a browser would send for a form of the admin."""

from typing import Any

from django.contrib.auth.models import Group
from django.forms import ModelMultipleChoiceField
from django.test import Client
from django.urls import reverse

from directory.models import Service
from directory.roles import ADMINISTRATION, COORDINATION, create_roles
from smesb.models import User
from tests.factories import UserFactory


def someone(role: str | None, **fields: Any) -> User:
    """A person who may open the admin, with one of the roles or none."""
    create_roles()
    user = UserFactory.create(is_staff=True, **fields)
    if role in (COORDINATION, ADMINISTRATION):
        user.groups.add(Group.objects.get(name=role))
    return user


def client_of(user: User) -> Client:
    """A browser in which that person is logged in."""
    client = Client()
    client.force_login(user)
    return client


def change_url(entry: Any) -> str:
    """The address of the form of an entry."""
    return reverse(
        f"admin:{entry._meta.app_label}_{entry._meta.model_name}_change", args=[entry.pk]
    )


def fields_of(response: Any) -> dict[str, Any]:
    """Every field that the form would send as it stands, those of its rows included."""
    context = response.context
    forms = [context["adminform"].form]
    data: dict[str, Any] = {}
    for inline in context["inline_admin_formsets"]:
        forms += [inline.formset.management_form, *inline.formset.forms]
    for form in forms:
        for bound in form:
            value = bound.value()
            if bound.widget_type == "checkbox":
                if value:
                    data[bound.html_name] = "on"
            elif value is None and isinstance(bound.field, ModelMultipleChoiceField):
                continue
            elif isinstance(value, list | tuple):
                data[bound.html_name] = [str(getattr(item, "pk", item)) for item in value]
            elif value is True or value is False:
                data[bound.html_name] = str(value)
            else:
                data[bound.html_name] = "" if value is None else value
    if "keywords" in data and not isinstance(data["keywords"], str):
        data["keywords"] = ""
    return data


def open_form(client: Client, service: Service) -> dict[str, Any]:
    """Open the form of a service; what it would send as it stands."""
    response = client.get(change_url(service))
    assert response.status_code == 200
    return fields_of(response)
