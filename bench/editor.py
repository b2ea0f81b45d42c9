"""A process that edits: for each line it reads, one service is saved, and a line answers."""

import sys
from random import Random

import django


def main() -> None:
    """Save services of the répertoire, one a line."""
    from directory.models import Service

    keys = list(Service.objects.published().order_by("pk").values_list("pk", flat=True))
    chance = Random(0)  # noqa: S311 - chance need not be safe here
    for _line in sys.stdin:
        Service.objects.get(pk=chance.choice(keys)).save()
        sys.stdout.write("saved\n")
        sys.stdout.flush()


if __name__ == "__main__":
    django.setup()
    main()
