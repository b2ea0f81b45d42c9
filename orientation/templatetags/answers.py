"""What a list repeats by the hundred: options with their counts, verdicts with their reasons.

They render themselves: as templates, they would take longer than everything else on the page.
"""

from collections.abc import Iterator
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from directory.sheet import State
from directory.templatetags.facts import marked
from orientation.cards import ReasonLine, Row
from orientation.page import Group

register = template.Library()


@register.simple_tag
def options(group: Group) -> SafeString:
    """The options of a group under their headings, each with the number of services it would leave."""
    return _safe("".join(_options(group)))


def _options(group: Group) -> Iterator[str]:
    kind = "checkbox" if group.several else "radio"
    before = f'<label><input type="{kind}" name="{escape(group.name)}" value="'
    section = None
    for option in group.options:
        if option.section != section:
            yield "</ul>" if section is not None else ""
            yield f'<p class="section">{_words(option.section)}</p>' if option.section else ""
            yield '<ul class="options">'
            section = option.section
        count = group.counts[option.slug]
        yield "<li>" if count else '<li class="is-zero">'
        yield before
        yield f'{option.slug}" checked>' if option.slug in group.chosen else f'{option.slug}">'
        yield f'<span>{_words(option.label)}</span> <span class="count">({count})</span></label></li>'
    yield "</ul>" if section is not None else ""


@register.simple_tag
def verdict(row: Row) -> SafeString:
    """The verdict of a card in one line, which opens on all its reasons; then what to ask."""
    return _safe("".join(_verdict(row)))


def _verdict(row: Row) -> Iterator[str]:
    yield f'<details class="verdict verdict-{row.match.verdict}"><summary>{_icon(row.mark)}'
    yield f'<span>{conditional_escape(row.verdict)}</span></summary><ul class="facts">'
    for reason in row.reasons:
        yield f'<li class="fact fact-{reason.state}">{_icon(reason.state)}<div>'
        yield f'<span class="sr-only">{_said(reason)}</span> {marked(reason.text)}'
        for label, url in reason.choices:
            yield f' <a class="choice" href="{escape(url)}">{escape(label)}</a>'
        yield "</div></li>"
    yield "</ul></details>"
    if row.questions:
        yield f'<p class="card-questions">{conditional_escape(row.questions)}</p>'


def _said(reason: ReasonLine) -> str:
    if reason.state is State.YES:
        return _("Oui :")
    return _("Non :") if reason.state is State.NO else _("On ne sait pas, demandez :")


@lru_cache(maxsize=16)
def _icon(name: State) -> str:
    """The pictogram of a state, as components/icon.html writes it."""
    where = escape(static("icons.svg"))
    return (
        f'<svg class="icon" aria-hidden="true" focusable="false"><use href="{where}#{name}"/></svg>'
    )


def _words(text: str) -> str:
    return marked(text)


def _safe(html: str) -> SafeString:
    """What this module has put together from escaped parts."""
    return mark_safe(html)  # noqa: S308
