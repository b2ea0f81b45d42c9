"""The glossary where its words stand."""

from django import template
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from directory.acronyms import explained as in_words
from directory.glossary import ACRONYMS
from directory.languages import site_language

register = template.Library()


@register.simple_block_tag
def explained(content: SafeString) -> SafeString:
    """A part of a page, with what its acronyms stand for; for prose, not for the long lists of cards."""
    html = in_words(content, ACRONYMS, site_language(), reverse("directory:glossary"))
    return mark_safe(html)  # noqa: S308 - what was safe, and links made of escaped parts
