"""The guided entry: any walk through the questions ends on exactly what was answered."""

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.http import QueryDict
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from orientation import guide
from orientation.filters import OrientationFilter
from orientation.guide_page import GuidePage
from orientation.situation import Situation
from tests.factories import CriterionFactory, NeedFactory, ServiceFactory
from tests.orientation.test_filters import CATALOGUE
from tests.orientation.test_pages import KEYS, WILD, notices, raw
from tests.orientation.worlds import PLACE_NAMES, VOCABULARY, situations
from tests.smesb.reader import Page, a_repertoire, html_of

QUESTION = st.sampled_from(guide.NAMES)
rule = hypothesis_settings(max_examples=60, deadline=None)


def page(query: str = "", etape: str = "") -> GuidePage:
    """A page of the guide, from the parameters of its address."""
    return GuidePage(OrientationFilter(QueryDict(query), CATALOGUE), CATALOGUE, etape)


def follow(url: str) -> GuidePage:
    """The page a link leads to."""
    query = QueryDict(url.partition("?")[2].partition("#")[0], mutable=True)
    (etape,) = query.pop(guide.STEP)
    return page(query.urlencode(), etape)


def submit(at: GuidePage, values: list[tuple[str, str]]) -> GuidePage:
    """The page a form leads to, with what a browser sends: what is hidden, and what was filled in."""
    return follow(f"?{urlencode([*at.hidden, *values])}")


def listed(at: GuidePage) -> Situation:
    """The question that the list asks when one leaves the guide here."""
    query = at.list_url.partition("?")[2].removesuffix("#resultats")
    read = OrientationFilter(QueryDict(query.partition("#")[0]), CATALOGUE)
    assert read.ignored == []
    return read.situation


# Any walk


@st.composite
def walks(draw: st.DrawFn) -> dict[str, list[str]]:
    """What someone answers to each question; nothing where it is passed."""
    answers: dict[str, list[str]] = {}
    for name, question in guide.QUESTIONS.items():
        if draw(st.booleans()):
            continue
        if name == guide.URGENCY.name:
            answers[name] = [draw(st.sampled_from((guide.ONE, guide.NO)))]
        elif name == "age":
            answers[name] = [str(draw(st.integers(0, 120)))]
        elif name == "code_postal":
            answers[name] = [draw(st.sampled_from(PLACE_NAMES))]
        else:
            slugs = [o.slug for o in VOCABULARY.options[name] if o.slug != guide.URGENT_NEED]
            most = len(slugs) if question.kind is guide.Kind.SEVERAL else 1
            answers[name] = draw(
                st.lists(st.sampled_from(slugs), min_size=1, max_size=most, unique=True)
            )
    return answers


def expected(answers: dict[str, list[str]]) -> Situation:
    """The situation these answers describe, read from the address the list's own form would make."""
    pairs = [(n, one) for n, given in answers.items() for one in given if n != guide.URGENCY.name]
    if answers.get(guide.URGENCY.name) == [guide.ONE]:
        pairs.append(("besoin", guide.URGENT_NEED))
    return OrientationFilter(QueryDict(urlencode(pairs)), CATALOGUE).situation


def walk(answers: dict[str, list[str]]) -> tuple[GuidePage, list[str]]:
    """Answer or pass each question from the first; the last page, and where one has been."""
    at, been = page(), []
    while at.step.at != guide.SUMMARY:
        been.append(at.step.at)
        given = answers.get(at.step.at)
        if given is None:
            at = follow(at.onward_url)
        elif at.kind == guide.Kind.CHOICE:
            at = follow(next(door.url for door in at.doors if door.slug in given))
        else:
            at = submit(at, [(at.step.at, one) for one in given])
    return at, been


@rule
@given(answers=walks())
def test_any_walk_ends_on_the_address_that_holds_exactly_the_answers(
    answers: dict[str, list[str]],
) -> None:
    summary, been = walk(answers)

    assert summary.situation == listed(summary) == expected(answers)
    assert [name for name in been if name != guide.CALL] == list(guide.NAMES), "each asked once"
    urgent = answers.get(guide.URGENCY.name) == [guide.ONE]
    assert (guide.CALL in been) == urgent
    assert "etape" not in summary.list_url


@rule
@given(situation=situations(), name=QUESTION, changing=st.booleans())
def test_passing_a_question_changes_nothing(
    situation: Situation, name: str, changing: bool
) -> None:
    etape = f"{guide.CHANGING}{name}" if changing else name
    at = page(urlencode(situation.to_query()), etape)

    assert follow(at.onward_url).situation == at.situation == guide.carried(situation)
    if at.step.back:
        assert follow(at.back_url).situation == at.situation


@rule
@given(situation=situations(), name=QUESTION, data=st.data())
def test_changing_one_answer_changes_only_it_and_comes_back(
    situation: Situation, name: str, data: st.DataObject
) -> None:
    summary = page(urlencode(situation.to_query()), guide.SUMMARY)
    at = follow(summary.lines[guide.NAMES.index(name)].url)
    assert at.step.at == name
    if at.kind == guide.Kind.CHOICE:
        then = follow(data.draw(st.sampled_from(at.doors)).url)
    elif at.kind == guide.Kind.SEVERAL:
        boxes = data.draw(st.lists(st.sampled_from([*at.boxes, *at.more_boxes]), unique=True))
        then = submit(at, [(name, box.slug) for box in boxes])
    else:
        then = submit(at, [(name, "44" if name == "age" else "1040")])
    if then.step.at == guide.CALL:
        then = follow(then.onward_url)

    assert then.step.at == guide.SUMMARY
    for other in (*guide.NAMES, *guide.CARRIED):
        if other != name:
            assert guide.value(then.situation, other) == guide.value(at.situation, other), other


@rule
@given(situation=situations(), name=QUESTION)
def test_an_answer_can_be_taken_back_and_only_it(situation: Situation, name: str) -> None:
    at = page(urlencode(situation.to_query()), name)
    then = follow(at.erase_url)

    assert not guide.is_answered(then.situation, name)
    for other in (*guide.NAMES, *guide.CARRIED):
        if other != name:
            assert guide.value(then.situation, other) == guide.value(at.situation, other), other


@rule
@given(situation=situations())
def test_the_view_of_a_list_is_left_behind_and_the_rest_is_carried_and_said(
    situation: Situation,
) -> None:
    summary = page(urlencode(situation.to_query()), guide.SUMMARY)

    assert listed(summary) == guide.carried(situation)
    asked_elsewhere = [n for n in guide.CARRIED if guide.is_answered(situation, n)]
    assert len(summary.other_lines) == len(asked_elsewhere)
    assert all(line.answer for line in summary.other_lines)
    for line, name in zip(summary.other_lines, asked_elsewhere, strict=True):
        assert follow(line.url).situation == summary.situation.without(name)


# Where one is


@rule
@given(etape=st.text(max_size=20) | st.sampled_from(["changer-", "changer-changer-age", "AGE"]))
def test_whatever_names_no_step_is_the_first_question(etape: str) -> None:
    if not guide.is_step(etape):
        assert guide.step(etape) == guide.step(guide.NAMES[0])


@rule
@given(
    etape=st.sampled_from([f"{a}{b}" for a in ("", "changer-") for b in (*guide.NAMES, "resume")]),
    unread=st.sets(QUESTION | st.just("foo")),
)
def test_what_could_not_be_read_is_asked_again_then_one_goes_on_where_one_was_going(
    etape: str, unread: set[str]
) -> None:
    wrong = [name for name in guide.NAMES if name in unread]
    at = guide.step(etape, unread)

    if not wrong or etape.removeprefix("changer-") in wrong:
        assert at == guide.step(etape)
    else:
        assert (at.at, at.onward) == (wrong[0], etape)


def test_nothing_comes_before_the_numbers_to_call() -> None:
    assert guide.step(guide.CALL, {"besoin", "age"}).at == guide.CALL
    assert page("besoin=nimporte", guide.CALL).step.at == guide.CALL


def test_one_walks_back_the_way_one_came() -> None:
    back = guide.step(guide.SUMMARY).back
    seen = []
    while back:
        seen.append(back)
        back = guide.step(back).back
    assert seen == list(reversed(guide.NAMES))
    assert guide.step("changer-age").back == guide.step("changer-age").onward == guide.SUMMARY
    assert guide.step("changer-appeler").back == "changer-urgence"


# The needs


def test_urgency_and_need_share_a_parameter_and_leave_each_other_alone() -> None:
    urgent = guide.answer(Situation(besoin=("domicile",)), "urgence", guide.ONE)
    assert urgent.besoin == ("crise", "domicile")
    assert guide.answer(urgent, "besoin", "ambulatoire").besoin == ("ambulatoire", "crise")
    assert guide.answer(urgent, "urgence", guide.NO).besoin == ("domicile",)
    assert guide.without(urgent, "besoin").besoin == ("crise",)


def test_doors_for_someone_else_open_once_one_said_whom_the_help_is_for() -> None:
    needs = ["crise", "ambulatoire", "proches", "appui"]
    assert list(guide.doors(Situation(), needs)) == ["ambulatoire"]
    assert list(guide.doors(Situation(pour="proche"), needs)) == ["proches", "ambulatoire"]
    assert list(guide.doors(Situation(pour="professionnel"), needs)) == ["appui", "ambulatoire"]
    chosen = Situation(besoin=("appui",))
    assert set(guide.doors(chosen, needs)) == {"ambulatoire", "appui"}, "what is chosen shows"


# The pages


@pytest.fixture
def repertoire(db: None) -> None:
    """Services of every kind."""
    a_repertoire()


STEPS = (*guide.NAMES, guide.CALL, guide.SUMMARY)


@pytest.mark.parametrize("etape", [*STEPS, *(f"changer-{one}" for one in STEPS), ""])
def test_each_page_is_sound_and_private(repertoire: None, client: Client, etape: str) -> None:
    answer = client.get("/orientation/guide/", {"etape": etape, "age": "35", "besoin": "crise"})
    html = answer.content.decode()
    found = Page(html)

    assert answer.status_code == 200
    assert set(answer["Cache-Control"].split(", ")) == {"private", "no-cache"}
    assert not answer.cookies
    assert '<meta name="robots" content="noindex">' in html
    assert "tel:112" in html
    assert not found.misnested and not found.inline
    assert len(found.ids) == len(set(found.ids))
    for link in found.links:
        if link.startswith("/orientation/?"):
            assert "etape" not in link, "where one is in the guide stays there"


def test_pages_answer_when_there_is_nothing_at_all(db: None, client: Client) -> None:
    for etape in STEPS:
        assert "tel:112" in html_of(client, f"/orientation/guide/?etape={etape}")
    call = html_of(client, "/orientation/guide/?besoin=crise&etape=appeler")
    assert "appelez d’abord" in call


def test_the_title_says_the_question_and_how_far_one_is(repertoire: None, client: Client) -> None:
    html = html_of(client, "/orientation/guide/?etape=age")

    assert "<title>Question 5 sur 9 – Quel âge a la personne ? – SMES-B</title>" in html
    assert '<h1 id="question" tabindex="-1">Quel âge a la personne ?</h1>' in html


def test_what_is_urgent_shows_the_numbers_before_anything_else(
    repertoire: None, client: Client
) -> None:
    first = html_of(client, "/orientation/guide/")
    link = re.search(r'<a href="([^"]*)" class="is-urgent"', first)
    assert link
    call = html_of(client, unescape(link[1]))
    assert call.index("appelez d’abord") < call.index("Continuer les questions")
    summary = html_of(client, "/orientation/guide/?besoin=crise&etape=resume")
    assert summary.index("appelez d’abord") < summary.index("/orientation/?besoin=crise#resultats")


def test_the_summary_says_each_answer_in_words_and_what_was_not_asked(
    repertoire: None, client: Client
) -> None:
    CriterionFactory.create(slug="animaux", name_fr="Avec un animal")
    html = html_of(
        client,
        "/orientation/guide/?etape=resume&age=1&code_postal=sans&condition=animaux&type=ssm&q=deuil",
    )
    lines = dict(re.findall(r"<dt>(.*?)</dt>\s*<dd[^>]*>(.*?)</dd>", html))

    assert lines["Âge"] == "1 an"
    assert lines["Où"] == "Sans adresse"
    assert lines["Ce qui pourrait bloquer"] == "vient avec un animal"
    assert lines["Pour qui"] == "La personne qui va mal"
    assert lines["Urgence"] == "non signalée"
    assert lines["Langue"] == lines["Ouvert"] == "pas demandé"
    assert lines["Type de service"] == "Service de santé mentale (SSM)"
    assert lines["Mots à chercher"] == "deuil"
    assert (
        'href="/orientation/?q=deuil&amp;type=ssm&amp;age=1&amp;code_postal=sans'
        '&amp;condition=animaux#resultats"' in html
    )


def test_the_list_the_guide_promises_holds_as_many_services(
    repertoire: None, client: Client
) -> None:
    html = html_of(client, "/orientation/guide/?age=5&etape=langue")
    link = re.search(r'class="guide-now" href="([^"]*)">Voir les (\d+) services', html)

    assert link
    assert f"Voir {link[2]} services" in html_of(client, unescape(link[1]))


@pytest.mark.parametrize(
    ("query", "asked", "typed"),
    [
        ("age=cent&etape=langue", "Question 5 sur 9", 'value="cent"'),
        ("code_postal=Atlantide&etape=resume", "Question 4 sur 9", 'value="Atlantide"'),
        ("pour=tous&etape=changer-age", "Question 2 sur 9", "tous"),
        ("langue=fr&langue=klingon&etape=langue", "Question 6 sur 9", "klingon"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_question_with_what_was_typed(
    repertoire: None, client: Client, query: str, asked: str, typed: str
) -> None:
    html = html_of(client, f"/orientation/guide/?{query}")

    assert asked in html
    assert typed in html
    assert 'class="notice"' in html


@pytest.mark.parametrize("query", ["foo=1", "etape=ailleurs", "type=rien&etape=age", "tri=hasard"])
def test_whatever_else_is_ignored_is_said(repertoire: None, client: Client, query: str) -> None:
    value = query.partition("&")[0]

    assert value in notices(html_of(client, f"/orientation/guide/?{query}"))


@hypothesis_settings(
    max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), database=None
)
@given(
    pairs=st.lists(st.tuples(KEYS | st.just("etape"), WILD), max_size=6),
    etape=st.sampled_from((*STEPS, "changer-age", "%00", "resume")),
)
def test_no_address_breaks_the_guide(
    repertoire: None, client: Client, pairs: list[tuple[str, str]], etape: str
) -> None:
    answer = client.get("/orientation/guide/", QUERY_STRING=raw([*pairs, ("etape", etape)]))

    assert answer.status_code == 200


def test_the_database_is_asked_as_often_for_three_services_as_for_one(
    db: None, client: Client
) -> None:
    asked = []
    for _number in range(3):
        ServiceFactory.create().needs.add(NeedFactory.create())
        with CaptureQueriesContext(connection) as queries:
            html_of(client, "/orientation/guide/?etape=besoin")
        asked.append(len(queries))
    assert asked[0] == asked[2]
