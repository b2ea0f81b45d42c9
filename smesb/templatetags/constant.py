"""Parts of pages that say the same whatever is asked."""

from functools import lru_cache

from django import template
from django.conf import settings
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from directory.emergency import EVERYWHERE
from directory.languages import is_site_language

register = template.Library()


@register.simple_tag
def constant(name: str) -> SafeString:
    """A template that depends on the language and on nothing else: rendered once in the life of a process."""
    render = rendered.__wrapped__ if settings.DEBUG else rendered
    return render(name, get_language() or "fr")


@lru_cache
def rendered(name: str, language: str) -> SafeString:
    """The template in the language in use, which is this one."""
    context = {
        "emergency_lines": EVERYWHERE,
        "site_url": settings.SITE_URL,
        "is_site_language": is_site_language(),
    }
    return render_to_string(name, context)
