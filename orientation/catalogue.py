"""Everything the plain matcher looks at: the profiles, the territory, the words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orientation.profile import Profile
from orientation.territory import Territory
from orientation.vocabulary import Vocabulary


@dataclass(frozen=True)
class Catalogue:
    """The published services, and apart the suspended ones, at one moment.

    `at` is naive Brussels time, cut to 15 minutes.
    """

    profiles: Sequence[Profile]
    suspended: Sequence[Profile]
    territory: Territory
    vocabulary: Vocabulary
    at: datetime
