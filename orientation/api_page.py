"""What the page about the API shows: parameters, fields, and answers made on the spot."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from directory.languages import StrOrPromise
from orientation import api
from orientation.api_services import PER_PAGE, page_of_services
from orientation.catalogue import Catalogue
from orientation.filters import MAX_PER_PAGE, ORDERS, SHOWN, OrientationFilter
from orientation.matching import match
from orientation.situation import CRITERIA, SCOPE, SEVERAL

EXAMPLE = "besoin=ambulatoire&age=35&code_postal=1050&langue=ar&verdict=verifier&per_page=1"
LISTED_AT_MOST = 5  # values; where there are more, the page says where to find them
LINE = 92  # characters of an example, so that it holds in a page

VIEW = ("verdict", "ecarte_par", "tri", "page", "per_page")
MEANING: dict[str, StrOrPromise] = {
    "q": _("des mots, 200 caractères au plus : tous dans la fiche ; le dernier peut être un début"),
    "besoin": _("le besoin ; un seul suffit"),
    "pour": _("pour qui est l’aide ; « personne » si vous ne dites rien"),
    "type": _("le type de service ; un seul suffit"),
    "bassin": _("un lieu dans ce bassin, ou une zone servie qui le touche"),
    "zone_inconnue": _("avec « bassin » : aussi les services dont la zone n’est pas connue"),
    "age": _("l’âge de la personne"),
    "public": _("de quels publics la personne fait partie ; plusieurs décrivent une personne"),
    "code_postal": _("où elle habite : code postal, code d’une zone, nom, ou « sans » (adresse)"),
    "langue": _("une de ces langues ; codes ISO 639"),
    "condition": _("les conditions d’accès ; toutes sont demandées"),
    "intervenant": _("une de ces professions dans l’équipe"),
    "theme": _("un de ces thèmes, que l’équipe connaît bien"),
    "demandeur": _("qui fait la demande"),
    "ouvert": _("quand le service doit être ouvert, à l’heure de Bruxelles"),
    "delai": _("le temps d’attente le plus long avant un premier contact"),
    "verdict": _("les réponses à donner ; « convient » et « verifier » si vous ne dites rien"),
    "ecarte_par": _("seulement les services que ce critère écarte"),
    "tri": _("l’ordre"),
    "page": _("la page ; après la dernière, « results » est vide"),
    "per_page": _("le nombre de services par page, 20 si vous ne dites rien"),
}
ANSWER: tuple[tuple[tuple[str, ...], StrOrPromise], ...] = (
    (("revision", "at"), _("l’état du répertoire ; l’heure à laquelle « ouvert » est jugé")),
    (("ignored",), _("ce que nous n’avons pas pu lire dans votre adresse : [clé, valeur]")),
    (("situation",), _("votre question, telle que nous l’avons comprise")),
    (
        ("counts",),
        _("total = convient + verifier + exclus ; « presque » : un seul critère dit non"),
    ),
    (("facets",), _("chaque option, avec le nombre de services possibles si vous la choisissiez")),
    (
        ("excluded_by",),
        _("combien de services chaque critère écarte ; un service peut compter deux fois"),
    ),
    (("results[].verdict",), _("« convient », « verifier » ou « exclus »")),
    (("results[].presque_par",), _("le seul critère qui dit non, s’il n’y en a qu’un")),
    (
        ("results[].reasons",),
        _("chaque critère : oui, non ou inconnu, en une phrase ; inconnu est une question à poser"),
    ),
    (
        ("results[].commune", "results[].phone"),
        _("du premier lieu ; le premier numéro public ; null : pas connu"),
    ),
    (("results[].order",), _("la place dans la liste : se compare élément par élément")),
    (("next",), _("l’adresse de la page suivante ; null à la dernière")),
    (
        ("did_you_mean",),
        _("l’orthographe cherchée à la place de la vôtre, si elle ne trouvait rien"),
    ),
)
FACTS: tuple[tuple[tuple[str, ...], StrOrPromise], ...] = (
    (("areas",), _("les codes postaux des communes de la Région, avec leur bassin")),
    (("id", "slug"), _("l’identifiant d’un service ne change jamais ; son adresse le peut")),
    (("needs", "helps"), _("ceux du service, sinon ceux de son type")),
    (("age_min", "age_max"), _("années comprises ; null : pas connu, pas « sans limite »")),
    (
        ("coverage",),
        _("qui habite où : null (pas connu), belgique, region_min, region, ou une liste de zones"),
    ),
    (("places",), _("les lieux ; une adresse confidentielle n’a que sa commune")),
    (
        ("everyone", "reserved", "specialised", "refused"),
        _("qui est reçu ; une liste vide ne dit rien"),
    ),
    (("conditions",), _("« oui » laisse entrer la personne ; null ou absent : pas connu")),
    (
        ("languages_complete", "professions_complete", "themes_complete"),
        _("true : ce qui n’est pas dans la liste n’existe pas ; false : peut-être"),
    ),
    (("waits",), _("les délais d’attente, un par public ; vide tant qu’aucun n’a été observé")),
    (
        ("hours", "opening"),
        _(
            "les horaires (syntaxe d’OpenStreetMap) ; ouvert quand, tous lieux, jusqu’à dans 7 jours"
        ),
    ),
    (("on", "source"), _("d’où vient ce fait, et sa date : un jour, un mois ou une année")),
    (("verified_on",), _("quand le service a confirmé sa fiche ; null : pas encore")),
    (("updated_on",), _("quand la fiche a changé ici, sans être pour autant confirmée")),
)


@dataclass(frozen=True)
class Parameter:
    """One parameter of a question."""

    name: str
    several: bool
    values: Sequence[str]
    count: int  # of values; `values` is empty when they are too many to list
    meaning: StrOrPromise


class ApiPage:
    """Everything the template asks for, from the répertoire as it is."""

    answer_fields = ANSWER
    fact_fields = FACTS
    most = MAX_PER_PAGE

    def __init__(self, catalogue: Catalogue) -> None:
        self._catalogue = catalogue

    @property
    def groups(self) -> list[tuple[StrOrPromise, list[Parameter]]]:
        """The parameters by what they do."""
        return [
            (_("De quoi il s’agit : quels services sont jugés"), self._parameters(SCOPE)),
            (_("Ce qui est jugé : oui, non ou inconnu"), self._parameters(CRITERIA)),
            (_("Ce qui est montré : ne change aucun nombre"), self._parameters(VIEW)),
        ]

    def _parameters(self, names: Sequence[str]) -> list[Parameter]:
        found = []
        for name in names:
            values = self._values.get(name, ())
            shown = values if len(values) <= LISTED_AT_MOST else ()
            found.append(Parameter(name, name in SEVERAL, shown, len(values), MEANING[name]))
        return found

    @cached_property
    def _values(self) -> Mapping[str, Sequence[str]]:
        options = self._catalogue.vocabulary.options
        return {
            **{name: [option.slug for option in found] for name, found in options.items()},
            "q": ["trauma", "maison médicale"],
            "zone_inconnue": ["1"],
            "age": ["0–120"],
            "code_postal": ["1050", "21009-1050", "Ixelles", "sans"],
            "verdict": list(SHOWN),
            "ecarte_par": ["age", "code_postal", "condition:pmr"],
            "tri": list(ORDERS),
            "page": ["≥ 1"],
            "per_page": [f"1–{MAX_PER_PAGE}"],
        }

    @property
    def example_url(self) -> str:
        """The address whose answer is shown."""
        return api.absolute(f"{reverse('orientation:api_orientation')}?{EXAMPLE}")

    @property
    def example(self) -> str:
        """The answer to it at this moment, with two options of its first facets only."""
        filterset = OrientationFilter(QueryDict(EXAMPLE), self._catalogue)
        results = match(filterset.situation, self._catalogue)
        said = api.answer(results, api.page_of(results), filterset.ignored)
        facets = list(said["facets"].items())[:2]
        return pretty(said | {"facets": {name: options[:2] for name, options in facets}})

    @property
    def facts_url(self) -> str:
        """The address whose first service is shown."""
        return api.absolute(f"{reverse('orientation:api_services')}?per_page=1")

    @property
    def facts(self) -> str:
        """What it answers at this moment, with one area only."""
        said = page_of_services(1, 1, self._catalogue)
        return pretty(said | {"areas": said["areas"][:1]})

    @property
    def facts_per_page(self) -> int:
        """How many services a page of facts holds."""
        return PER_PAGE


def pretty(value: Any, indent: str = "") -> str:
    """JSON to be read: what holds in a line stays in a line."""
    line = json.dumps(value, ensure_ascii=False)
    if len(indent) + len(line) <= LINE or not value or not isinstance(value, dict | list):
        return line
    deeper = f"{indent}  "
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key, ensure_ascii=False)}: {pretty(one, deeper)}"
            for key, one in value.items()
        ]
        opening, closing = "{", "}"
    else:
        parts = [pretty(one, deeper) for one in value]
        opening, closing = "[", "]"
    return f"{opening}\n{deeper}" + f",\n{deeper}".join(parts) + f"\n{indent}{closing}"
