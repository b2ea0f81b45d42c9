"""The guided entry: plain questions one at a time, and what each answer does to the Situation.

Where one is in the guide is one parameter of its address, `etape`: a question, the page that says
whom to call, or the summary. It never goes on to the list. No ORM.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from directory.languages import StrOrPromise
from orientation.situation import CRITERIA, SCOPE, Situation

STEP: Final = "etape"
CALL, SUMMARY = "appeler", "resume"
# `changer-age`: the question of the age, and then back to the summary.
CHANGING = "changer-"
URGENT_NEED = "crise"


class Kind(StrEnum):
    """How a question is answered."""

    CHOICE = "choix"  # links that go on at once
    SEVERAL = "plusieurs"  # boxes and one button
    FIELD = "champ"  # one field and one button


@dataclass(frozen=True)
class Question:
    """One page of the guide. `name` is the parameter it answers; `short` heads it in the summary."""

    name: str
    kind: Kind
    title: StrOrPromise
    short: StrOrPromise
    hint: StrOrPromise = ""


# The urgency is the need « crise »: it shares the parameter `besoin` with the question of the need,
# which leaves that value alone.
URGENCY = Question(
    "urgence",
    Kind.CHOICE,
    _("Y a-t-il un danger maintenant ?"),
    _("Urgence"),
    _("Une vie en danger, des idées de suicide, une crise qui ne peut pas attendre."),
)
NEED = Question(
    "besoin",
    Kind.CHOICE,
    _("Quelle aide cherchez-vous ?"),
    _("Aide cherchée"),
    _("Choisissez ce qui compte le plus. Vous pourrez en ajouter dans la liste."),
)
QUESTIONS: Mapping[str, Question] = {
    question.name: question
    for question in (
        URGENCY,
        Question("pour", Kind.CHOICE, _("Pour qui est l’aide ?"), _("Pour qui")),
        NEED,
        Question(
            "code_postal",
            Kind.FIELD,
            _("Où habite la personne ?"),
            _("Où"),
            _("Un code postal, une commune ou un quartier."),
        ),
        Question(
            "age",
            Kind.FIELD,
            _("Quel âge a la personne ?"),
            _("Âge"),
            _("En années. Si vous ne savez pas, passez : aucun service ne sera écarté."),
        ),
        Question(
            "langue",
            Kind.SEVERAL,
            _("Dans quelle langue peut-elle parler ?"),
            _("Langue"),
            _("Cochez toutes celles qui vont : une seule suffit."),
        ),
        Question(
            "condition",
            Kind.SEVERAL,
            _("Qu’est-ce qui pourrait bloquer ?"),
            _("Ce qui pourrait bloquer"),
            _("Cochez ce qui est vrai : nous cherchons où cela ne bloque pas."),
        ),
        Question(
            "ouvert",
            Kind.CHOICE,
            _("Quand faut-il que ce soit ouvert ?"),
            _("Ouvert"),
            _("Si cela peut attendre, passez."),
        ),
        Question(
            "delai",
            Kind.CHOICE,
            _("Combien de temps peut-on attendre ?"),
            _("Attente"),
            _("Avant un premier contact. Un délai inconnu n’écarte aucun service."),
        ),
    )
}
NAMES = tuple(QUESTIONS)
ONE, NO = "oui", "non"
KEPT = tuple(name for name in (*SCOPE, *CRITERIA) if name != "zone_inconnue")
# Asked elsewhere than in the guide: carried on, and said in the summary.
CARRIED = tuple(name for name in KEPT if name not in QUESTIONS)
# Doors for someone else than the person: shown once one has said whom the help is for.
DOORS_FOR = {"proches": "proche", "appui": "professionnel"}


@dataclass(frozen=True)
class Words:
    """An answer in plain words, with one sentence more where it helps."""

    label: StrOrPromise
    hint: StrOrPromise = ""


# What the guide says in other words than the list. Conditions follow « La personne… ».
PLAIN_WORDS: Mapping[str, Mapping[str, Words]] = {
    "urgence": {
        ONE: Words(_("Oui, c’est urgent"), _("D’abord, les numéros à appeler.")),
        NO: Words(_("Non, pas maintenant")),
    },
    "pour": {
        "personne": Words(
            _("La personne qui va mal"), _("Elle est avec vous, au téléphone, ou c’est vous.")
        ),
        "proche": Words(_("Un·e proche"), _("Famille, ami·e, voisin·e : être soutenu·e aussi.")),
        "professionnel": Words(
            _("Moi, comme professionnel·le"), _("Un avis ou du renfort, pour vous ou votre équipe.")
        ),
    },
    "condition": {
        "sans_mutuelle": Words(_("n’a pas de mutuelle en ordre")),
        "sans_papiers": Words(_("n’a pas de titre de séjour")),
        "gratuit": Words(_("ne peut pas payer")),
        "sans_adresse": Words(_("n’a pas d’adresse officielle")),
        "sans_logement": Words(_("n’a pas de logement")),
        "sans_rendez_vous": Words(_("ne peut pas prendre ou tenir un rendez-vous")),
        "sans_prescription": Words(_("n’a pas de prescription médicale")),
        "sans_abstinence": Words(_("n’a pas arrêté de consommer")),
        "sous_influence": Words(_("vient sous l’effet de l’alcool ou d’une drogue")),
        "animaux": Words(_("vient avec un animal")),
        "enfants_sur_place": Words(_("vient avec ses enfants")),
        "pmr": Words(_("se déplace en fauteuil roulant")),
        "visite_domicile": Words(_("ne peut pas sortir de chez elle")),
        "interprete": Words(_("a besoin d’un·e interprète")),
        "sans_lire_ecrire": Words(_("ne sait pas lire ou écrire")),
        "anonyme": Words(_("veut rester anonyme")),
        "mineurs_sans_accord_parental": Words(_("est mineur·e, sans l’accord de ses parents")),
    },
    "ouvert": {"soir": Words(_("ce soir"), _("Entre 18 h et 22 h."))},
}


@dataclass(frozen=True)
class Step:
    """Where one is: `at` a question, CALL or SUMMARY; the values of `etape` before and after it.

    `back` is "" on the first page.
    """

    at: str
    onward: str
    back: str
    changing: bool = False

    @property
    def question(self) -> Question | None:
        """The question asked here."""
        return QUESTIONS.get(self.at)

    @property
    def number(self) -> int:
        """Which question it is, from 1; 0 elsewhere."""
        return NAMES.index(self.at) + 1 if self.at in QUESTIONS else 0

    @property
    def call(self) -> str:
        """The step that says whom to call, from here."""
        return f"{CHANGING}{CALL}" if self.changing else CALL


def is_step(etape: str) -> bool:
    """Whether this is a place in the guide."""
    return etape.removeprefix(CHANGING) in (*NAMES, CALL, SUMMARY)


def step(etape: str, unread: Collection[str] = ()) -> Step:
    """The step an address names; the first question when it names none.

    `unread`: the parameters of which something could not be read. The first of them is asked again,
    then one goes on where one was going. Nothing comes before the numbers to call.
    """
    etape = etape if is_step(etape) else NAMES[0]
    at = etape.removeprefix(CHANGING)
    wrong = [name for name in NAMES if name in unread]
    if wrong and at != CALL and at not in wrong:
        return Step(wrong[0], onward=etape, back=_before(wrong[0]))
    if at == SUMMARY:
        return Step(SUMMARY, onward="", back=NAMES[-1])
    if etape == at:
        return Step(at, onward=_after(at), back=_before(at))
    back = f"{CHANGING}{URGENCY.name}" if at == CALL else SUMMARY
    return Step(at, onward=SUMMARY, back=back, changing=True)


def _before(name: str) -> str:
    if name == CALL:
        return URGENCY.name
    return ("", *NAMES)[NAMES.index(name)]


def _after(name: str) -> str:
    place = NAMES.index(URGENCY.name if name == CALL else name)
    return (*NAMES, SUMMARY)[place + 1]


# What the answers do


def carried(situation: Situation) -> Situation:
    """The question without its view (order, page, kinds of answers), which the guide leaves alone."""
    return Situation(**{name: getattr(situation, name) for name in KEPT})


def is_urgent(situation: Situation) -> bool:
    """Whether one has said that it cannot wait."""
    return URGENT_NEED in situation.besoin


def value(situation: Situation, name: str) -> object:
    """What was answered to a question; None, "" or () when nothing was."""
    if name == URGENCY.name:
        return ONE if is_urgent(situation) else ""
    if name == NEED.name:
        return tuple(need for need in situation.besoin if need != URGENT_NEED)
    answer = getattr(situation, name)
    return "" if name == "pour" and answer == Situation.pour else answer


def is_answered(situation: Situation, name: str) -> bool:
    """Whether a question has an answer that could be taken back; the default is none."""
    return value(situation, name) not in (None, "", ())


def answer(situation: Situation, name: str, chosen: str) -> Situation:
    """The situation with this one choice; the answers to every other question stay."""
    if name == URGENCY.name:
        urgent = {URGENT_NEED} if chosen == ONE else set[str]()
        return situation.but(besoin=_needs({*situation.besoin} - {URGENT_NEED} | urgent))
    if name == NEED.name:
        return situation.but(besoin=_needs({*situation.besoin} & {URGENT_NEED} | {chosen}))
    return situation.choosing(name, chosen)


def without(situation: Situation, name: str) -> Situation:
    """The situation without the answer to one question."""
    if name == URGENCY.name:
        return answer(situation, name, NO)
    if name == NEED.name:
        return situation.but(besoin=_needs({*situation.besoin} & {URGENT_NEED}))
    return situation.without(name)


def _needs(needs: set[str]) -> tuple[str, ...]:
    return tuple(sorted(needs))


def doors(situation: Situation, needs: Collection[str]) -> Iterator[str]:
    """The needs to choose from, those of whom the help is for first; the urgent one was asked before."""
    shown = [
        need
        for need in needs
        if need != URGENT_NEED
        and (need in situation.besoin or DOORS_FOR.get(need, situation.pour) == situation.pour)
    ]
    yield from sorted(shown, key=lambda need: DOORS_FOR.get(need) != situation.pour)
