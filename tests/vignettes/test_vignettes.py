"""What practitioners expect of the orientation, on the starter répertoire.

Each file beside this one is a fictional situation that a practitioner can read and correct: see
README.md. A failure speaks French to the person who wrote the file.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import nullcontext
from io import StringIO
from pathlib import Path

import pytest
import time_machine
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.http import QueryDict
from pytest_django.plugin import DjangoDbBlocker

from directory.models import Criterion, Service
from orientation import live
from orientation.catalogue import Catalogue
from orientation.filters import OrientationFilter
from orientation.matching import Match, Verdict, match
from orientation.situation import CRITERIA, Situation
from tests.vignettes.vignette import (
    EXCLUDED,
    FITS,
    OUT,
    TO_CHECK,
    Expected,
    Unreadable,
    Vignette,
    nearest,
    read,
)

# Without a test marked so, pytest-django makes no test database.
pytestmark = pytest.mark.django_db

FILES = sorted(Path(__file__).parent.glob("*.toml"))
WORDS = {Verdict.FITS: FITS, Verdict.TO_CHECK: TO_CHECK, Verdict.EXCLUDED: EXCLUDED}


def _readable() -> Iterator[Vignette]:
    """The files that can be read; `test_the_file_is_well_formed` speaks of the others."""
    for path in FILES:
        try:
            yield read(path)
        except Unreadable:
            continue


VIGNETTES = tuple(_readable())
EXPECTATIONS = [
    pytest.param(vignette, one, id=f"{vignette.name}-{one.service}")
    for vignette in VIGNETTES
    for one in vignette.expected
]


class Answer:
    """The answer to one vignette: every service in scope with its verdict, in order."""

    def __init__(self, vignette: Vignette) -> None:
        query = QueryDict(mutable=True)
        for key, values in vignette.question.items():
            query.setlist(key, list(values))
        catalogue = live.current()
        filterset = OrientationFilter(query, catalogue)
        self.ignored = filterset.ignored
        self.of = {found.profile.slug: found for found in matches(filterset.situation, catalogue)}
        self.listed = [
            slug for slug, found in self.of.items() if found.verdict is not Verdict.EXCLUDED
        ]
        self.fitting = {slug for slug, found in self.of.items() if found.verdict is Verdict.FITS}


def matches(situation: Situation, catalogue: Catalogue) -> Iterable[Match]:
    """Every service in scope, excluded ones too, in order: the one place where the engine is called."""
    return match(situation.but(verdict=tuple(sorted(Verdict))), catalogue).listed


Ask = Callable[[Vignette], Answer]


@pytest.fixture(scope="module")
def ask(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ask]:
    """Asks a vignette's question of the starter répertoire: loaded once, each question asked once."""
    answers: dict[str, Answer] = {}

    def answer(vignette: Vignette) -> Answer:
        if vignette.name not in answers:
            moment = vignette.moment
            with time_machine.travel(moment, tick=False) if moment else nullcontext():
                answers[vignette.name] = Answer(vignette)
        return answers[vignette.name]

    fixtures, unread = settings.FIXTURES, StringIO()
    with django_db_blocker.unblock(), transaction.atomic():
        call_command("load_reference", stdout=unread)
        call_command("import_services", fixtures / "services_starter.csv", stdout=unread)
        call_command("load_readings", fixtures / "starter_readings.toml", stdout=unread)
        yield answer
        transaction.set_rollback(True)


def say(vignette: Vignette, *mistakes: str) -> None:
    """Fail when there is a mistake, in words for the person who wrote the file."""
    if mistakes:
        lines = "\n".join(f"  – {mistake}" for mistake in mistakes)
        pytest.fail(f"{vignette.name}.toml, « {vignette.title} »\n{lines}", pytrace=False)


def in_words(keys: set[str] | frozenset[str]) -> str:
    """Several keys in one order, to read; « aucune » when there is none."""
    return ", ".join(sorted(keys)) or "aucune"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_the_file_is_well_formed(path: Path) -> None:
    try:
        read(path)
    except Unreadable as error:
        lines = "\n".join(f"  – {mistake}" for mistake in error.args)
        pytest.fail(f"{path.name} ne peut pas être utilisé :\n{lines}", pytrace=False)


def test_the_example_of_the_readme_is_well_formed(tmp_path: Path) -> None:
    readme = (Path(__file__).parent / "README.md").read_text("utf-8")
    example = tmp_path / "exemple.toml"
    example.write_text(readme.split("```toml\n")[1].split("```")[0], "utf-8")
    assert read(example).expected


def test_there_are_fifteen_situations_at_least() -> None:
    assert len(FILES) >= 15


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette.name)
def test_every_word_of_the_file_is_known(vignette: Vignette, ask: Ask) -> None:
    answer = ask(vignette)
    published = set(Service.objects.published().values_list("slug", flat=True))
    conditions = {f"condition:{slug}" for slug in Criterion.objects.values_list("slug", flat=True)}
    criteria = conditions | set(CRITERIA) - {"condition"}
    say(
        vignette,
        *(f"[question] : « {key} = {value} » n’est pas compris." for key, value in answer.ignored),
        *(
            f"le service « {slug} » n’est pas dans le répertoire{nearest(slug, published)}"
            for slug in sorted(vignette.services - published)
        ),
        *(
            f"« {key} » n’est pas un critère{nearest(key, criteria)}"
            for key in sorted(vignette.reasons - criteria)
        ),
    )


@pytest.mark.parametrize(("vignette", "expected"), EXPECTATIONS)
def test_the_service_is_answered_as_expected(
    vignette: Vignette, expected: Expected, ask: Ask
) -> None:
    say(vignette, *differences(expected, ask(vignette)))


def differences(expected: Expected, answer: Answer) -> Iterator[str]:
    """What the program answers about one service otherwise than expected."""
    found = answer.of.get(expected.service)
    given = WORDS[found.verdict] if found else OUT
    if given != expected.answer:
        yield (
            f"{expected.service} : on attend « {expected.answer} » ({expected.why}) ; "
            f"le programme répond « {given} »{because(found)}."
        )
        return
    if found is None:
        return
    asked = {reason.criterion for reason in found.questions}
    if expected.questions is not None and asked != expected.questions:
        yield (
            f"{expected.service} : questions à poser attendues : {in_words(expected.questions)} ; "
            f"le programme fait demander : {in_words(asked)}."
        )
    refusing = set(found.refused_by)
    if expected.refused_by is not None and refusing != expected.refused_by:
        yield (
            f"{expected.service} : refus attendu par : {in_words(expected.refused_by)} ; "
            f"le programme refuse par : {in_words(refusing)}."
        )
    near = found.near_miss_by is not None
    if expected.near_miss is not None and near != expected.near_miss:
        one = "une seule raison refuse" if near else "plusieurs raisons refusent"
        yield f"{expected.service} : presque = {str(near).lower()} ici, car {one} : {in_words(refusing)}."
    for other in expected.before:
        if other not in answer.listed:
            yield f"{expected.service} : attendu avant « {other} », qui n’est pas dans la liste."
        elif answer.listed.index(expected.service) > answer.listed.index(other):
            yield f"{expected.service} : attendu avant « {other} », mais il vient après."


def because(found: Match | None) -> str:
    """Why the program answers so, in the words of the page."""
    if found is None:
        return ", car la question ne porte pas sur ce service (besoin, bassin ou personne aidée)"
    texts = [
        f"{reason.criterion} : {reason.text}"
        for reason in found.reasons
        if found.verdict is Verdict.FITS
        or reason.answer.value == ("non" if found.verdict is Verdict.EXCLUDED else "inconnu")
    ]
    return f" ({' ; '.join(texts)})" if texts else ""


@pytest.mark.parametrize("vignette", VIGNETTES, ids=lambda vignette: vignette.name)
def test_the_list_is_as_expected(vignette: Vignette, ask: Ask) -> None:
    answer = ask(vignette)
    mistakes = []
    if vignette.at_least is not None and len(answer.listed) < vignette.at_least:
        mistakes.append(
            f"on attend au moins {vignette.at_least} services ; il y en a {len(answer.listed)}."
        )
    head = answer.listed[: len(vignette.first)]
    if head != list(vignette.first):
        mistakes.append(
            f"en tête, on attend : {', '.join(vignette.first)} ; la liste commence par : {', '.join(head)}."
        )
    if vignette.fitting is not None and answer.fitting != vignette.fitting:
        mistakes.append(
            f"conviennent, attendus : {in_words(vignette.fitting)} ; "
            f"le programme donne : {in_words(answer.fitting)}."
        )
    say(vignette, *mistakes)
