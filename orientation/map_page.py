"""What the map shows: how many services of the answer have a place in each commune, and where they stand."""

from collections.abc import Sequence
from functools import cached_property

from django.utils.formats import number_format

from orientation import bits
from orientation.links import Links
from orientation.map_parts import AreaOnMap, BassinOnMap, CommuneOnMap, Seen
from orientation.matching import RANKS, Match, Verdict
from orientation.ordering import Key, distance, label_points
from orientation.outlines import Frame, Point, dots, outlines, written
from orientation.page import ListPage
from orientation.situation import Situation

MOST_DRAWN = 2_000  # services; beyond, dots would hide the map
MOST_NAMED = 40  # services seen; beyond, dots have no name


class MapPage(ListPage):
    """Everything the template of the map asks for; what is asked leads to other maps."""

    address = "orientation:map"

    def _question(self, situation: Situation) -> Situation:
        """Those that fit or are to check, whatever kind of answers the list shows."""
        return situation.plain

    @property
    def list_url(self) -> str:
        """The same answer as a list."""
        return Links(self.selection).to(self.situation)

    @property
    def ignored(self) -> list[tuple[str, str]]:
        """What was not understood in the address: here no field could say it."""
        return self._filterset.ignored

    @property
    def larger_url(self) -> str:
        """What the larger map is made of."""
        return Links(self.selection, "orientation:map_larger").to(self.situation)

    @property
    def everywhere_url(self) -> str:
        """The map of the whole Region."""
        return self.links.to(self.situation.without("bassin"))

    # Communes and bassins

    @cached_property
    def communes(self) -> dict[str, CommuneOnMap]:
        """Every commune by its NIS code, in the order of the territory."""
        columns, possible = self.catalogue.snapshot.columns, self.results.possible
        return {
            nis: CommuneOnMap(
                name=name,
                count=(possible & columns.of("commune", nis)).bit_count(),
                at=self._label(nis),
            )
            for nis, name in self.catalogue.territory.communes.items()
        }

    def _label(self, nis: str) -> Point | None:
        """Where a commune has its number: of several parts, in the one that lies in the bassin asked."""
        parts = [area for area in self._bassins if area.startswith(nis)]
        parts.sort(key=lambda area: self._bassins[area] != self.situation.bassin)
        return outlines().labels[parts[0]] if parts else None

    @property
    def labelled(self) -> list[CommuneOnMap]:
        """The communes whose number is seen."""
        communes = self.communes.values()
        return [each for each in communes if each.at and self.frame.has_room_at(each.at)]

    @cached_property
    def _bassins(self) -> dict[str, str | None]:
        """The bassin of each area drawn."""
        territory = self.catalogue.territory
        return {area: territory.bassin_of(area) for area in outlines().areas}

    @cached_property
    def bassins(self) -> list[BassinOnMap]:
        """Every bassin, in the order of the form."""
        question, counts = self.situation, self.results.facets["bassin"]
        lists = Links(self.selection)
        return [
            BassinOnMap(
                slug=option.slug,
                name=option.label,
                count=counts[option.slug],
                url=self.links.to(question.but(bassin=option.slug)),
                list_url=lists.to(question.but(bassin=option.slug)),
                areas=self._areas(option.slug),
                current=question.bassin == option.slug,
            )
            for option in self.catalogue.vocabulary.options["bassin"]
        ]

    @property
    def apart(self) -> list[AreaOnMap]:
        """What lies in no bassin."""
        return self._areas(None)

    def _areas(self, bassin: str | None) -> list[AreaOnMap]:
        return [
            AreaOnMap(self.communes[area[:5]], area)
            for area, its in self._bassins.items()
            if its == bassin and area[:5] in self.communes
        ]

    @property
    def border_lines(self) -> list[Sequence[Point]]:
        """The borders of the bassins."""
        return outlines().between(self._bassins)

    @property
    def borders(self) -> str:
        """The same as SVG says them."""
        return "".join(map(written, self.border_lines))

    @cached_property
    def frame(self) -> Frame:
        """The bassin asked, or the whole Region."""
        asked = self.situation.bassin
        return outlines().frame_of(a for a, its in self._bassins.items() if asked and its == asked)

    # Services

    @property
    def nowhere(self) -> int:
        """How many services of the answer have no published place."""
        placed = self.catalogue.snapshot.columns.of("some", "place")
        return bits.without(self.results.possible, placed).bit_count()

    @property
    def outside(self) -> int:
        """How many have places outside the Region only."""
        columns = self.catalogue.snapshot.columns
        outside = bits.without(columns.of("some", "place"), columns.of("some", "commune"))
        return (self.results.possible & outside).bit_count()

    @cached_property
    def pointless(self) -> int:
        """How many count in a commune without any point."""
        columns = self.catalogue.snapshot.columns
        placed = self.results.possible & columns.of("some", "commune")
        return bits.without(placed, columns.of("some", "point")).bit_count()

    @cached_property
    def _points(self) -> dict[Verdict, dict[int, list[Point]]]:
        """The points that are seen of each service, by verdict and slot; none when there are too many."""
        if self.too_many:
            return {}
        points, project = self.catalogue.snapshot.points, outlines().point
        found: dict[Verdict, dict[int, list[Point]]] = {}
        for verdict, these in self.results.possible_by_verdict.items():
            for slot in bits.members(these):
                seen = [project(*place) for place in points.of(slot)]
                if seen := [point for point in seen if self.frame.holds(point)]:
                    found.setdefault(verdict, {})[slot] = seen
        return found

    @property
    def too_many(self) -> bool:
        """Whether there are too many services for dots."""
        return self.results.counts.possible > MOST_DRAWN

    @cached_property
    def seen(self) -> int:
        """How many services have a dot."""
        return sum(map(len, self._points.values()))

    @property
    def dots(self) -> list[tuple[str, str]]:
        """Each verdict with its dots in one path, when they have no name."""
        if self.named:
            return []
        return [
            (verdict, dots(point for points in places.values() for point in points))
            for verdict, places in self._points.items()
        ]

    @cached_property
    def named(self) -> list[Seen]:
        """The services that have a dot, when they are few: by verdict, then the nearest first."""
        if self.seen > MOST_NAMED:
            return []
        found = (
            self._seen(self.results.explain(slot), points)
            for places in self._points.values()
            for slot, points in places.items()
        )
        return [seen for _order, seen in sorted(found, key=lambda pair: pair[0])]

    def _seen(self, found: Match, points: list[Point]) -> tuple[Key, Seen]:
        profile, territory, place = (
            found.profile,
            self.catalogue.territory,
            self.situation.code_postal,
        )
        unknown, metres = distance(profile, place, territory)
        communes = {territory.communes.get(at.commune or "", at.outside) for at in profile.places}
        known = self.asked_points and not unknown
        seen = Seen(
            found=found,
            communes=" · ".join(sorted(filter(None, communes))),
            kilometres=number_format(max(metres, 100) / 1000, 1) if known else "",
            points=points,
        )
        return (RANKS[found.verdict], unknown, metres, profile.sort_key, profile.slug), seen

    @cached_property
    def asked_points(self) -> list[Point]:
        """Where distances are measured from: the middle of each area where the person may live."""
        place = self.situation.code_postal
        if place is None or place.without_address:
            return []
        return [outlines().point(*label) for label in label_points(place, self.catalogue.territory)]

    @property
    def asked_path(self) -> str:
        """A cross before the number of each commune asked, as SVG says it."""
        place, areas = self.situation.code_postal, self.catalogue.territory.areas
        asked = {areas[area].commune for area in place.areas if area in areas} if place else set()
        numbers = [
            at for nis, commune in self.communes.items() if nis in asked and (at := commune.at)
        ]
        letter = self.frame.width // 100
        arm, aside, up = letter * 3 // 2, letter * 9 // 2, letter
        return "".join(
            f"M{x - aside - arm} {y - up}h{2 * arm}M{x - aside} {y - up - arm}v{2 * arm}"
            for x, y in filter(self.frame.has_room_at, numbers)
        )

    @property
    def asked_place(self) -> str:
        """The same in words."""
        place = self.situation.code_postal
        return self.catalogue.territory.words(place) if place else ""

    @property
    def verdicts(self) -> list[Verdict]:
        """Those that have dots."""
        return list(self._points)
