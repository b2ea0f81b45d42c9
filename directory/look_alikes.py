"""Which types of service are confused with which, as small groups to set side by side. Pure."""

from collections.abc import Collection, Mapping
from itertools import combinations


def groups(alike: Mapping[str, Collection[str]]) -> list[list[str]]:
    """The groups of slugs that resemble each other, in the order of the mapping.

    Two links stand in one group when a third closes a triangle with them, and so on from triangle to
    triangle; a link in no triangle is a pair of its own. So a type may stand in several groups, and a long
    chain of pairs never becomes one crowd. Links count both ways; slugs that the mapping lacks are left out.
    """
    rank = {slug: at for at, slug in enumerate(alike)}
    near: dict[str, set[str]] = {slug: set() for slug in alike}
    for slug, others in alike.items():
        for other in (near.keys() & set(others)) - {slug}:
            near[slug].add(other)
            near[other].add(slug)
    links = {frozenset((slug, other)) for slug, others in near.items() for other in others}
    found: list[set[str]] = []
    while links:
        waiting, members = [links.pop()], set[str]()
        while waiting:
            one, other = link = waiting.pop()
            members |= link
            for third in near[one] & near[other]:
                sides = {frozenset((one, third)), frozenset((other, third))} & links
                links -= sides
                waiting += sides
        found.append(members)
    for small, large in combinations(sorted(found, key=len), 2):
        if small <= large:
            small.clear()
    ordered = (sorted(members, key=rank.__getitem__) for members in found if members)
    return sorted(ordered, key=lambda members: [rank[slug] for slug in members])
