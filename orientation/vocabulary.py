"""The options one can choose, with their words in the language in use. No ORM."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a parameter. `section` gathers options under a heading; `hint` explains."""

    slug: str
    label: str
    section: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class ConditionWords:
    """The sentences of one access condition."""

    yes: str
    no: str
    question: str


@dataclass(frozen=True)
class Vocabulary:
    """The options of each parameter, in the order shown, and the words of the conditions.

    `memo` keeps what others make of them.
    """

    options: Mapping[str, tuple[Option, ...]]
    conditions: Mapping[str, ConditionWords]
    memo: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @cached_property
    def _labels(self) -> Mapping[str, Mapping[str, str]]:
        return {name: {o.slug: o.label for o in found} for name, found in self.options.items()}

    def label(self, parameter: str, slug: str) -> str:
        """The words of an option; the slug itself when it is not one."""
        return self._labels[parameter].get(slug, slug)

    def labels(self, parameter: str, slugs: tuple[str, ...] | frozenset[str]) -> str:
        """Several options in words, in the order shown: « arabe, turc »."""
        return ", ".join(self.each(parameter, slugs))

    def each(self, parameter: str, slugs: tuple[str, ...] | frozenset[str]) -> list[str]:
        """The words of each of several options, in the order shown."""
        return [o.label for o in self.options[parameter] if o.slug in slugs]
