"""Reference rows, written by a few queries whatever their number."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from directory.importers.links import Links
from directory.importers.merge import Merge, merge
from directory.importers.problems import Refused, excerpt
from directory.models.base import Imported


@dataclass(frozen=True)
class Record:
    """What a file says of one row: values by column, and the keys of the rows it is linked to."""

    key: Any
    values: Mapping[str, Any]
    links: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """All of it, as the merge compares it."""
        return {**self.values, **{name: sorted(keys) for name, keys in self.links.items()}}


@dataclass
class Tally:
    """What became of the rows of one list; `kept` says what a person changed, line by line."""

    name: str
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return _(
            "%(name)s, lignes créées : %(created)d, modifiées : %(updated)d, "
            "inchangées : %(unchanged)d, gardées : %(kept)d"
        ) % {
            "name": self.name,
            "created": self.created,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "kept": len(self.kept),
        }


def upsert(
    model: type[Imported],
    key: str,
    records: Sequence[Record],
    *,
    file: str,
    links: Mapping[str, str] | None = None,
) -> Tally:
    """Write the records, each found by its `key` column; what a person changed since stays.

    `links` gives, for each many-to-many field, the column its keys stand for. Rows that the file does not
    have are left alone. Raises Refused with the file, the row and the field at the first thing wrong.
    """
    links = links or {}
    _refuse_duplicates(records, file)
    manager = model._default_manager
    existing: dict[Any, Imported] = {
        getattr(row, key): row for row in manager.prefetch_related(*links)
    }
    tally = Tally(str(model._meta.verbose_name_plural))
    rows: dict[Any, Imported] = {}
    merges: dict[Any, Merge] = {}
    for record in records:
        row = existing.get(record.key)
        current = _current(row, record, links) if row else {}
        last = row.last_import if row else {}
        merged = merge(current, last, record.facts)
        row = rows[record.key] = row or model(**{key: record.key})
        merges[record.key] = merged
        for name in record.values.keys() & merged.updates.keys():
            setattr(row, name, merged.updates[name])
        row.last_import = merged.remembered
        _validate(row, [key, *record.values], record, file)
        for name in merged.kept:
            tally.kept.append(
                _(
                    "%(list)s « %(key)s », %(field)s : « %(now)s » gardé ; le fichier dit « %(said)s »"
                )
                % {
                    "list": tally.name,
                    "key": record.key,
                    "field": name,
                    "now": excerpt(str(current[name])),
                    "said": excerpt(str(merged.kept[name])),
                }
            )
    new = [row for key_, row in rows.items() if key_ not in existing]
    altered = [row for key_, row in rows.items() if key_ in existing and merges[key_].writes]
    manager.bulk_create(new)
    columns = {"last_import"}.union(*(record.values for record in records))
    if altered:
        manager.bulk_update(altered, sorted(columns))
    for name, other_key in links.items():
        _link(model, name, other_key, rows, merges, existing.keys(), file)
    tally.created = len(new)
    tally.updated = sum(bool(merges[key_].updates) for key_ in rows.keys() & existing.keys())
    tally.unchanged = len(rows) - tally.created - tally.updated
    return tally


def _refuse_duplicates(records: Iterable[Record], file: str) -> None:
    for key, times in Counter(record.key for record in records).items():
        if times > 1:
            raise Refused(
                _("%(file)s : « %(key)s » est écrit deux fois") % {"file": file, "key": key}
            )


def _current(row: Imported, record: Record, links: Mapping[str, str]) -> dict[str, Any]:
    """The row as it stands, in the words of the record."""
    linked = {
        name: sorted(getattr(other, links[name]) for other in getattr(row, name).all())
        for name in record.links
    }
    return {name: getattr(row, name) for name in record.values} | linked


def _validate(row: Imported, names: Iterable[str], record: Record, file: str) -> None:
    """Check the columns that the file speaks of, as the admin would."""
    checked = set(names)
    exclude = {
        column.name
        for column in row._meta.fields
        if column.is_relation or column.attname not in checked
    }
    try:
        row.clean_fields(exclude=exclude)
        row.clean()
    except ValidationError as error:
        wrong, messages = next(iter(error.message_dict.items()))
        raise Refused(
            _("%(file)s : « %(key)s », %(field)s : %(message)s")
            % {"file": file, "key": record.key, "field": wrong, "message": " ".join(messages)}
        ) from error


def _link(
    model: type[Imported],
    name: str,
    other_key: str,
    rows: Mapping[Any, Imported],
    merges: Mapping[Any, Merge],
    known: Iterable[Any],
    file: str,
) -> None:
    """Write the many-to-many rows of the records that have new ones."""
    wanted = {key: merged.updates[name] for key, merged in merges.items() if name in merged.updates}
    if not wanted:
        return
    relation = Links.of(model, name)
    other: Any = model._meta.get_field(name).related_model
    ids = dict(other._default_manager.values_list(other_key, "pk"))
    for key, others in wanted.items():
        for other in others:
            if other not in ids:
                raise Refused(
                    _("%(file)s : « %(key)s », %(field)s : « %(other)s » n’existe pas")
                    % {"file": file, "key": key, "field": name, "other": other}
                )
    written = [rows[key].pk for key in wanted.keys() & set(known)]
    relation.rows.filter(**{f"{relation.source}__in": written}).delete()
    relation.rows.bulk_create(
        relation.row(rows[key].pk, ids[other]) for key, others in wanted.items() for other in others
    )
