"""What one does to entries, several or one: each act is confirmed on a page of its own."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import ngettext

from directory import actions
from directory.admin.acts import ACTS, Act
from directory.models import Service
from directory.models.service import Status


def _action(name: str, act: Act) -> Any:
    """The act as the list of an admin offers it."""

    def chosen(
        one: "ServiceActions", request: HttpRequest, queryset: QuerySet[Service]
    ) -> HttpResponse | None:
        return one._confirmed(request, queryset, name)

    chosen.__name__ = name
    return admin.action(permissions=["change"], description=act.label)(chosen)


class ServiceActions:
    """The acts on services: from the list, on those that are ticked; from a form, on that one."""

    actions = tuple(_action(name, act) for name, act in ACTS.items())
    admin_site: Any
    model: Any
    opts: Any
    media: Any

    def get_urls(self) -> list[URLPattern]:
        """The addresses of an admin, and that of an act on one entry."""
        view = self.admin_site.admin_view(self.act_view)
        own = path("<int:pk>/<str:name>/confirmer/", view, name="directory_service_act")
        return [own, *super().get_urls()]  # type: ignore[misc]

    def act_view(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Do one act to one entry, and go back to its form."""
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
        services = Service.objects.filter(pk=pk)
        if name not in ACTS or not services:
            raise Http404
        asked = self._confirmed(request, services, name, one=services[0])
        return asked or redirect("admin:directory_service_change", pk)

    @staticmethod
    def acts_on(service: Service) -> list[tuple[Any, str]]:
        """What may be done to an entry, with the address of each act; saving it can verify it."""
        return [
            (act.title, reverse("admin:directory_service_act", args=[service.pk, name]))
            for name, act in ACTS.items()
            if act.status and (act.status, service.status) != (Status.PUBLISHED,) * 2
        ]

    def _confirmed(
        self,
        request: HttpRequest,
        services: QuerySet[Service],
        name: str,
        one: Service | None = None,
    ) -> HttpResponse | None:
        """Ask what the act needs to know; when answered, do it and return None."""
        act = ACTS[name]
        form = act.form(
            request.POST if "confirmed" in request.POST else None, initial=_said(act, one)
        )
        if form.is_bound and form.is_valid():
            try:
                count = act.do(services, by=request.user, **form.cleaned_data)
            except actions.Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                done = ngettext("%(act)s : %(count)d fiche.", "%(act)s : %(count)d fiches.", count)
                messages.success(request, done % {"act": act.title, "count": count})
                return None
        context = {
            **self.admin_site.each_context(request),
            "title": act.title,
            "explanation": act.explanation,
            "form": form,
            "media": self.media + form.media,
            "opts": self.opts,
            "services": services,
            "checkbox": ACTION_CHECKBOX_NAME,
            "action": name,
            "back": reverse("admin:directory_service_change", args=[one.pk])
            if one
            else request.get_full_path(),
        }
        return render(request, "admin/directory/confirm_action.html", context)


def _said(act: Act, service: Service | None) -> dict[str, Any]:
    """What an entry already says of the state that the act leads to: the act then mends it."""
    if not service or service.status != act.status:
        return {}
    return {
        "on": service.status_since,
        "note": service.status_note,
        "successor": service.successor_id,
        "into": service.successor_id,
    }
