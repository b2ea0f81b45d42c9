"""What is recorded of each change: who, when, and what it changed, an entry with all its rows.

django-reversion keeps the states; this module says of which models, and reads them back as change sets.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

import reversion
from django.contrib.contenttypes.models import ContentType
from django.core import serializers
from django.db import models
from django.db.models import Max, Q
from django.dispatch import receiver
from django.utils.translation import gettext as _
from reversion.models import Revision, Version
from reversion.signals import pre_revision_commit
from taggit.models import TaggedItem

from directory import models as directory
from directory.changes import Change, State, differences

# The rows that belong to an entry: its history is theirs.
ROWS: dict[type[models.Model], tuple[str, ...]] = {
    directory.Service: (
        "target_groups",
        "conditions",
        "areas",
        "at_locations",
        "phones",
        "emails",
        "schedules",
        "external_identifiers",
    )
}
_NOT_RECORDED = ("last_import",)


def _register() -> None:
    """Record every model of the répertoire."""
    for name in directory.__all__:
        model: type[models.Model] = getattr(directory, name)
        if not reversion.is_registered(model):
            reversion.register(model, follow=ROWS.get(model, ()), exclude=_NOT_RECORDED)


_register()


@receiver(pre_revision_commit)
def _record_keywords(versions: list[Version], **_signal: Any) -> None:
    """Add to each service about to be recorded its free keywords, which serializers leave out."""
    service = directory.Service
    recorded = {version.object_id: version for version in versions if version._model is service}
    if not recorded:
        return
    keywords: dict[str, list[int]] = {key: [] for key in recorded}
    tagged = TaggedItem.objects.filter(
        content_type=ContentType.objects.get_for_model(service), object_id__in=list(recorded)
    )
    for key, tag in tagged.order_by("tag__name").values_list("object_id", "tag_id"):
        keywords[str(key)].append(tag)
    for key, version in recorded.items():
        (state,) = json.loads(version.serialized_data)
        state["fields"]["keywords"] = keywords[key]
        version.serialized_data = json.dumps([state])


@dataclass(frozen=True)
class ChangeSet:
    """One change, as a person made it. The first state recorded of an entry has no `changes`."""

    revision: int
    when: datetime
    who: str
    comment: str
    changes: tuple[Change, ...]
    is_first: bool


def state_token(entry: models.Model) -> str:
    """What differs between any two states of an entry: its version, or else a digest of its fields."""
    if isinstance(entry, directory.Service | directory.Organization):
        return str(entry.version)
    fields = [field.name for field in _recorded_fields(type(entry))]
    return _digest(serializers.serialize("json", (entry,), fields=fields))


def _recorded_fields(model: type[models.Model]) -> list[Any]:
    options = model._meta
    every = (*options.local_fields, *options.local_many_to_many)
    return [field for field in every if field.name not in _NOT_RECORDED]


def _digest(serialized: str) -> str:
    return hashlib.sha256(serialized.encode()).hexdigest()[:16]


def _token(version: Version) -> str:
    """The token of a recorded state."""
    fields = json.loads(version.serialized_data)[0]["fields"]
    return str(fields["version"]) if "version" in fields else _digest(version.serialized_data)


def record_state(entries: Sequence[models.Model]) -> None:
    """Record entries as they stand, where no recorded state says so (they came by an import).

    Call it before changing them; inside a change that is being recorded it does nothing.
    """
    if reversion.is_active() or not entries:
        return
    recorded = Version.objects.get_for_model(type(entries[0])).filter(
        object_id__in=[str(entry.pk) for entry in entries]
    )
    last = recorded.order_by().values("object_id").annotate(last=Max("pk")).values("last")
    tokens = {version.object_id: _token(version) for version in recorded.filter(pk__in=last)}
    unrecorded = [entry for entry in entries if tokens.get(str(entry.pk)) != state_token(entry)]
    if unrecorded:
        with reversion.create_revision():
            reversion.set_comment(_("État avant la première modification enregistrée"))
            for entry in unrecorded:
                reversion.add_to_revision(entry)


def revisions(entry: models.Model) -> list[int]:
    """The revisions that hold a state of the entry, newest first."""
    versions = Version.objects.get_for_object(entry).order_by("-revision_id")
    return list(versions.values_list("revision_id", flat=True))


def versions(entry: models.Model, revisions: Sequence[int]) -> dict[int, list[Version]]:
    """The recorded states of the entry and of its rows, by revision."""
    model = type(entry)
    belongs = Q(content_type=ContentType.objects.get_for_model(model), object_id=str(entry.pk))
    for accessor in ROWS.get(model, ()):
        relation: Any = model._meta.get_field(accessor)
        key = f'"{relation.field.name}": {entry.pk}'
        belongs |= Q(content_type=ContentType.objects.get_for_model(relation.related_model)) & (
            Q(serialized_data__contains=key + ",") | Q(serialized_data__contains=key + "}")
        )
    found: dict[int, list[Version]] = {revision: [] for revision in revisions}
    rows = Version.objects.filter(belongs, revision__in=revisions).order_by("pk")
    for version in rows.select_related("revision__user"):
        found[version.revision_id].append(version)
    return found


def _state(versions: Iterable[Version]) -> State:
    state: State = {}
    for version in versions:
        recorded = json.loads(version.serialized_data)[0]
        fields = recorded["fields"]
        # A condition is its criterion, whichever row holds the answer.
        key = (
            fields["criterion"]
            if recorded["model"] == "directory.accesscondition"
            else recorded["pk"]
        )
        state[recorded["model"], key] = fields
    return state


def change_sets(entry: models.Model, revisions: Sequence[int]) -> list[ChangeSet]:
    """Consecutive revisions as change sets, in the order given (newest first).

    The last one is only what the others are compared with, unless it is the first of the entry.
    """
    recorded = versions(entry, revisions)
    states = {revision: _state(rows) for revision, rows in recorded.items()}
    pairs = [*pairwise(revisions), *([(revisions[-1], None)] if revisions else [])]
    found = differences(
        type(entry), [(states[old] if old else {}, states[new]) for new, old in pairs]
    )
    return [
        ChangeSet(
            revision=new,
            when=recorded[new][0].revision.date_created,
            who=str(recorded[new][0].revision.user or ""),
            comment=_comment(recorded[new][0].revision, changes),
            changes=changes if old else (),
            is_first=old is None,
        )
        for (new, old), changes in zip(pairs, found, strict=True)
    ]


def _comment(revision: Revision, changes: tuple[Change, ...]) -> str:
    """Why the change was made; the admin's own account of it only where the changes do not say it."""
    told_by_admin = revision.comment.startswith("[")
    return "" if told_by_admin and changes else str(revision.get_comment())


def compare(entry: models.Model, *, old: int, new: int) -> tuple[Change, ...]:
    """What going from the state of one revision to that of another changes."""
    recorded = versions(entry, [old, new])
    (found,) = differences(type(entry), [(_state(recorded[old]), _state(recorded[new]))])
    return found


def changes_since(entry: models.Model, token: str) -> list[ChangeSet]:
    """The change sets recorded after the state with that token; at most the last ten, newest first."""
    recent = list(_until(entry, token))
    return (
        [change for change in change_sets(entry, recent) if not change.is_first][:10]
        if recent
        else []
    )


def revert(entry: models.Model, revision: int) -> models.Model:
    """Bring an entry and its rows back to a recorded state and return it, with its present version.

    What the last import wrote stays known, so that the next one does not undo the return.
    """
    recorded = versions(entry, [revision])[revision]
    own = next(version for version in recorded if version._model is type(entry))
    for accessor in ROWS.get(type(entry), ()):
        getattr(entry, accessor).all().delete()
    restored: Any = own._object_version.object
    for name in (*_NOT_RECORDED, "version"):
        if hasattr(entry, name):
            setattr(restored, name, getattr(entry, name))
    restored.save()
    for name, keys in own._object_version.m2m_data.items():
        related: Any = own._model._meta.get_field(name).related_model
        getattr(restored, name).set(related._base_manager.filter(pk__in=keys))
    for version in recorded:
        if version is not own:
            version._object_version.save()
    return restored  # type: ignore[no-any-return]


def _until(entry: models.Model, token: str) -> Iterator[int]:
    for version in Version.objects.get_for_object(entry).order_by("-revision_id")[:11]:
        yield version.revision_id
        if _token(version) == token:
            return
