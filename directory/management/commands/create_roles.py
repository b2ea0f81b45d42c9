"""Create or refresh the groups of people who log in."""

from typing import Any

from django.core.management.base import BaseCommand

from directory.roles import ROLES, create_roles


class Command(BaseCommand):
    """Gives the groups « Coordination » and « Administration » exactly their permissions."""

    help = "Creates the groups of directory.roles, with exactly the permissions written there."

    def handle(self, *args: Any, **options: Any) -> None:
        """Create what is missing; take away what is too much."""
        create_roles()
        self.stdout.write(", ".join(ROLES))
