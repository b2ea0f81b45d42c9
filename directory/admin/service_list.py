"""The list of entries: what its columns say is read for the rows that are shown."""

from typing import TYPE_CHECKING

from django.contrib.admin.views.main import ChangeList
from django.db.models import prefetch_related_objects
from django.http import HttpRequest

from directory.models import Service


class ServiceList(ChangeList):
    """A page of services with their places and waits; an act on a thousand of them reads neither."""

    if TYPE_CHECKING:
        result_list: list[Service]

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page."""
        super().get_results(request)
        self.result_list = list(self.result_list)
        prefetch_related_objects(
            self.result_list, "at_locations__location__municipality", "waiting_times__group"
        )
