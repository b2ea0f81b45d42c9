"""Two recorded states of an entry, compared field by field and put into words."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from directory import phones
from directory.dates import in_words

# What every entry holds and nobody edits, and the link from a row to its entry.
_SILENT = frozenset(
    {"version", "created_at", "updated_at", "sort_key", "uuid", "service", "last_import"}
)
# What a reader recognises a row by; a place comes last, since telephones and hours may have one.
_TITLES = ("criterion", "group", "area", "number", "address", "osm", "value", "location")

# The fields of an entry and of each of its rows, as recorded: (model, key) → fields.
State = dict[tuple[str, int], dict[str, Any]]


@dataclass(frozen=True)
class Change:
    """One thing that changed. `row` names the row of the entry it belongs to, or is empty."""

    row: str
    field: str
    old: str
    new: str

    def __str__(self) -> str:
        subject = f"{self.row} · {self.field}" if self.row else self.field
        old, new = (f"« {text} »" if text else _("rien") for text in (self.old, self.new))
        return f"{subject} : {old} → {new}"


@dataclass(frozen=True)
class _RawChange:
    """A change before its values are put into words; `field` None is the whole row."""

    model: type[models.Model]
    row: dict[str, Any] | None
    field: str | None
    old: Any
    new: Any


def differences(
    model: type[models.Model], pairs: Sequence[tuple[State, State]]
) -> list[tuple[Change, ...]]:
    """What each pair (old state, new state) changes; names are looked up once for all pairs."""
    raw = [list(_compare(model, old, new)) for old, new in pairs]
    names = _Names(change for changes in raw for change in changes)
    return [tuple(names.change(change) for change in changes) for changes in raw]


def _compare(entry: type[models.Model], old: State, new: State) -> Iterator[_RawChange]:
    for key in sorted({*old, *new}, key=lambda key: (key[0] != entry._meta.label_lower, key)):
        model = apps.get_model(key[0])
        before, after = old.get(key), new.get(key)
        row = None if model is entry else (after or before)
        if before is None or after is None:
            if row is not None:
                yield _RawChange(model, row, None, before, after)
            continue
        for field in model._meta.get_fields():
            name = field.name
            if name in _SILENT or (name not in before and name not in after):
                continue
            if _comparable(before.get(name)) != _comparable(after.get(name)):
                yield _RawChange(model, row, name, before.get(name), after.get(name))


def _comparable(value: Any) -> Any:
    """A recorded value, whatever the order in which a list was recorded."""
    return sorted(value) if isinstance(value, list) else value


def _known(model: type[models.Model], fields: dict[str, Any] | None) -> Iterator[tuple[Any, Any]]:
    """The recorded fields that the model still has, with their values."""
    present = {field.name: field for field in model._meta.get_fields()}
    for name, value in (fields or {}).items():
        if name in present and name not in _SILENT:
            yield present[name], value


class _Names:
    """Puts recorded values into words, with one query for each model they point to."""

    def __init__(self, changes: Iterable[_RawChange]) -> None:
        wanted: dict[type[models.Model], set[Any]] = {}
        for change in changes:
            values = [change.row]
            if change.field is None:
                values += [change.old, change.new]
            else:
                values += [{change.field: change.old}, {change.field: change.new}]
            for fields in values:
                for field, value in _known(change.model, fields):
                    if field.related_model:
                        keys = value if isinstance(value, list) else [value]
                        wanted.setdefault(field.related_model, set()).update(keys)
        self._names = {model: self._load(model, keys) for model, keys in wanted.items()}

    @staticmethod
    def _load(model: type[models.Model], keys: set[Any]) -> dict[Any, str]:
        rows = model._base_manager.filter(pk__in=keys - {None})
        if model._meta.model_name == "location":
            rows = rows.select_related("postal_area", "municipality")
        return {row.pk: str(row) for row in rows}

    def change(self, raw: _RawChange) -> Change:
        """A change in words."""
        if raw.field is None:
            return Change(
                row="",
                field=capfirst(str(raw.model._meta.verbose_name)),
                old=self._row(raw.model, raw.old),
                new=self._row(raw.model, raw.new),
            )
        field = raw.model._meta.get_field(raw.field)
        return Change(
            row=self._title(raw.model, raw.row) if raw.row else "",
            field=capfirst(str(getattr(field, "verbose_name", raw.field))),
            old=self._value(field, raw.old),
            new=self._value(field, raw.new),
        )

    def _title(self, model: type[models.Model], row: dict[str, Any]) -> str:
        known = {field.name: (field, value) for field, value in _known(model, row)}
        for name in _TITLES:
            if name in known and (title := self._value(*known[name])):
                return title
        return capfirst(str(model._meta.verbose_name))

    def _row(self, model: type[models.Model], row: dict[str, Any] | None) -> str:
        """What a whole row says, what one recognises it by first."""
        known = {field.name: (field, value) for field, value in _known(model, row)}
        first = (*_TITLES, "answer", "relation", "note", "label")
        order = [name for name in first if name in known]
        order += [name for name in known if name not in (*first, "position")]
        return " · ".join(filter(None, (self._value(*known[name]) for name in order)))

    def _value(self, field: Any, value: Any) -> str:
        if value is None or value == "" or value == []:
            return ""
        if field.related_model:
            names = self._names.get(field.related_model, {})
            keys = value if isinstance(value, list) else [value]
            return ", ".join(names.get(key, f"n° {key}") for key in keys)
        if field.choices:
            return str(dict(field.flatchoices).get(value, value))
        if isinstance(value, bool):
            return _("oui") if value else _("non")
        if isinstance(field, models.DateField):
            return in_words(value[:10])
        if field.model._meta.model_name == "phone" and field.name == "number":
            return phones.display(value)
        return str(value)
