"""Addresses made of names."""

import pytest

from directory.models import Service
from directory.slugs import free, slug_of


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("L’Équipe – Centre Ados", "l-equipe-centre-ados"),
        ("Cœur assistant·e", "coeur-assistante"),
        ("Здоровье", "fiche"),
        ("…", "fiche"),
        ("a" * 200, "a" * 112),
        ("a" * 111 + " b", "a" * 111),
    ],
)
def test_a_name_makes_an_address(name: str, slug: str) -> None:
    assert slug_of(name) == slug


def test_an_address_that_is_taken_gets_the_first_free_number() -> None:
    assert free("parc", set()) == "parc"
    assert free("parc", {"parc"}) == "parc-2"
    assert free("parc", {"parc", "parc-2", "parc-4"}) == "parc-3"


def test_the_longest_address_has_room_for_a_number() -> None:
    slug = slug_of("a" * 200)
    longest = Service._meta.get_field("slug").max_length
    assert longest
    assert len(free(slug, {slug, *(f"{slug}-{n}" for n in range(2, 10_000))})) <= longest
