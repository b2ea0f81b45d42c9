"""What was asked, in words, one piece at a time; and what each criterion is called where it refuses."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from directory.languages import StrOrPromise
from orientation.catalogue import Catalogue
from orientation.situation import CRITERIA, SCOPE, Situation


@dataclass(frozen=True)
class Chip:
    """Something asked, and the question without it."""

    label: str
    without: Situation


@dataclass(frozen=True)
class Refusal:
    """What a criterion is called where it refuses (« hors zone (5), âge (4) »), and what one can do then."""

    label: StrOrPromise
    advice: StrOrPromise


REFUSALS: Mapping[str, Refusal] = {
    "age": Refusal(
        gettext_lazy("âge"),
        gettext_lazy("Appelez : une limite d’âge se discute parfois, à quelques mois près."),
    ),
    "public": Refusal(
        gettext_lazy("public"),
        gettext_lazy(
            "Demandez si la personne peut quand même en faire partie, ou qui la recevrait."
        ),
    ),
    "code_postal": Refusal(
        gettext_lazy("hors zone"),
        gettext_lazy(
            "Demandez une exception, ou quel service fait la même chose pour cette commune."
        ),
    ),
    "langue": Refusal(
        gettext_lazy("langue"),
        gettext_lazy("Demandez si quelqu’un peut accompagner et traduire."),
    ),
    "condition": Refusal(
        "",
        gettext_lazy("Demandez une exception : une condition se discute parfois au téléphone."),
    ),
    "intervenant": Refusal(
        gettext_lazy("équipe"),
        gettext_lazy("Demandez avec qui ce service travaille : il peut avoir un partenaire."),
    ),
    "theme": Refusal(
        gettext_lazy("thème"),
        gettext_lazy("Demandez vers qui ce service oriente pour ce thème."),
    ),
    "demandeur": Refusal(
        gettext_lazy("qui demande"),
        gettext_lazy("Faites faire la demande par une personne que le service accepte."),
    ),
    "delai": Refusal(
        gettext_lazy("délai"),
        gettext_lazy("Demandez s’il y a une liste d’attente, et quoi faire en attendant."),
    ),
    "ouvert": Refusal(
        gettext_lazy("horaires"),
        gettext_lazy("Appelez aux heures d’ouverture."),
    ),
}


def refusal(key: str, catalogue: Catalogue) -> Refusal:
    """The words for a criterion's key (`condition:pmr` is called by the name of the condition)."""
    name, _colon, condition = key.partition(":")
    if condition:
        label = catalogue.vocabulary.label("condition", condition)
        return Refusal(label, REFUSALS[name].advice)
    return REFUSALS[name]


def chips(situation: Situation, catalogue: Catalogue) -> Iterator[Chip]:
    """Everything asked, each with the question that no longer asks it."""
    words = catalogue.vocabulary
    for name, value in situation.to_query():
        if name not in (*SCOPE, *CRITERIA):
            continue
        match name:
            case "q":
                label = _("Mots : %(text)s") % {"text": value}
            case "age":
                label = _("%(age)s ans") % {"age": value}
            case "code_postal":
                label = _place(situation, catalogue)
            case "zone_inconnue":
                label = _("Avec les zones inconnues")
            case "pour":
                label = _("Aide pour %(who)s") % {"who": words.label(name, value)}
            case "ouvert":
                label = _("Ouvert %(when)s") % {"when": words.label(name, value)}
            case "delai":
                label = _("Délai : %(when)s") % {"when": words.label(name, value)}
            case "demandeur":
                label = _("Demande par %(who)s") % {"who": words.label(name, value)}
            case _:
                label = words.label(name, value)
        yield Chip(label, situation.without(name, value))


def _place(situation: Situation, catalogue: Catalogue) -> str:
    place = situation.code_postal
    if place is None or place.without_address:
        return _("Sans adresse")
    words = {"place": catalogue.territory.words(place)}
    if not all(area in catalogue.territory.areas for area in place.areas):
        return _("Habite : %(place)s, hors de Bruxelles") % words
    return _("Habite : %(place)s") % words
