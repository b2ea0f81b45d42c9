"""Test data that says only what matters to the test: `ServiceFactory.create(name="…")`."""

# factory-boy’s declarations have no annotations.
# mypy: disallow-untyped-calls=False

from typing import Any

from django.conf import settings
from factory.declarations import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from directory.models import (
    AccessCondition,
    Bassin,
    Criterion,
    Email,
    Language,
    Location,
    Municipality,
    Need,
    Organization,
    Phone,
    PostalArea,
    Profession,
    Schedule,
    Service,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
    ServiceType,
    TargetGroup,
    Theme,
    WaitingTime,
)
from directory.models.service import Status
from directory.models.service_rows import GroupRelation
from directory.models.taxonomy import CriterionCategory, Sector
from smesb.models import User

PASSWORD = "une phrase de passe pour les tests"


class UserFactory(DjangoModelFactory[User]):
    """Someone known; `is_staff=True` opens the admin's door, `password=PASSWORD` a login (slow to make)."""

    class Meta:
        model = settings.AUTH_USER_MODEL

    email = Sequence(lambda n: f"personne{n}@example.org")
    password = None

    @classmethod
    def _create(cls, model_class: type[User], *args: Any, **kwargs: Any) -> User:
        return model_class.objects.create_user(*args, **kwargs)


class BassinFactory(DjangoModelFactory[Bassin]):
    """A bassin d’aide et de soins."""

    class Meta:
        model = Bassin

    name_fr = Sequence(lambda n: f"Bassin {n}")
    slug = Sequence(lambda n: f"bassin-{n}")


class MunicipalityFactory(DjangoModelFactory[Municipality]):
    """A commune."""

    class Meta:
        model = Municipality

    name_fr = Sequence(lambda n: f"Commune {n}")
    slug = Sequence(lambda n: f"commune-{n}")
    nis_code = Sequence(lambda n: f"{21000 + n}")
    latitude = 50.85
    longitude = 4.35


class PostalAreaFactory(DjangoModelFactory[PostalArea]):
    """A postal code of a commune, in a bassin."""

    class Meta:
        model = PostalArea

    municipality = SubFactory(MunicipalityFactory)
    bassin = SubFactory(BassinFactory)
    postal_code = Sequence(lambda n: f"{1000 + n % 9000}")
    name_fr = LazyAttribute(lambda area: area.municipality.name_fr)
    code = LazyAttribute(lambda area: f"{area.municipality.nis_code}-{area.postal_code}")


class NeedFactory(DjangoModelFactory[Need]):
    """A need."""

    class Meta:
        model = Need

    name_fr = Sequence(lambda n: f"Besoin {n}")
    slug = Sequence(lambda n: f"besoin-{n}")


class ServiceTypeFactory(DjangoModelFactory[ServiceType]):
    """A type of service, without default need."""

    class Meta:
        model = ServiceType

    name_fr = Sequence(lambda n: f"Type {n}")
    slug = Sequence(lambda n: f"type-{n}")
    sector = Sector.MENTAL_HEALTH


class TargetGroupFactory(DjangoModelFactory[TargetGroup]):
    """A public."""

    class Meta:
        model = TargetGroup

    name_fr = Sequence(lambda n: f"personnes {n}")
    slug = Sequence(lambda n: f"public-{n}")


class CriterionFactory(DjangoModelFactory[Criterion]):
    """An access condition that a service may answer."""

    class Meta:
        model = Criterion

    name_fr = Sequence(lambda n: f"Condition {n}")
    slug = Sequence(lambda n: f"condition_{n}")
    position = Sequence(int)
    category = CriterionCategory.ENTRY
    yes_fr = LazyAttribute(lambda criterion: f"{criterion.name_fr} : oui.")
    no_fr = LazyAttribute(lambda criterion: f"{criterion.name_fr} : non.")
    question_fr = LazyAttribute(lambda criterion: f"{criterion.name_fr} ?")


class LanguageFactory(DjangoModelFactory[Language]):
    """A language, known by two letters."""

    class Meta:
        model = Language

    name_fr = Sequence(lambda n: f"langue {n}")
    slug = Sequence(lambda n: f"{chr(97 + n // 26 % 26)}{chr(97 + n % 26)}")


class ProfessionFactory(DjangoModelFactory[Profession]):
    """A profession."""

    class Meta:
        model = Profession

    name_fr = Sequence(lambda n: f"profession {n}")
    slug = Sequence(lambda n: f"profession-{n}")


class ThemeFactory(DjangoModelFactory[Theme]):
    """A theme."""

    class Meta:
        model = Theme

    name_fr = Sequence(lambda n: f"thème {n}")
    slug = Sequence(lambda n: f"theme-{n}")


class OrganizationFactory(DjangoModelFactory[Organization]):
    """An organisation."""

    class Meta:
        model = Organization

    name = Sequence(lambda n: f"Organisation {n}")
    slug = Sequence(lambda n: f"organisation-{n}")


class LocationFactory(DjangoModelFactory[Location]):
    """A place with an address in the Region."""

    class Meta:
        model = Location

    postal_area = SubFactory(PostalAreaFactory)
    municipality = LazyAttribute(lambda place: place.postal_area and place.postal_area.municipality)
    street_fr = Sequence(lambda n: f"Rue {n}")
    number = "1"


class ServiceFactory(DjangoModelFactory[Service]):
    """A published service of which nothing else is known."""

    class Meta:
        model = Service

    name = Sequence(lambda n: f"Service {n}")
    slug = Sequence(lambda n: f"service-{n}")
    type = SubFactory(ServiceTypeFactory)
    status = Status.PUBLISHED


class ServiceAtLocationFactory(DjangoModelFactory[ServiceAtLocation]):
    """A service at a place."""

    class Meta:
        model = ServiceAtLocation

    service = SubFactory(ServiceFactory)
    location = SubFactory(LocationFactory)


class ServiceAreaFactory(DjangoModelFactory[ServiceArea]):
    """A postal area that a service serves."""

    class Meta:
        model = ServiceArea

    service = SubFactory(ServiceFactory, coverage="zones")
    area = SubFactory(PostalAreaFactory)


class ServiceTargetGroupFactory(DjangoModelFactory[ServiceTargetGroup]):
    """What a service says of a public; « spécialisé pour » unless the test says otherwise."""

    class Meta:
        model = ServiceTargetGroup

    service = SubFactory(ServiceFactory)
    group = SubFactory(TargetGroupFactory)
    relation = GroupRelation.SPECIALISED


class AccessConditionFactory(DjangoModelFactory[AccessCondition]):
    """A yes to a criterion."""

    class Meta:
        model = AccessCondition

    service = SubFactory(ServiceFactory)
    criterion = SubFactory(CriterionFactory)
    answer = True


class PhoneFactory(DjangoModelFactory[Phone]):
    """A public telephone number."""

    class Meta:
        model = Phone

    service = SubFactory(ServiceFactory)
    number = Sequence(lambda n: f"+322{7620000 + n}")


class EmailFactory(DjangoModelFactory[Email]):
    """A public e-mail address."""

    class Meta:
        model = Email

    service = SubFactory(ServiceFactory)
    address = Sequence(lambda n: f"contact{n}@example.org")


class ScheduleFactory(DjangoModelFactory[Schedule]):
    """Office hours."""

    class Meta:
        model = Schedule

    service = SubFactory(ServiceFactory)
    osm = "Mo-Fr 09:00-17:00"


class WaitingTimeFactory(DjangoModelFactory[WaitingTime]):
    """A waiting list, said by the service today."""

    class Meta:
        model = WaitingTime

    service = SubFactory(ServiceFactory)
    state = "waiting"
    said_by = "service"
