"""How long one waits: the criterion `delai`."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from directory.waits import for_whom
from directory.waits_in_words import AGES, figure
from orientation.columns import Columns
from orientation.criteria.answer import Answer, known
from orientation.profile import Profile
from orientation.wait_sets import Heard


@dataclass(frozen=True)
class Wait:
    """A first contact within so many weeks, by the wait that counts for these publics and this age."""

    weeks: int
    groups: Collection[str]
    age: int | None
    is_crisis: bool
    day: date
    key: str = "delai"

    def answer(self, profile: Profile) -> Answer:
        wait = for_whom(profile.waits, self.groups, self.age, self.day)
        return known(
            wait.on(self.day).within(self.weeks, self.is_crisis, self.day) if wait else None
        )

    def sets(self, columns: Columns) -> tuple[int, int]:
        heard = Heard.of(columns, self.groups, self.age, self.day)
        return heard.within(self.weeks, self.is_crisis)

    def text(self, profile: Profile, answer: Answer) -> str:
        wait = for_whom(profile.waits, self.groups, self.age, self.day)
        if wait is None:
            return _("Combien de temps faut-il attendre pour un premier contact ?")
        said = wait.on(self.day)
        words = {"wait": figure(said), "age": AGES[said.age(self.day)]}
        if answer is Answer.UNKNOWN:
            return _("Combien de temps faut-il attendre ? Avant : %(wait)s (%(age)s)") % words
        return _("%(wait)s (%(age)s)") % words
