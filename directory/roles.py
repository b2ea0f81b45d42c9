"""Who may do what in the admin: the permissions of each role, written once."""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import models
from django.db.models import Q
from taggit.models import Tag

from directory.models import (
    AccessCondition,
    Bassin,
    Criterion,
    Email,
    ExternalIdentifier,
    Language,
    Location,
    Municipality,
    Need,
    Neighbourhood,
    Organization,
    Phone,
    PostalArea,
    Profession,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
    ServiceType,
    Suggestion,
    TargetGroup,
    Theme,
    UpdateContact,
    Upkeep,
    WaitingTime,
)

COORDINATION = "Coordination"
ADMINISTRATION = "Administration"

ENTRIES = (Service, Organization, Location)
ROWS_OF_AN_ENTRY = (
    AccessCondition,
    Email,
    ExternalIdentifier,
    Phone,
    Schedule,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
)
UPKEEP = (UpdateContact, Upkeep)
TERMS = (Criterion, Language, Need, Profession, ServiceType, TargetGroup, Theme)
TERRITORY = (Bassin, Municipality, Neighbourhood, PostalArea)

Grants = dict[type[models.Model], str]


def _each(kinds: Iterable[type[models.Model]], actions: str) -> Grants:
    return dict.fromkeys(kinds, actions)


# Nothing is deleted by hand, whoever asks; only the rows of an entry may go, and its history keeps them.
ROLES: dict[str, Grants] = {
    COORDINATION: {
        **_each(ENTRIES, "view add change"),
        **_each(ROWS_OF_AN_ENTRY, "view add change delete"),
        **_each(TERMS, "view change"),
        **_each(TERRITORY, "view"),
        Suggestion: "view change",
        **_each(UPKEEP, "view add change"),
        WaitingTime: "view add",  # a correction is a new observation
        Tag: "view add change",
    },
    ADMINISTRATION: {
        **_each(ENTRIES, "view add change"),
        **_each(ROWS_OF_AN_ENTRY, "view add change delete"),
        **_each(TERMS, "view add change"),
        **_each(TERRITORY, "view change"),
        Suggestion: "view change",
        **_each(UPKEEP, "view add change"),
        WaitingTime: "view add",  # a correction is a new observation
        Tag: "view add change",
        get_user_model(): "view add change",
        Group: "view",
    },
}


def create_roles() -> None:
    """Make the groups hold exactly the permissions of `ROLES`; may run again at any time.

    Call it after `migrate`, which creates the permissions.
    """
    for name, grants in ROLES.items():
        wanted = Q(pk__in=[])
        for model, actions in grants.items():
            codenames = [f"{action}_{model._meta.model_name}" for action in actions.split()]
            wanted |= Q(content_type__app_label=model._meta.app_label, codename__in=codenames)
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(wanted))
