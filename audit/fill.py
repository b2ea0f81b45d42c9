"""States that the starter services do not have: `python -m audit.fill PASSWORD`."""

import sys
from datetime import date

import django

ADMINISTRATOR = "admin@audit.example"


def main(password: str) -> None:
    """A suspended, an archived and a merged entry; one that is kept true by a link; an administrator."""
    from directory.models import Service, UpdateContact, Upkeep
    from smesb.models import User

    services = Service.objects.published().order_by("pk")
    suspended, archived, merged, kept = services[:4]
    for service, state in (
        (suspended, {"status": "suspended"}),
        (archived, {"status": "archived"}),
        (merged, {"status": "merged", "successor": kept}),
    ):
        since = {"status_since": date(2026, 3, 14), "status_note": "Travaux."}
        Service.objects.filter(pk=service.pk).update(**since, **state)
    contact = UpdateContact.objects.create(address="equipe@audit.example")
    Upkeep.objects.create(service=kept, contact=contact)
    User.objects.create_superuser(ADMINISTRATOR, password)


if __name__ == "__main__":
    django.setup()
    main(sys.argv[1])
