"""Facts with a date and a source of their own: who changes the fact becomes its source."""

from typing import Any

from django.utils import timezone

from directory.admin.generic import ModelForm

# What the source of a fact becomes when a coordinator writes it and names no other.
COORDINATION = "coordination"
SOURCE_FIELDS = ("source", "source_url", "source_date")


class SourcedForm(ModelForm):
    """Dates the fact today, from the coordination, when it changes and nothing else is typed."""

    facts: tuple[str, ...] = ()

    def clean(self) -> dict[str, Any]:
        """Fill in the source of a fact that changed, where its author left the old one."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        changed = set(self.changed_data)
        if changed & set(self.facts):
            ours = {
                "source": COORDINATION,
                "source_url": "",
                "source_date": timezone.localdate().isoformat(),
            }
            cleaned.update({name: ours[name] for name in SOURCE_FIELDS if name not in changed})
        return cleaned
