"""What every part of the répertoire’s admin shares: recorded, guarded, never deleted by hand."""

from contextlib import AbstractContextManager, nullcontext
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from reversion.admin import VersionAdmin

from directory import actions, history
from directory.admin.autocomplete import Autocompleting
from directory.admin.concurrency import GuardedForm

HISTORY_PAGE = 20

# Short lists are ticked: seen whole, by keyboard, without script.
TICKED: Any = {models.ManyToManyField: {"widget": forms.CheckboxSelectMultiple}}


class RecordedAdmin(Autocompleting, VersionAdmin):
    """Each save is a change set; the second of two editors is told; nothing is deleted."""

    form = GuardedForm
    change_list_template = "admin/change_list.html"

    def create_revision(self, request: HttpRequest) -> AbstractContextManager[None]:
        """A change set, where something may change: whoever only looks makes nobody wait."""
        if request.method in ("GET", "HEAD"):
            return nullcontext()
        change_set: AbstractContextManager[None] = super().create_revision(request)
        return change_set

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nobody: entries are archived, terms stay."""
        return False

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> models.Model | None:
        """Find the entry; one that is about to be changed is locked until that is done."""
        found: models.Model | None = super().get_object(request, object_id, from_field)
        if found and request.method == "POST":
            self.model._base_manager.select_for_update().get(pk=found.pk)
            found = super().get_object(request, object_id, from_field)
        return found

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The form. What the entry was before a first change is recorded, so that it can be shown."""
        if request.method == "POST" and self.has_change_permission(request):
            self._record_state(request, object_id)
        response: HttpResponse = super().change_view(request, object_id, form_url, extra_context)
        return response

    def _record_state(self, request: HttpRequest, object_id: str) -> None:
        with transaction.atomic():
            if entry := self.get_object(request, unquote(object_id)):
                history.record_state([entry])

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save, counting the version up: also when only a row of the entry changed."""
        if change and hasattr(obj, "version"):
            obj.version += 1
        super().save_model(request, obj, form, change)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The list. Its actions record their change sets themselves."""
        title = capfirst(str(self.opts.verbose_name_plural))
        return admin.ModelAdmin.changelist_view(
            self, request, {"title": title, **(extra_context or {})}
        )

    def get_urls(self) -> list[URLPattern]:
        """The addresses of an admin, and those of the history."""
        name = f"{self.opts.app_label}_{self.opts.model_name}_revision"
        view = self.admin_site.admin_view(self.restore_view)
        urls: list[Any] = admin.ModelAdmin.get_urls(self)
        return [path("<path:object_id>/history/<int:revision>/", view, name=name), *urls]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The change sets of an entry, newest first: who, when, what."""
        entry = self._entry(request, object_id)
        revisions = history.revisions(entry)
        page = Paginator(revisions, HISTORY_PAGE).get_page(request.GET.get("p"))
        start = page.start_index() - 1 if revisions else 0
        change_sets = history.change_sets(entry, revisions[start : start + HISTORY_PAGE + 1])
        context = self._context(request, entry, _("Historique de la fiche"))
        context |= {
            "page": page,
            "change_sets": change_sets[:HISTORY_PAGE],
            "present": revisions[0] if revisions else None,
            "may_restore": self.has_change_permission(request, entry),
        }
        return render(request, "admin/directory/history.html", context)

    def restore_view(self, request: HttpRequest, object_id: str, revision: int) -> HttpResponse:
        """Show what going back to a recorded state would change, and do it when asked."""
        entry = self._entry(request, object_id)
        if not self.has_change_permission(request, entry):
            raise PermissionDenied
        revisions = history.revisions(entry)
        if revision not in revisions:
            raise Http404
        if request.method == "POST":
            if request.POST.get("seen") != history.state_token(entry):
                messages.error(
                    request, _("La fiche a changé entre-temps : relisez avant de confirmer.")
                )
                return redirect(request.path)
            return self._restored(request, entry, revision)
        context = self._context(request, entry, _("Revenir à un état antérieur"))
        (change_set,) = history.change_sets(entry, [revision])
        context |= {
            "change_set": change_set,
            "changes": history.compare(entry, old=revisions[0], new=revision),
            "seen": history.state_token(entry),
        }
        return render(request, "admin/directory/restore.html", context)

    def _restored(self, request: HttpRequest, entry: models.Model, revision: int) -> HttpResponse:
        try:
            actions.restore(entry, revision, by=request.user)  # type: ignore[arg-type]
        except IntegrityError:
            messages.error(
                request,
                _("Impossible : une autre fiche a pris depuis ce nom, cette adresse ou ce numéro."),
            )
            return redirect(request.path)
        messages.success(
            request, _("La fiche est revenue à cet état. L’état d’avant reste dans son histoire.")
        )
        return redirect(reverse(self._name("change"), args=[entry.pk]))

    def _entry(self, request: HttpRequest, object_id: str) -> models.Model:
        """The entry, for someone who may see it."""
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        entry: models.Model | None = super().get_object(request, unquote(object_id))
        if entry is None:
            raise Http404
        return entry

    def _context(self, request: HttpRequest, entry: models.Model, title: str) -> dict[str, Any]:
        return {
            **self.admin_site.each_context(request),
            "title": title,
            "subtitle": str(entry),
            "object": entry,
            "opts": self.opts,
            "changelist_url": reverse(self._name("changelist")),
            "change_url": reverse(self._name("change"), args=[entry.pk]),
            "history_url": reverse(self._name("history"), args=[entry.pk]),
            "revision_url_name": self._name("revision"),
        }

    def _name(self, view: str) -> str:
        return f"admin:{self.opts.app_label}_{self.opts.model_name}_{view}"

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Every row."""
        rows: QuerySet[Any] = super().get_queryset(request)
        return rows
