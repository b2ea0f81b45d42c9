"""One vignette: a fictional situation in a TOML file, and what a practitioner expects of the answer.

Those who write these files do not program: whatever is wrong with one is said in plain French.
"""

import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from orientation.situation import CRITERIA, SCOPE, SEVERAL

BRUSSELS = ZoneInfo("Europe/Brussels")
FITS, TO_CHECK, EXCLUDED, OUT = "convient", "à vérifier", "ne convient pas", "hors champ"
ANSWERS = (FITS, TO_CHECK, EXCLUDED, OUT)
ASKED = (*SCOPE, *CRITERIA, "delai", "tri")

# What each part of a file may hold, and what it must.
PARTS: Mapping[str, tuple[Mapping[str, type], frozenset[str]]] = {
    "le fichier": (
        {
            "titre": str,
            "recit": str,
            "moment": str,
            "question": dict,
            "liste": dict,
            "attendu": list,
        },
        frozenset({"titre", "recit", "question", "attendu"}),
    ),
    "[liste]": ({"au_moins": int, "en_tete": list, "conviennent": list}, frozenset()),
    "[[attendu]]": (
        {
            "service": str,
            "reponse": str,
            "pourquoi": str,
            "questions_a_poser": list,
            "refuse_par": list,
            "presque": bool,
            "avant": list,
        },
        frozenset({"service", "reponse", "pourquoi"}),
    ),
}
WORDS = {
    str: "un texte",
    int: "un nombre",
    bool: "true ou false",
    list: "une liste",
    dict: "un bloc",
}


class Unreadable(Exception):
    """A file that is not a vignette; its arguments are sentences in French, one per mistake."""


@dataclass(frozen=True)
class Expected:
    """What is expected of one service; None = the practitioner does not say."""

    service: str
    answer: str
    why: str
    questions: frozenset[str] | None = None
    refused_by: frozenset[str] | None = None
    near_miss: bool | None = None
    before: tuple[str, ...] = ()


@dataclass(frozen=True)
class Vignette:
    """A fictional situation, its question, and what is expected of the answer."""

    name: str
    title: str
    story: str
    moment: datetime | None
    question: Mapping[str, tuple[str, ...]]
    expected: tuple[Expected, ...]
    at_least: int | None
    first: tuple[str, ...]
    fitting: frozenset[str] | None

    @property
    def services(self) -> frozenset[str]:
        """Every service the file names."""
        named = {slug for one in self.expected for slug in (one.service, *one.before)}
        return frozenset({*named, *self.first, *(self.fitting or ())})

    @property
    def reasons(self) -> frozenset[str]:
        """Every criterion the file expects to be a question or a refusal."""
        return frozenset(
            key
            for one in self.expected
            for key in (one.questions or set()) | (one.refused_by or set())
        )


def read(path: Path) -> Vignette:
    """The vignette of a file. Raises Unreadable."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        line = re.search(r"line (\d+)", str(error))
        where = f"vers la ligne {line[1]}" if line else "à la fin du fichier"
        raise Unreadable(
            f"le fichier ne se lit pas {where}. Il manque souvent un guillemet, une virgule ou un crochet."
        ) from error
    if mistakes := list(_mistakes(content)):
        raise Unreadable(*mistakes)
    liste = content.get("liste", {})
    return Vignette(
        name=path.stem,
        title=content["titre"],
        story=content["recit"].strip(),
        moment=_moment(content.get("moment")),
        question={key: _texts(value) for key, value in content["question"].items()},
        expected=tuple(_expected(one) for one in content["attendu"]),
        at_least=liste.get("au_moins"),
        first=tuple(liste.get("en_tete", ())),
        fitting=frozenset(liste["conviennent"]) if "conviennent" in liste else None,
    )


def _expected(said: Mapping[str, Any]) -> Expected:
    return Expected(
        service=said["service"],
        answer=said["reponse"],
        why=said["pourquoi"],
        questions=frozenset(said["questions_a_poser"]) if "questions_a_poser" in said else None,
        refused_by=frozenset(said["refuse_par"]) if "refuse_par" in said else None,
        near_miss=said.get("presque"),
        before=tuple(said.get("avant", ())),
    )


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else (str(value),)


def _moment(text: str | None) -> datetime | None:
    if not text:
        return None
    try:
        return datetime.strptime(text, "%Y-%m-%dT%H:%M").replace(tzinfo=BRUSSELS)
    except ValueError as error:
        raise Unreadable(
            f'le moment « {text} » ne se lit pas : écrivez par exemple "2026-11-24T19:30".'
        ) from error


def _mistakes(content: Mapping[str, Any]) -> Iterator[str]:
    misshapen = list(_shape("le fichier", content))
    if misshapen:
        yield from misshapen
        return
    yield from _shape("[liste]", content.get("liste", {}))
    yield from _question(content["question"], content.get("moment"))
    if not content["attendu"]:
        yield "il faut au moins un [[attendu]]."
    seen = set()
    for number, said in enumerate(content["attendu"], start=1):
        service = said.get("service", number) if isinstance(said, dict) else number
        yield from (f"[[attendu]] « {service} » : {one}" for one in _one_expected(said))
        if service in seen:
            yield f"le service « {service} » a deux [[attendu]] : gardez-en un."
        seen.add(service)


def _shape(part: str, content: Any) -> Iterator[str]:
    kinds, needed = PARTS[part]
    if not isinstance(content, dict):
        yield f"{part} doit être un bloc de lignes « clé = valeur »."
        return
    for key, value in content.items():
        if key not in kinds:
            yield f"clé inconnue « {key} » dans {part}{nearest(key, kinds)}"
        elif key == "attendu" and not isinstance(value, list):
            yield "écrivez [[attendu]], avec deux crochets de chaque côté."
        elif not isinstance(value, kinds[key]) or (kinds[key] is int and isinstance(value, bool)):
            yield f"« {key} » doit être {WORDS[kinds[key]]}."
        elif isinstance(value, list) and key != "attendu" and not _only_texts(value):
            yield f"« {key} » doit être une liste de textes entre guillemets."
        elif isinstance(value, str) and not value.strip():
            yield f"« {key} » est vide."
    for key in sorted(needed - content.keys()):
        yield f"il manque « {key} » dans {part}."


def _only_texts(values: Iterable[Any]) -> bool:
    return all(isinstance(value, str) for value in values)


def _question(question: Mapping[str, Any], moment: str | None) -> Iterator[str]:
    if not question:
        yield "la [question] est vide."
    for key, value in question.items():
        if key in PARTS["le fichier"][0]:
            yield f"« {key} » se met plus haut dans le fichier, avant [question]."
        elif key not in ASKED:
            yield f"clé inconnue « {key} » dans [question]{nearest(key, ASKED)}"
        elif key in SEVERAL and not (isinstance(value, list) and _only_texts(value)):
            yield f'« {key} » attend une liste : {key} = ["…"].'
        elif key not in SEVERAL and (isinstance(value, bool) or not isinstance(value, str | int)):
            yield f"« {key} » n’attend qu’une valeur."
    if "ouvert" in question and not moment:
        yield 'la question parle d’ouverture : il manque « moment », par exemple "2026-11-24T19:30".'


def _one_expected(said: Any) -> Iterator[str]:
    misshapen = list(_shape("[[attendu]]", said))
    if misshapen:
        yield from misshapen
        return
    answer = said["reponse"]
    if answer not in ANSWERS:
        yield f"« {answer} » n’est pas une réponse. Choisissez : {', '.join(ANSWERS)}."
    if answer in (FITS, OUT) and said.get("questions_a_poser"):
        yield f"un service « {answer} » n’a pas de question à poser."
    if answer != EXCLUDED and (said.get("refuse_par") or said.get("presque")):
        yield "« refuse_par » et « presque » ne vont qu’avec « ne convient pas »."
    if answer in (EXCLUDED, OUT) and said.get("avant"):
        yield "« avant » ne va qu’avec « convient » ou « à vérifier »."


def nearest(word: str, known: Iterable[str]) -> str:
    """The end of a sentence that says a word is unknown: the known word most like it."""
    close = get_close_matches(word, list(known), n=1)
    return f" : vouliez-vous dire « {close[0]} » ?" if close else "."
