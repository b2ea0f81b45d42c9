"""What the database refuses by itself, and the readable words with which forms refuse it first."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

from directory import hours
from directory.models import (
    AccessCondition,
    Email,
    ExternalIdentifier,
    Location,
    Organization,
    Phone,
    PostalArea,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
)
from directory.models.organization import PublishedPlace
from directory.models.service import Status
from directory.models.service_rows import GroupRelation
from tests.factories import (
    BassinFactory,
    CriterionFactory,
    LocationFactory,
    MunicipalityFactory,
    OrganizationFactory,
    PostalAreaFactory,
    ServiceFactory,
    ServiceTypeFactory,
    TargetGroupFactory,
)

Make = Callable[[], models.Model]


def service(**fields: Any) -> Service:
    """A service that is not saved yet."""
    kind = ServiceTypeFactory.create()
    return Service(**{"name": "Neuf", "slug": "neuf", "type": kind, "sort_key": "neuf", **fields})


def twice(make: Callable[[], models.Model]) -> models.Model:
    """The second of two alike; the first is saved."""
    make().save()
    return make()


def same_name() -> models.Model:
    organization = OrganizationFactory.create()
    ServiceFactory.create(name="L’Équipe", organization=organization)
    return service(name="l equipe", organization=organization, sort_key="l equipe")


def same_name_without_organization() -> models.Model:
    ServiceFactory.create(name="L’Équipe")
    return service(name="l equipe", sort_key="l equipe")


def same_organization() -> models.Model:
    OrganizationFactory.create(name="Le Méridien")
    return Organization(name="le meridien", slug="meridien", sort_key="le meridien")


def its_own_successor() -> models.Model:
    found = ServiceFactory.create()
    found.successor = found
    return found


def same_place() -> models.Model:
    found, place = ServiceFactory.create(), LocationFactory.create()
    return twice(lambda: ServiceAtLocation(service=found, location=place))


def same_area() -> models.Model:
    found, area = ServiceFactory.create(coverage="zones"), PostalAreaFactory.create()
    return twice(lambda: ServiceArea(service=found, area=area))


def same_outside_code() -> models.Model:
    found = ServiceFactory.create(coverage="zones")
    return twice(lambda: ServiceArea(service=found, outside_postal_code="1500"))


def same_public() -> models.Model:
    found, group = ServiceFactory.create(), TargetGroupFactory.create()
    return twice(
        lambda: ServiceTargetGroup(service=found, group=group, relation=GroupRelation.REFUSED)
    )


def same_condition() -> models.Model:
    found, criterion = ServiceFactory.create(), CriterionFactory.create()
    return twice(lambda: AccessCondition(service=found, criterion=criterion, answer=True))


def same_identifier() -> models.Model:
    return twice(
        lambda: ExternalIdentifier(service=ServiceFactory.create(), system="bruxsoc", value="1")
    )


def same_phone() -> models.Model:
    found = ServiceFactory.create()
    return twice(lambda: Phone(service=found, number="+3227629720"))


def same_email() -> models.Model:
    found = ServiceFactory.create()
    return twice(lambda: Email(service=found, address="a@example.org"))


def same_postal_code() -> models.Model:
    area = PostalAreaFactory.create(postal_code="1050")
    return PostalArea(
        municipality=area.municipality, postal_code="1050", code="autre", name_fr="Autre"
    )


def area_without_commune() -> models.Model:
    return Location(postal_area=PostalAreaFactory.create(), outside="1500 Halle")


def nowhere() -> models.Model:
    return Location(name="Nulle part")


def inside_and_outside() -> models.Model:
    return Location(municipality=MunicipalityFactory.create(), outside="1500 Halle")


def half_a_point() -> models.Model:
    return Location(municipality=MunicipalityFactory.create(), latitude=50.8)


def a_point_in_the_sea() -> models.Model:
    return Location(municipality=MunicipalityFactory.create(), latitude=4.35, longitude=50.8)


SINCE = date(2026, 1, 1)
BROKEN: list[tuple[str, Make, str]] = [
    ("service_name_once_per_organization", same_name, "a déjà un service de ce nom"),
    ("service_name_once_without_organization", same_name_without_organization, "déjà ce nom"),
    ("service_ages_up_to_120", lambda: service(age_max=121), "120"),
    ("service_age_min_below_max", lambda: service(age_min=20, age_max=10), "minimum"),
    ("service_out_of_use_since", lambda: service(status=Status.SUSPENDED), "depuis quand"),
    (
        "service_merged_into_another",
        lambda: service(status=Status.MERGED, status_since=SINCE),
        "avec quelle autre",
    ),
    ("service_successor_is_another", its_own_successor, "renvoyer à elle-même"),
    ("service_verified_on_and_by", lambda: service(verified_on=SINCE), "une date et un auteur"),
    ("service_verified_on_and_by", lambda: service(verified_by="x"), "une date et un auteur"),
    ("service_at_location_once", same_place, "déjà indiqué"),
    ("service_area_once", same_area, "déjà indiquée"),
    ("service_area_outside_once", same_outside_code, "déjà indiqué"),
    (
        "service_area_inside_or_outside",
        lambda: ServiceArea(service=ServiceFactory.create()),
        "code postal",
    ),
    (
        "service_area_inside_or_outside",
        lambda: ServiceArea(
            service=ServiceFactory.create(),
            area=PostalAreaFactory.create(),
            outside_postal_code="1500",
        ),
        "code postal",
    ),
    ("service_target_group_once", same_public, "déjà indiqué"),
    ("access_condition_once_per_service", same_condition, "déjà une réponse"),
    ("external_identifier_once", same_identifier, "déjà cet identifiant"),
    ("phone_once_per_service", same_phone, "déjà indiqué"),
    ("email_once_per_service", same_email, "déjà indiquée"),
    (
        "schedule_says_something",
        lambda: Schedule(service=ServiceFactory.create()),
        "un horaire ou une remarque",
    ),
    ("organization_name_once", same_organization, "porte déjà ce nom"),
    ("location_in_area_has_municipality", area_without_commune, "commune"),
    ("location_inside_or_outside_region", nowhere, "soit une commune"),
    ("location_inside_or_outside_region", inside_and_outside, "soit une commune"),
    ("location_coordinates_in_belgium", half_a_point, "pas en Belgique"),
    ("location_coordinates_in_belgium", a_point_in_the_sea, "pas en Belgique"),
    ("postal_area_once_per_municipality", same_postal_code, "a déjà ce code postal"),
]


@pytest.mark.parametrize(("name", "make", "message"), BROKEN)
def test_the_database_refuses_by_itself(db: None, name: str, make: Make, message: str) -> None:
    row = make()
    with pytest.raises(IntegrityError), transaction.atomic():
        if row.pk:
            type(row)._default_manager.filter(pk=row.pk).update(successor=row.pk)
        else:
            type(row)._default_manager.bulk_create([row])


@pytest.mark.parametrize(("name", "make", "message"), BROKEN)
def test_a_form_refuses_first_in_readable_words(
    db: None, name: str, make: Make, message: str
) -> None:
    with pytest.raises(ValidationError) as refusal:
        make().full_clean()

    assert message in " ".join(refusal.value.messages)


def test_every_constraint_has_its_test_and_its_words() -> None:
    every = [
        constraint
        for model in (
            *(
                AccessCondition,
                Email,
                ExternalIdentifier,
                Location,
                Organization,
                Phone,
                PostalArea,
            ),
            *(Schedule, Service, ServiceArea, ServiceAtLocation, ServiceTargetGroup),
        )
        for constraint in model._meta.constraints
    ]

    assert {constraint.name for constraint in every} == {name for name, _make, _message in BROKEN}
    for constraint in every:
        assert "Constraint" not in str(constraint.get_violation_error_message())


def test_two_organizations_may_each_have_a_service_of_one_name(db: None) -> None:
    for _number in range(2):
        organization = OrganizationFactory.create()
        ServiceFactory.create(name="Accueil", organization=organization)
    ServiceFactory.create(name="Accueil")

    assert Service.objects.filter(sort_key="accueil").count() == 3


@pytest.mark.parametrize("field", ["name", "audience_note", "internal_note", "specifics_nl"])
def test_invisible_characters_are_refused_at_their_field(db: None, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        service(**{field: "a\x07b"}).full_clean()

    assert field in refusal.value.message_dict


def test_saving_writes_the_sort_key_of_the_present_name(db: None) -> None:
    found = ServiceFactory.create(name="L’Été")
    found.name = "À côté"
    found.save()

    assert Service.objects.get(pk=found.pk).sort_key == "a cote"


def test_a_telephone_is_stored_one_way(db: None) -> None:
    phone = Phone(service=ServiceFactory.create(), number="02/762.97.20")
    phone.full_clean()
    assert phone.number == "+3227629720"

    phone.number = "pas un numéro"
    with pytest.raises(ValidationError) as refusal:
        phone.full_clean()
    assert "number" in refusal.value.message_dict


def test_hours_are_stored_in_one_syntax(db: None) -> None:
    schedule = Schedule(service=ServiceFactory.create(), osm="Lun–Ven 9h–17h")
    schedule.full_clean()
    assert schedule.osm == "Mo-Fr 09:00-17:00"

    schedule.osm = "quand on veut"
    with pytest.raises(ValidationError) as refusal:
        schedule.full_clean()
    assert "osm" in refusal.value.message_dict


def test_an_enterprise_number_has_right_check_digits(db: None) -> None:
    Organization(name="Un", slug="un", enterprise_number="0403.170.701").full_clean()
    with pytest.raises(ValidationError) as refusal:
        Organization(name="Deux", slug="deux", enterprise_number="0403.170.702").full_clean()
    assert "enterprise_number" in refusal.value.message_dict


# Places


def test_a_confidential_place_publishes_nothing_but_its_commune(db: None) -> None:
    area = PostalAreaFactory.create()
    place = LocationFactory.create(
        postal_area=area,
        name="Le Refuge",
        street_fr="Rue Cachée",
        latitude=50.8,
        longitude=4.3,
        precision="address",
        access_note="sonnette",
        is_confidential=True,
    )

    assert place.published == PublishedPlace(is_confidential=True, municipality=area.municipality)
    assert place.published.town == place.published.commune == area.municipality.name


def test_a_confidential_place_outside_the_region_publishes_nothing(db: None) -> None:
    place = LocationFactory.create(
        postal_area=None, municipality=None, outside="1500 Halle", is_confidential=True
    )

    assert place.published == PublishedPlace(is_confidential=True)


def test_a_confidential_place_does_not_tell_its_bassin_where_the_commune_is_split(
    db: None,
) -> None:
    commune = MunicipalityFactory.create()
    here, there = (
        PostalAreaFactory.create(municipality=commune, bassin=BassinFactory.create())
        for _number in range(2)
    )
    place = LocationFactory.create(postal_area=here, is_confidential=True)
    open_place = LocationFactory.create(postal_area=here)

    assert here.bassin and there.bassin
    assert place.published.bassins == {here.bassin.slug, there.bassin.slug}
    assert open_place.published.bassins == {here.bassin.slug}


def test_a_place_whose_area_has_no_bassin_counts_in_every_bassin_of_its_commune(
    db: None,
) -> None:
    commune = MunicipalityFactory.create()
    bare = PostalAreaFactory.create(municipality=commune, bassin=None)
    known = PostalAreaFactory.create(municipality=commune)
    place = LocationFactory.create(postal_area=bare)

    assert known.bassin
    assert place.published.bassins == {known.bassin.slug}


def test_an_open_place_publishes_its_address(db: None) -> None:
    area = PostalAreaFactory.create(postal_code="1050", name_fr="Ixelles")
    place = LocationFactory.create(postal_area=area, street_fr="Rue Haute", number="3")

    assert place.published.street == "Rue Haute 3"
    assert place.published.town == "1050 Ixelles"


def test_the_commune_comes_from_the_postal_area(db: None) -> None:
    area = PostalAreaFactory.create()
    place = Location(postal_area=area, street_fr="Rue Haute")
    place.full_clean()
    assert place.municipality == area.municipality

    place.municipality = MunicipalityFactory.create()
    with pytest.raises(ValidationError) as refusal:
        place.full_clean()
    assert "municipality" in refusal.value.message_dict


# Who is helped


def test_who_is_helped_is_never_empty(db: None) -> None:
    kind = ServiceTypeFactory.create()
    found = ServiceFactory.create(type=kind)
    assert found.helps == {"personne"}

    kind.helps_proche = True
    assert found.helps == {"proche"}, "the type’s"

    found.helps_professionnel = True
    assert found.helps == {"professionnel"}, "its own"


def test_hours_too_long_once_in_osm_syntax_are_refused_at_their_field(db: None) -> None:
    french = "; ".join(["lundi 9h-10h"] * 21)
    assert len(french) < 300 < len(hours.parse(french))

    with pytest.raises(ValidationError) as refused:
        Schedule(service=ServiceFactory.create(), osm=french).full_clean()
    assert "trop long" in refused.value.message_dict["osm"][0]
