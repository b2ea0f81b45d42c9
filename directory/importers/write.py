"""Writes the changes of an import, a batch of rows of one model at a time.

`save()` is not called for each row, so what it would do is done here: sort key, slug, version, dates.
"""

from django.utils import timezone

from directory.importers.batches import SIZE, batches
from directory.importers.facts import COLUMNS, coverage_of
from directory.importers.known import Known
from directory.importers.plan import Change
from directory.importers.write_related import write_related
from directory.models import ExternalIdentifier, Organization, Service
from directory.models.base import Entry
from directory.models.service import Status
from directory.slugs import free, slug_of
from directory.text import sort_key


def write(changes: list[Change], known: Known) -> None:
    """Write everything. To be called inside a transaction, with changes that were checked."""
    touched = [change for change in changes if change.writes]
    organizations = _organizations(touched)
    _services(touched, organizations, known)
    write_related(touched, known)
    ExternalIdentifier.objects.bulk_create(
        (
            ExternalIdentifier(
                service=c.entry, system=c.row.identifier[0], value=c.row.identifier[1]
            )
            for c in touched
            if c.new_identifier and c.row.identifier
        ),
        batch_size=SIZE,
    )


def _organizations(changes: list[Change]) -> dict[str, int]:
    """The key in the database of each organisation the changes need; new ones are created.

    An import only creates organisations: several rows speak of one, each with a source and a spelling
    of its own, so none of them says what it should become, and nothing is remembered.
    """
    wanted = {c.row.key[0]: c.row for c in reversed(changes) if c.updates.get("organization")}
    ids: dict[str, int] = {"": 0}
    for some in batches(sorted(wanted)):
        ids |= Organization.objects.filter(sort_key__in=some).values_list("sort_key", "pk")
    new = [row for key, row in wanted.items() if key not in ids]
    taken = _slugs(Organization) if new else set()
    created = Organization.objects.bulk_create(
        (
            Organization(
                name=row.organization,
                sort_key=row.key[0],
                slug=_new_slug(row.organization, taken),
                **row.provenance,
            )
            for row in reversed(new)
        ),
        batch_size=SIZE,
    )
    return ids | {organization.sort_key: organization.pk for organization in created}


def _services(changes: list[Change], organizations: dict[str, int], known: Known) -> None:
    """Create the new services, update the others; both remember what was written."""
    new, changed, remembering = [], [], []
    taken = _slugs(Service) if any(c.is_new for c in changes) else set()
    now = timezone.now()
    for change in changes:
        if change.is_new:
            slug = _new_slug(change.row.name, taken)
            change.service = Service(status=Status.PUBLISHED, slug=slug)
            new.append(change.entry)
        elif change.updates or change.new_identifier:
            change.entry.version += 1
            change.entry.updated_at = now
            changed.append(change.entry)
        else:
            remembering.append(change.entry)
        _set(change.entry, change, organizations, known)
    Service.objects.bulk_create(new, batch_size=SIZE)
    Service.objects.bulk_update(changed, _written(changes), batch_size=SIZE)
    Service.objects.bulk_update(remembering, ["last_import"], batch_size=SIZE)


def _slugs(model: type[Entry]) -> set[str]:
    return set(model._default_manager.values_list("slug", flat=True))


def _new_slug(name: str, taken: set[str]) -> str:
    """An address that is not taken, and is from now on."""
    slug = free(slug_of(name), taken)
    taken.add(slug)
    return slug


# The columns of the facts that are not one column of the same name.
_COLUMNS_OF = {
    "name": ("name", "sort_key"),
    "status": ("status", "status_since"),
    "type": ("type",),
    "organization": ("organization",),
    "zone": ("coverage",),
}


def _written(changes: list[Change]) -> list[str]:
    """The columns that these changes touch: to write no others is what makes an update quick."""
    facts = {fact for change in changes if not change.is_new for fact in change.updates}
    columns = {"last_import", "version", "updated_at"} | (facts & set(COLUMNS))
    return sorted(columns.union(*(_COLUMNS_OF.get(fact, ()) for fact in facts)))


def _set(service: Service, change: Change, organizations: dict[str, int], known: Known) -> None:
    """Put the facts that are columns of Service in their columns."""
    updates = change.updates
    for name in updates.keys() & set(COLUMNS):
        setattr(service, name, updates[name])
    if "type" in updates:
        service.type_id = known.types.ids[updates["type"]]
    if "organization" in updates:
        service.organization_id = organizations[updates["organization"]] or None
    if "zone" in updates:
        service.coverage = coverage_of(updates["zone"])[0]
    if "status" in updates:
        service.status_since = timezone.localdate() if service.status == Status.SUSPENDED else None
    service.sort_key = sort_key(service.name)
    service.last_import = change.merged.remembered
