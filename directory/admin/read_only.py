"""What the admin shows and nobody writes there."""

from typing import Any

from django.http import HttpRequest


class ReadOnly:
    """For a ModelAdmin: nothing is added, changed or deleted, whatever the role."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody."""
        return False
