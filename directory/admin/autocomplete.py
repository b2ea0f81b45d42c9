"""Autocompletes that take whatever is posted for a wrong choice, which the form then refuses."""

from typing import Any

from django.contrib.admin.widgets import AutocompleteSelect


class ChosenFromList(AutocompleteSelect):
    """Django's, which fails on a value that is no key when it shows the form again."""

    def optgroups(self, name: str, value: Any, attrs: dict[str, Any] | None = None) -> Any:
        """The options to show: those of the values that could be keys."""
        return super().optgroups(name, [each for each in value if str(each).isdecimal()], attrs)


class Autocompleting:
    """An admin, or rows of one, whose `autocomplete_fields` use `ChosenFromList`."""

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The field, with the widget that a wrong choice does not break."""
        if db_field.name in self.get_autocomplete_fields(request):  # type: ignore[attr-defined]
            site = self.admin_site  # type: ignore[attr-defined]
            kwargs.setdefault("widget", ChosenFromList(db_field, site, using=kwargs.get("using")))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)  # type: ignore[misc]
