"""The people who log in, and their roles. For administrators only."""

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from directory.admin.read_only import ReadOnly
from smesb.models import User

PUBLISHED_NAME = _(
    "Le nom affiché est publié sur les fiches que la personne confirme ; vide : « la coordination ». "
    "L’adresse e-mail ne l’est jamais."
)


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """Coordinators and administrators. Someone who leaves is made inactive, so that histories keep a name."""

    list_display = ("email", "name", "is_staff", "is_active", "last_login")
    list_filter = ("is_active", "is_staff", "groups")
    search_fields = ("email", "name")
    ordering = ("email",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    fieldsets = (
        (None, {"description": PUBLISHED_NAME, "fields": ("email", "name", "password")}),
        (_("Rôle"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
        (_("Dates"), {"fields": (("last_login", "date_joined"),)}),
    )
    add_fieldsets = (
        (
            None,
            {
                "description": PUBLISHED_NAME,
                "fields": ("email", "name", "usable_password", "password1", "password2"),
            },
        ),
        (_("Rôle"), {"fields": ("is_staff", "groups")}),
    )

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Roles are few: tick boxes."""
        if db_field.name == "groups":
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Only who may do everything may say who else may."""
        if request.user.is_superuser:
            return self.readonly_fields
        return (*self.readonly_fields, "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody takes the place of someone who may do more."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (request.user.is_superuser or not getattr(obj, "is_superuser", False))

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False


admin.site.unregister(Group)


@admin.register(Group)
class GroupAdmin(ReadOnly, DjangoGroupAdmin):
    """The roles, to read: their permissions are written in `directory.roles`."""
