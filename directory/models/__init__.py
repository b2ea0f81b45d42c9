"""What the répertoire knows, in the words of Open Referral HSDS."""

from directory.models.contact import Email, Phone, Schedule
from directory.models.organization import Location, Organization
from directory.models.revision import Revision
from directory.models.sending import SendingCount
from directory.models.service import Service
from directory.models.service_rows import (
    AccessCondition,
    ExternalIdentifier,
    ServiceArea,
    ServiceAtLocation,
    ServiceTargetGroup,
)
from directory.models.suggestion import SuggestedAnswer, Suggestion
from directory.models.taxonomy import (
    Criterion,
    Language,
    Need,
    Profession,
    ServiceType,
    TargetGroup,
    Theme,
)
from directory.models.territory import Bassin, Municipality, Neighbourhood, PostalArea
from directory.models.upkeep import UpdateContact, Upkeep
from directory.models.waiting_time import WaitingTime

__all__ = [
    "AccessCondition",
    "Bassin",
    "Criterion",
    "Email",
    "ExternalIdentifier",
    "Language",
    "Location",
    "Municipality",
    "Need",
    "Neighbourhood",
    "Organization",
    "Phone",
    "PostalArea",
    "Profession",
    "Revision",
    "Schedule",
    "SendingCount",
    "Service",
    "ServiceArea",
    "ServiceAtLocation",
    "ServiceTargetGroup",
    "ServiceType",
    "SuggestedAnswer",
    "Suggestion",
    "TargetGroup",
    "Theme",
    "UpdateContact",
    "Upkeep",
    "WaitingTime",
]
