"""How facts are written on a page."""

import re
from datetime import date
from functools import lru_cache

from django import template
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, get_language_bidi

from directory.dates import in_words
from directory.emergency import LINES
from directory.freshness import Freshness, freshness
from directory.languages import Localized, Quoting, named, readable
from directory.sheet import out_of_use
from directory.text import unbroken, without_control_characters

register = template.Library()
register.filter(out_of_use)

EMERGENCY = {line.number: line.tel for line in LINES.values()}
A_NUMBER = re.compile(rf"(?<!\d)(?:{'|'.join(EMERGENCY)})(?!\d)".replace(" ", r"\s"))


@register.filter
def marked(text: str) -> SafeString:
    """A text, or the words that it quotes, inside a `lang` mark when their language is not the page's."""
    if isinstance(text, Quoting):
        return mark_safe("".join(map(marked, text.parts())))  # noqa: S308 - each part is escaped
    if isinstance(text, Localized) and text.lang == "fr":
        text = Localized(unbroken(text), "fr")
    if isinstance(text, Localized) and text.lang != (get_language() or "fr")[:2]:
        if get_language_bidi():
            return _the_other_way(text)
        return (
            format_html('<span lang="{}">{}</span>', text.lang, text) if text.lang else escape(text)
        )
    return conditional_escape(text)


def _the_other_way(text: Localized) -> SafeString:
    """A text that reads left to right, or a name, on a page that reads right to left."""
    if text.lang:
        return format_html('<span lang="{}" dir="ltr">{}</span>', text.lang, text)
    return format_html("<bdi>{}</bdi>", text) if text else escape(text)


@register.filter
def sentences(easy: str) -> list[SafeString]:
    """A text for who reads little, a sentence a line, in sentences; its emergency numbers dial."""
    language = easy.lang if isinstance(easy, Localized) else (get_language() or "fr")
    return [_dialled(marked(Localized(line, language))) for line in easy.splitlines()]


def _dialled(sentence: SafeString) -> SafeString:
    """With the emergency numbers in it as links; a number is one piece, whichever way the page reads."""

    def link(found: re.Match[str]) -> str:
        number = " ".join(found[0].split())
        return format_html('<a href="tel:{}">{}</a>', EMERGENCY[number], as_named(number))

    return mark_safe(A_NUMBER.sub(link, sentence))  # noqa: S308 - a marked sentence, and known numbers


@register.filter
def in_french(text: str) -> SafeString:
    """A text that exists in French only, marked on the other pages."""
    return marked(Localized(text, "fr"))


@register.filter
def of_this_page(text: Localized) -> str:
    """A text, where no `lang` can mark it: "" on a page in another language."""
    return readable(text)


@register.filter(name="named")
def as_named(name: str) -> SafeString:
    """A proper name, an address or a number, set apart where the page reads the other way."""
    if isinstance(name, Quoting):
        whole = marked(name)
        return format_html("<bdi>{}</bdi>", whole) if get_language_bidi() else whole
    return marked(named(name))


@register.filter
def printable(text: str) -> str:
    """What a reader typed, without the control characters that would make the page invalid."""
    return without_control_characters(text)


@register.filter
def on_date(known: date | str | None) -> str:
    """« 8 août 2026 » from "2026-08-08" or that day; « 2018 » from "2018"."""
    return in_words(known)


@register.filter
def looks_old(partial: str | date | None) -> bool:
    """Whether a date is old enough to be said so beside the fact."""
    return freshness(partial, timezone.localdate()) in (Freshness.OLD, Freshness.VERY_OLD)


@register.filter
def tel(number: str) -> str:
    """The address that dials a stored number."""
    return f"tel:{number}"


@register.simple_tag
@lru_cache(maxsize=64)
def icon(name: str) -> SafeString:
    """A pictogram of static/icons.svg. Decorative: the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>',
        static("icons.svg"),
        name,
    )
