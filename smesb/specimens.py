"""One of each component in each of its states, for the pages of the design: made in memory, and fictional.

Its words are in French, as those of services are.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial

from django.core.paginator import Paginator
from django.http import QueryDict
from django.utils.functional import SimpleLazyObject

from directory import emergency
from directory.comparison import Cell
from directory.comparison import Row as ComparedRow
from directory.languages import Localized
from directory.models import Email, Municipality, Organization, Phone, Service, ServiceType
from directory.models.organization import Precision, PublishedPlace
from directory.models.service import Status
from directory.sheet import MOST_SAID, Fact, State
from directory.types_apart import Described
from directory.wait_chart import draw
from directory.wait_chart_in_words import Chart
from directory.wait_statistics import MONTHS, Said, add_up, days_to, standing
from directory.wait_statistics_in_words import SLICES
from directory.wait_statistics_in_words import Row as CountedRow
from directory.waits import Audience, Intake, Ledger, Observation, Speaker
from directory.waits_in_words import Line, line, not_known, recorded
from orientation.came_from import Before
from orientation.cards import CardPhone, Sign
from orientation.filters import OrientationFilter
from orientation.guide import CALL, SUMMARY
from orientation.guide_page import GuidePage
from orientation.handout import Handout
from orientation.live import current
from orientation.map_page import MapPage
from orientation.network import Chosen
from orientation.page import ListPage
from orientation.page_parts import Tab
from orientation.selection import Selection
from orientation.situation import Situation

NOBODY = -1  # a key that no row has: what is asked of the database finds nothing
# Questions that open as many states of the list, of the guide and of the map as one page can show.
QUESTION = (
    "besoin=crise&age=35&code_postal=Atlantide&langue=ar&foo=1&s=inconnu"
    "&verdict=convient&verdict=verifier&verdict=exclus"
)
NOTHING = "q=rien-du-tout&age=3&langue=ar"
# A page of the guide of each kind; the field with what could not be read.
GUIDE = (
    ("pour=proche", "pour"),
    ("age=35", "condition"),
    ("age=abc", "age"),
    ("besoin=crise", CALL),
    ("age=35&code_postal=1050", SUMMARY),
)


def a_type(slug: str, name: str, **fields: str) -> ServiceType:
    """A type of service that is in no database."""
    return ServiceType(pk=NOBODY, slug=slug, name_fr=name, **fields)


def a_service(name: str, **fields: object) -> Service:
    """A service that is in no database; what belongs to it is empty."""
    kind = a_type("exemple", "Type de service fictif")
    return Service(pk=NOBODY, slug="exemple", name=name, type=kind, source="–", **fields)


def facts() -> list[Fact]:
    """Each state, then what may stand beside it."""
    own = {"note": "sur rendez-vous", "source": "un dépliant", "on": "2026-08-08"}
    return [
        *(Fact(state, "Accessible en fauteuil roulant") for state in State),
        Fact(State.YES, "Accessible en fauteuil roulant", **own),
        Fact(State.NO, Localized("Pas d’ascenseur", "fr"), on="2018", looks="very_old"),
    ]


def waits(today: date) -> list[Line]:
    """Each state of an intake, fresh and old; said by each; contradicted; never said."""
    found = [
        *(_heard(today, _said(state, today, 3)) for state in Intake),
        _heard(today, _said(Intake.WAITING, today, 60, Speaker.COORDINATOR)),
        _heard(today, _said(Intake.OPEN, today, 120, Speaker.PROFESSIONAL)),
        _heard(
            today,
            _said(Intake.WAITING, today, 20),
            _said(Intake.SUSPENDED, today, 2, Speaker.PROFESSIONAL),
        ),
    ]
    return [*found, not_known()]


def _said(state: str, today: date, days: int, by: str = Speaker.SERVICE) -> Observation:
    least, most = (4, 6) if state == Intake.WAITING else (None, None)
    day = today - timedelta(days)
    return Observation(state, day, by, least, most, is_fictional=True)


def _heard(today: date, *observations: Observation) -> Line:
    ledger = Ledger()
    for one in observations:
        ledger.hear(Audience("", None, 25), one)
    (wait,) = ledger.waits()
    return line(wait, today, {})


def history(today: date) -> list[Said]:
    """Eighteen months of what was said of one wait, by each who may say it."""
    speakers, states = list(Speaker), [*Intake, Intake.WAITING, Intake.WAITING]
    return [
        (
            Audience("", None, None),
            _said(states[month % len(states)], today, 30 * (MONTHS - month), speakers[month % 3]),
        )
        for month in range(MONTHS)
    ]


def counted(today: date) -> Iterator[CountedRow]:
    """Many services, and few."""
    days = days_to(today)
    by_state = [
        standing([(Audience("", None, None), _said(state, today, 5))], days) for state in Intake
    ]
    waiting = standing(history(today), days)
    unknown = standing([], days)
    yield CountedRow(
        "beaucoup",
        "Beaucoup de services",
        "",
        add_up([*by_state * 2, *[waiting] * 6, unknown], days),
        days,
    )
    yield CountedRow("peu", "Peu de services", "", add_up([waiting, unknown], days), days)


def phones() -> list[CardPhone]:
    """Numbers that truly answer: those of the emergency lines, with and without words beside."""
    lines = emergency.EVERYWHERE[:2]
    return [
        CardPhone(one.tel, one.number, one.name if at else "", "1000 Bruxelles" if at else "")
        for at, one in enumerate(lines)
    ]


def places() -> list[PublishedPlace]:
    """A street; a commune for an address that is confidential; nothing but a locality outside."""
    commune = Municipality(name_fr="Bruxelles", name_nl="Brussel", nis_code="21004")
    return [
        PublishedPlace(
            name="Lieu fictif",
            street=Localized("rue de l’Exemple", "fr"),
            municipality=commune,
            latitude=50.8467,
            longitude=4.3525,
            precision=Precision.ADDRESS,
            access_note="Sonner deux fois.",
        ),
        PublishedPlace(municipality=commune, is_confidential=True),
        PublishedPlace(outside="1800 Vilvoorde"),
    ]


def signs() -> list[Sign]:
    """Cards with everything, and with nothing."""
    whole, *_others = phones()
    name, kind = "Service fictif", "Type de service fictif"
    return [
        Sign("exemple", name, kind, "Organisation fictive", ("Ixelles", "Uccle"), whole),
        Sign("exemple", name, kind, "", (), None),
    ]


def described() -> list[Described]:
    """Types side by side: one that is told, one that is not."""
    told = a_type(
        "exemple",
        "Type de service fictif",
        acronym="TSF",
        summary_fr="Ce que c’est, en une phrase.",
        distinction_fr="À choisir le soir. Pas besoin de lettre.",
        level="specialise",
    )
    ways = (Fact(State.YES, "Gratuit", "2 services sur 9 le disent"),)
    return [Described(told, 9, ways), Described(a_type("autre", "Autre type fictif"), 0)]


def compared() -> list[ComparedRow]:
    """A difference, what all say, and what one does not say."""
    one, other = a_service("Service fictif"), a_service("Autre service fictif")
    yes, no, unknown = facts()[0], facts()[1], Fact(State.UNKNOWN, "")
    return [
        ComparedRow("Diffère", (Cell(one, (yes,)), Cell(other, (no,)))),
        ComparedRow("Pareil", (Cell(one, (yes,)), Cell(other, (yes,)))),
        ComparedRow("Pas su", (Cell(one, (yes,)), Cell(other, (unknown,)))),
    ]


def handed_out(today: date) -> list[Chosen]:
    """A service of a sheet, and one that takes nobody for now."""
    suspended = a_service("Service fictif, suspendu", status=Status.SUSPENDED, status_since=today)
    services = [
        a_service("Service fictif", organization=Organization(name="Organisation fictive")),
        suspended,
    ]
    return [Chosen(Handout(service, today), "#", "#") for service in services]


def row_services(today: date) -> list[Service]:
    """Lines of a list: one that one may call, one of which no number is known, one that takes nobody."""
    reached, unknown, suspended = (
        a_service("Service fictif", status=Status.PUBLISHED),
        a_service("Autre service fictif", status=Status.PUBLISHED),
        a_service("Service fictif, suspendu", status=Status.SUSPENDED, status_since=today),
    )
    number = emergency.EVERYWHERE[0].tel
    # What `prefetch_related` would have read.
    reached._prefetched_objects_cache = {"phones": [Phone(number=number, service=reached)]}  # type: ignore[attr-defined]
    return [reached, unknown, suspended]


def listing(query: str, page: type[ListPage] = ListPage) -> ListPage:
    """The list, or the map, of the répertoire as it stands."""
    return page(QueryDict(query), current())


def guides() -> list[GuidePage]:
    """A page of the guide of each kind."""
    catalogue = current()
    return [
        GuidePage(OrientationFilter(QueryDict(query), catalogue), catalogue, step)
        for query, step in GUIDE
    ]


def everything(today: date) -> dict[str, object]:
    """What the pages of the design show; what asks the whole répertoire, only where it is shown."""
    observed, rows = history(today), list(counted(today))
    drawing = draw(observed, today, MOST_SAID)
    return {
        "facts": facts(),
        "unknown_fact": Fact(State.UNKNOWN, "Est-ce accessible en fauteuil roulant ?", slug="pmr"),
        "service": a_service("Service fictif", status=Status.PUBLISHED),
        "row_services": row_services(today),
        "no_services": [],
        "gone": [a_service("Service fictif, archivé", status=Status.ARCHIVED, status_since=today)],
        "unknown_names": ["inconnu"],
        "easy": emergency.easy(),
        "asked": ["35 ans", "arabe"],
        "said": "À vérifier · 1 question à poser",
        "handed_out": handed_out(today),
        "waits": waits(today),
        "said_of_waits": [recorded(*one, today, {}) for one in reversed(observed)],
        "chart": Chart.of(drawing, {}) if drawing else None,
        "counted": rows,
        "days": rows[0].days,
        "middle_day": rows[0].days[len(rows[0].days) // 2],
        "slices": SLICES.items(),
        "phones": phones(),
        "dated": [
            Phone(service=a_service("Service fictif"), source="un dépliant", source_date=day)
            for day in (today.isoformat(), "2018")
        ],
        "email": Email(address="nom@example.org", label="candidatures"),
        "places": places(),
        "signs": signs(),
        "described": described(),
        "compared": compared(),
        "doors": [Tab("renouer des liens", 3, "#")],
        "before": Before(Situation(), Selection()),
        "verdict_facts": facts()[:3],
        "problems": [
            ("", "La page a changé entre-temps."),
            ("exemple-champ", "Écrivez un nombre."),
        ],
        "guides": SimpleLazyObject(guides),
        "listing": SimpleLazyObject(partial(listing, QUESTION)),
        "nothing": SimpleLazyObject(partial(listing, NOTHING)),
        "middle": Paginator(range(60), 20).page(2),
        "api_fields": [(("services", "lieux"), "Ce que dit l’interface.")],
        "map": SimpleLazyObject(partial(listing, "age=35", MapPage)),
        "today": today,
    }
