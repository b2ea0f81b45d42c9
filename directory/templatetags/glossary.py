"""The glossary where its words stand."""

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from directory.acronyms import explained as in_words
from directory.glossary import ACRONYMS
from directory.languages import site_language

register = template.Library()


@register.simple_block_tag
def explained(content: SafeString) -> SafeString:
    """A part of a page, with what its acronyms stand for; for prose, not for the long lists of cards.

    Their style sheet comes with them: pages without one do not wait for it.
    """
    html = in_words(content, ACRONYMS, site_language(), reverse("directory:glossary"))
    if html == content:
        return content
    styles = format_html('<link rel="stylesheet" href="{}">', static("css/acronyms.css"))
    return mark_safe(styles + html)  # noqa: S308 - what was safe, and links made of escaped parts
