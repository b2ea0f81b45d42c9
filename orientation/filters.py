"""From the address to a Situation: each parameter checked against what can be asked.

What cannot be read is ignored, kept in `ignored`, and said beside its field; the rest stays.
"""

import unicodedata
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any

import django_filters
from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from directory.languages import StrOrPromise
from directory.text import control_character
from orientation.catalogue import Catalogue
from orientation.situation import CRITERIA, SEVERAL, Order, Shown, Situation
from orientation.territory import Place, Territory

MAX_TEXT = 200
MAX_PER_PAGE = 200
MAX_PAGE = 10**6
ORDERS = {
    Order.RELEVANCE: _("ce qui convient le mieux"),
    Order.PROXIMITY: _("le plus proche"),
    Order.NAME: _("par nom"),
    Order.VERIFICATION: _("confirmé le plus récemment"),
    Order.WAIT: _("délai le plus court"),
}
SHOWN = {
    Shown.FITS: _("convient"),
    Shown.TO_CHECK: _("à vérifier"),
    Shown.NEAR_MISS: _("presque"),
    Shown.EXCLUDED: _("ne convient pas"),
}
Choices = list[tuple[str, Any]]
FormClass = type[forms.Form]


class Shared:
    """A form field that every form of its class shares: nothing of it depends on the request.

    Django copies all fields, with all their choices, for each form; here that would take longer than
    to answer the question.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        return self


class OneChoice(Shared, forms.ChoiceField):
    """One of many known values."""

    known: frozenset[str] = frozenset()

    def valid_value(self, value: Any) -> bool:
        """Whether the value is known."""
        return value in self.known


class ReadableChoices(Shared, forms.MultipleChoiceField):
    """Keeps the values it knows and leaves the others out."""

    known: frozenset[str] = frozenset()

    def clean(self, value: Any) -> list[str]:
        """The known values, each once."""
        return [one for one in dict.fromkeys(value or ()) if one in self.known]


class PlaceField(Shared, forms.CharField):
    """A postal code, an area code, the name of a commune, locality or quartier, or « sans »."""

    territory: Territory

    def clean(self, value: Any) -> Place | None:
        """The place; raises ValidationError when the name is not one we know."""
        text = super().clean(value)
        if not text:
            return None
        place = self.territory.resolve(text)
        if place is None:
            raise forms.ValidationError(
                _("« %(text)s » n’est pas un code postal ni une commune que nous connaissons."),
                params={"text": text},
            )
        return place


class Number(Shared, forms.IntegerField):
    """A whole number."""


class Clamped(Number):
    """A whole number brought back between its bounds."""

    def __init__(self, low: int, high: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.low, self.high = low, high

    def clean(self, value: Any) -> int | None:
        """The nearest allowed number."""
        number = super().clean(value)
        return None if number is None else min(max(number, self.low), self.high)


class Text(Shared, forms.CharField):
    """Words to search: cut at 200 characters, without control characters."""

    def clean(self, value: Any) -> str:
        """The text, cut. Raises ValidationError when it holds a control character."""
        text: str = super().clean(value)
        if control_character(text):
            raise forms.ValidationError(_("Ce texte contient un caractère invisible."))
        return text[:MAX_TEXT].rstrip()


def _filter(field_class: type[forms.Field]) -> type[django_filters.Filter]:
    return type(
        f"{field_class.__name__}Filter", (django_filters.Filter,), {"field_class": field_class}
    )


SeveralFilter = _filter(ReadableChoices)
OneFilter = _filter(OneChoice)
PlaceFilter = _filter(PlaceField)
NumberFilter = _filter(Number)
ClampedFilter = _filter(Clamped)
TextFilter = _filter(Text)


class OrientationFilter(django_filters.FilterSet):
    """The parameters of `docs/orientation.md`."""

    q = TextFilter(label=_("Mots à chercher"))
    besoin = SeveralFilter(label=_("De quoi la personne a-t-elle besoin ?"))
    pour = OneFilter(label=_("Pour qui est l’aide ?"))
    type = SeveralFilter(label=_("Type de service"))
    bassin = OneFilter(label=_("Bassin"))
    zone_inconnue = OneFilter()
    age = NumberFilter(
        label=_("Âge de la personne"),
        min_value=0,
        max_value=120,
        error_messages=dict.fromkeys(
            ("invalid", "min_value", "max_value"),
            _("Écrivez l’âge en chiffres, de 0 à 120."),
        ),
    )
    public = SeveralFilter(label=_("La personne fait partie de"))
    code_postal = PlaceFilter(label=_("Où habite la personne ?"))
    langue = SeveralFilter(label=_("Langue parlée"))
    condition = SeveralFilter(label=_("Conditions d’accès"))
    intervenant = SeveralFilter(label=_("Dans l’équipe"))
    theme = SeveralFilter(label=_("Thème"))
    demandeur = OneFilter(label=_("Qui fait la demande ?"))
    ouvert = OneFilter(label=_("Ouvert"))
    delai = OneFilter(label=_("Délai d’un premier contact"))
    verdict = SeveralFilter(label=_("Réponses à montrer"))
    ecarte_par = OneFilter()
    tri = OneFilter(label=_("Ordre"))
    page = ClampedFilter(low=1, high=MAX_PAGE)
    per_page = ClampedFilter(low=1, high=MAX_PER_PAGE)

    def __init__(self, query: QueryDict, catalogue: Catalogue) -> None:
        # No query set is ever filtered: the filters need no parent, so no copy for each request.
        self.filters = self.base_filters
        self.is_bound = True
        self.data = self._query = without_empty_values(query)
        self.form_prefix = None
        self._catalogue = catalogue

    def get_form_class(self) -> FormClass:
        """The form, whose choices are those of the catalogue: made once for each language."""
        memo = self._catalogue.vocabulary.memo
        if "form" not in memo:
            memo["form"] = form_class(self._catalogue)
        found: FormClass = memo["form"]
        return found

    @cached_property
    def situation(self) -> Situation:
        """The question as understood; what could not be read is not in it."""
        self.form.is_valid()
        cleaned = dict(self.form.cleaned_data)
        return Situation.from_cleaned(cleaned)

    @cached_property
    def ignored(self) -> list[tuple[str, str]]:
        """What was not used, as (key, value), in the order of the address."""
        self.form.is_valid()
        cleaned = self.form.cleaned_data
        left_out: list[tuple[str, str]] = []
        for key, values in self._query.lists():
            if key not in self.filters:
                left_out += [(key, value) for value in values]
            elif key in SEVERAL:
                left_out += [(key, v) for v in values if v not in cleaned.get(key, ())]
            else:
                *superseded, last = values
                left_out += [(key, value) for value in superseded]
                if self._unread(key, last, cleaned):
                    left_out.append((key, last))
        return left_out

    def _unread(self, key: str, value: str, cleaned: Mapping[str, Any]) -> bool:
        if key == "q":
            return key not in cleaned or len(value.strip()) > MAX_TEXT
        return cleaned.get(key) in (None, "")

    def notice(self, key: str) -> StrOrPromise:
        """What to say beside a field whose value was left out; "" when all was read."""
        values = [value for name, value in self.ignored if name == key]
        if not values:
            return ""
        if key in ("age", "code_postal", "q") and (errors := self.form.errors.get(key)):
            return " ".join(str(error) for error in errors)
        if key == "q" and any(len(value.strip()) > MAX_TEXT for value in values):
            return _("Seuls les %(count)s premiers caractères sont cherchés.") % {"count": MAX_TEXT}
        shown = ", ".join(values)[:MAX_TEXT]
        return _("Non compris, donc ignoré : %(values)s") % {"values": shown}


def form_class(catalogue: Catalogue) -> FormClass:
    """A form of the parameters that knows the options and the places of this catalogue."""
    options: dict[str, Choices] = {
        name: [(option.slug, option.label) for option in choices]
        for name, choices in catalogue.vocabulary.options.items()
    }
    options["verdict"] = list(SHOWN.items())
    options["tri"] = list(ORDERS.items())
    options["ecarte_par"] = [(key, key) for key in criterion_keys(options["condition"])]
    options["zone_inconnue"] = [("1", "1")]
    fields = {}
    for name, declared in OrientationFilter.base_filters.items():
        field = fields[name] = declared.field_class(label=declared.label, **declared.extra)
        if isinstance(field, OneChoice | ReadableChoices):
            field.known = frozenset(str(value) for value, _label in options[name])
        if isinstance(field, PlaceField):
            field.territory = catalogue.territory
    return type("OrientationForm", (forms.Form,), fields)


def without_empty_values(query: QueryDict) -> QueryDict:
    """The address with its empty values taken as absent."""
    kept = QueryDict(mutable=True)
    for key, values in query.lists():
        if stated := [value for value in map(visible, values) if value.strip()]:
            kept.setlist(key, stated)
    return kept


def visible(text: str) -> str:
    """The text without the invisible marks that come along with what one pastes."""
    return "".join(c for c in text if unicodedata.category(c) != "Cf")


def criterion_keys(conditions: Iterable[tuple[str, Any]]) -> list[str]:
    """Every key that can refuse a service."""
    simple = (name for name in CRITERIA if name != "condition")
    return [*simple, *(f"condition:{slug}" for slug, _label in conditions)]
