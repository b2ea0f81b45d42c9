"""What a reader without an account meets: a small répertoire, every public page, and their HTML."""

from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from uuid import UUID

from django.test import Client
from django.urls import reverse
from django.utils import translation

from directory.models import Bassin, Organization, Service, ServiceType
from directory.models.contact import Level
from directory.models.service import Audience, Coverage, Status
from directory.models.service_rows import GroupRelation
from tests.factories import (
    AccessConditionFactory,
    BassinFactory,
    CriterionFactory,
    EmailFactory,
    LanguageFactory,
    LocationFactory,
    MunicipalityFactory,
    NeedFactory,
    OrganizationFactory,
    PhoneFactory,
    PostalAreaFactory,
    ProfessionFactory,
    ScheduleFactory,
    ServiceAreaFactory,
    ServiceAtLocationFactory,
    ServiceFactory,
    ServiceTargetGroupFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
    ThemeFactory,
)

# What only a confidential place knows; none of it may be read anywhere.
SECRETS = (
    "Cachée",
    "Verborgen",
    "77bis",
    "1082",
    "50.8712",
    "4.3098",
    "sonnette bleue",
    "Le Refuge",
)
INTERNAL_NUMBER, INTERNAL_EMAIL = "+3224990001", "interne@example.org"
PROFESSIONAL_NUMBER, PROFESSIONAL_EMAIL = "+3224990002", "pros@example.org"
PUBLIC_NUMBER = "+3224990003"


def a_repertoire() -> None:
    """Services of every kind: known, unknown, confidential, suspended, archived, merged, draft."""
    bassin = BassinFactory.create(slug="nord-ouest", name_fr="Nord-Ouest")
    commune = MunicipalityFactory.create(
        nis_code="21003", name_fr="Berchem-Sainte-Agathe", slug="berchem"
    )
    open_area = PostalAreaFactory.create(
        municipality=commune, postal_code="1081", bassin=bassin, name_fr="Koekelberg"
    )
    secret_area = PostalAreaFactory.create(
        municipality=commune, postal_code="1082", bassin=bassin, name_fr="Berchem"
    )
    need = NeedFactory.create(slug="crise", name_fr="Une crise")
    kind = ServiceTypeFactory.create(
        slug="ssm",
        name_fr="Service de santé mentale",
        acronym="SSM",
        summary_fr="Une équipe.",
        distinction_fr="Pas un planning.",
    )
    kind.needs.add(need)
    kind.look_alikes.add(ServiceTypeFactory.create(slug="planning", name_fr="Planning familial"))
    organization = OrganizationFactory.create(
        slug="asbl",
        name="L’Asbl",
        alternate_name="Asbl",
        description_fr="Depuis 1970.",
        website="https://asbl.example.org/",
    )
    full = ServiceFactory.create(
        uuid=UUID(int=1),  # one by chance may hold the digits of a secret
        slug="plein",
        name="Le Plein",
        alternate_name="Plein",
        type=kind,
        organization=organization,
        description_fr="Un accueil.",
        specifics_fr="On prend le temps.",
        audience=Audience.EVERYONE,
        audience_note="tout public",
        age_min=18,
        age_max=64,
        languages_complete=True,
        asks_personne=True,
        access_note="sur rendez-vous",
        first_step_fr="Téléphoner.",
        cost_fr="Gratuit.",
        coverage=Coverage.AREAS,
        coverage_note="le nord-ouest",
        source="Bruxelles Social",
        source_url="https://source.example.org/",
        source_date="2021-01",
        verified_on=date(2024, 5, 1),
        verified_by="l’équipe",
        website="https://plein.example.org/",
        emergency_line="107",
        internal_note="note interne",
    )
    full.needs.add(need)
    full.languages.add(LanguageFactory.create(slug="fr", name_fr="français"))
    full.professions.add(ProfessionFactory.create(name_fr="psychiatre"))
    full.themes.add(ThemeFactory.create(name_fr="deuil"))
    ServiceAreaFactory.create(service=full, area=open_area)
    ServiceAreaFactory.create(service=full, area=None, outside_postal_code="1702")
    ServiceTargetGroupFactory.create(service=full, group=TargetGroupFactory.create())
    ServiceTargetGroupFactory.create(service=full, relation=GroupRelation.REFUSED)
    for answer in (True, False, None):
        AccessConditionFactory.create(
            service=full, answer=answer, note="ça dépend", source="Page web", source_date="2019"
        )
    CriterionFactory.create(name_fr="Animaux admis")
    open_place = LocationFactory.create(
        postal_area=open_area,
        name="La Maison",
        access_note="Au fond",
        latitude=50.86,
        longitude=4.3,
    )
    ServiceAtLocationFactory.create(service=full, location=open_place)
    ScheduleFactory.create(service=full, location=open_place, note="sauf en août")
    PhoneFactory.create(
        service=full, number=PUBLIC_NUMBER, label="accueil", source="Page web", source_date="2020"
    )
    PhoneFactory.create(service=full, number=PROFESSIONAL_NUMBER, level=Level.PROFESSIONAL)
    PhoneFactory.create(service=full, number=INTERNAL_NUMBER, level=Level.INTERNAL, position=0)
    EmailFactory.create(service=full, address="public@example.org", label="accueil")
    EmailFactory.create(service=full, address=PROFESSIONAL_EMAIL, level=Level.PROFESSIONAL)
    EmailFactory.create(service=full, address=INTERNAL_EMAIL, level=Level.INTERNAL)

    refuge = ServiceFactory.create(
        uuid=UUID(int=2),
        slug="refuge",
        name="La Maison des femmes",
        type=kind,
        audience=Audience.RESERVED,
    )
    women = TargetGroupFactory.create(slug="femmes", name_fr="femmes")
    ServiceTargetGroupFactory.create(service=refuge, group=women, relation=GroupRelation.RESERVED)
    secret_place = LocationFactory.create(
        postal_area=secret_area,
        name="Le Refuge",
        street_fr="Rue Cachée",
        street_nl="Verborgenstraat",
        number="77bis",
        latitude=50.871234,
        longitude=4.309876,
        access_note="sonnette bleue",
        is_confidential=True,
    )
    ServiceAtLocationFactory.create(service=refuge, location=secret_place)
    ScheduleFactory.create(service=refuge, location=secret_place)
    PhoneFactory.create(service=refuge, location=secret_place)

    ServiceFactory.create(uuid=UUID(int=3), slug="nu", name="Nu")
    since = date(2026, 3, 14)
    ServiceFactory.create(
        slug="suspendu",
        name="Le Suspendu",
        type=kind,
        status=Status.SUSPENDED,
        status_since=since,
        status_note="Travaux.",
        successor=full,
    )
    ServiceFactory.create(
        slug="archive", name="L’Archivé", type=kind, status=Status.ARCHIVED, status_since=since
    )
    ServiceFactory.create(
        slug="fusionne",
        name="Le Fusionné",
        type=kind,
        status=Status.MERGED,
        status_since=since,
        successor=full,
        organization=organization,
    )
    ServiceFactory.create(slug="brouillon", name="Le Brouillon", type=kind, status=Status.DRAFT)


def every_address() -> list[str]:
    """The address of every public page, in French; lists in several states."""
    with translation.override("fr"):
        return list(_every_address())


def _every_address() -> Iterator[str]:
    for name in (
        *(
            "orientation:home",
            "orientation:list",
            "orientation:map",
            "orientation:selection",
            "directory:types",
            "directory:types_confused",
            "directory:waits",
            "directory:waits_by_type",
        ),
        *("directory:compare", "directory:emergency", "directory:glossary"),
        *("about", "accessibility", "privacy", "offline"),
    ):
        yield reverse(name)
    yield reverse("orientation:api")
    for service in Service.objects.with_a_page():
        yield reverse("directory:service", args=[service.slug])
    for organization in Organization.objects.all():
        yield reverse("directory:organization", args=[organization.slug])
    for kind in ServiceType.objects.all():
        yield reverse("directory:type", args=[kind.slug])
    for bassin in Bassin.objects.all():
        yield reverse("directory:bassin", args=[bassin.slug])
    for service in Service.objects.listed():
        yield reverse("directory:report", args=[service.slug])
        yield reverse("directory:report_thanks", args=[service.slug])
    yield f"{reverse('directory:compare')}?s=plein&s=refuge&s=nu&s=suspendu"
    yield f"{reverse('directory:compare')}?s=plein"
    yield f"{reverse('orientation:selection')}?s=plein&s=refuge&s=suspendu&s=archive&s=fusionne"
    for step in ("", "?besoin=crise&etape=appeler", "?age=35&etape=langue", "?age=35&etape=resume"):
        yield f"{reverse('orientation:guide')}{step}"
    everything = "verdict=convient&verdict=verifier&verdict=exclus&age=35&code_postal=1081"
    questions = (
        everything,
        f"{everything}&tri=proximite&bassin=nord-ouest&ouvert=soir",
        f"{everything}&public=femmes&langue=fr&demandeur=medecin",
        "q=maison+des+femmes",
        "besoin=crise&code_postal=sans",
        "q=rien-du-tout",
        "age=cent&code_postal=Atlantide&inconnu=1&tri=hasard",
        "ecarte_par=age&age=5",
        "verdict=presque&age=5",
        "per_page=1&page=2",
    )
    for question in questions:
        yield f"{reverse('orientation:list')}?{question}"
    yield f"{reverse('orientation:map')}?{everything}&bassin=nord-ouest&inconnu=1&s=plein"


def in_every_language() -> list[str]:
    """Every public address with its Dutch and English versions."""
    return [f"{prefix}{address}" for address in every_address() for prefix in ("", "/nl", "/en")]


def plain(text: str) -> str:
    """A text with ordinary spaces, so that tests need not tell the spaces of French typography."""
    return text.replace("\u202f", " ").replace("\xa0", " ")


def html_of(client: Client, address: str) -> str:
    """The HTML of a page that must answer 200."""
    with translation.override("fr"):  # the page’s language must not stay for what follows
        answer = client.get(address)
    assert answer.status_code == 200, address
    return plain(answer.content.decode())


class Page(HTMLParser):
    """What a page loads and identifies, and whether its tags are closed in order."""

    VOID = frozenset(
        {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "option"}
        | {"source", "track", "wbr"}
    )
    LOADING = {"link": "href", "use": "href", "form": "action"}
    NAMING = frozenset({"canonical", "alternate"})  # links that say an address and load nothing
    DATA = frozenset(
        {"application/ld+json", "application/json"}
    )  # such a script is read, never run

    def __init__(self, html: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.inline: list[str] = []
        self.misnested: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        self.misnested += self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag loads, names and writes inline."""
        stated = {name: value or "" for name, value in attrs}
        if tag not in self.VOID:
            self._open.append(tag)
        self._note(tag, stated)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that closes itself, as in SVG."""
        self._note(tag, {name: value or "" for name, value in attrs})

    def handle_endtag(self, tag: str) -> None:
        """Note a tag closed out of turn."""
        if tag in self.VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.misnested.append(f"/{tag} line {self.getpos()[0]}")

    def _note(self, tag: str, stated: dict[str, str]) -> None:
        self.ids += [stated["id"]] if "id" in stated else []
        self.links += [stated["href"]] if tag == "a" and "href" in stated else []
        loads = [stated[name] for name in ("src", "srcset", "poster", "data") if name in stated]
        names = tag == "link" and stated.get("rel") in self.NAMING
        if tag in self.LOADING and self.LOADING[tag] in stated and not names:
            loads.append(stated[self.LOADING[tag]])
        self.loads += loads
        runs = tag == "script" and "src" not in stated and stated.get("type") not in self.DATA
        if tag == "style" or runs:
            self.inline.append(tag)
        self.inline += [name for name in stated if name == "style" or name.startswith("on")]
