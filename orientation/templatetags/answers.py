"""What a list repeats by the hundred: options with their counts, verdicts with their reasons.

They render themselves: as templates, they would take longer than everything else on the page.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from django import template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from directory.sheet import State
from directory.templatetags.facts import icon, marked
from directory.waits_in_words import Line
from orientation.cards import STATES, Row
from orientation.page_parts import Group
from orientation.vocabulary import Option

register = template.Library()


@register.simple_tag
def options(group: Group) -> SafeString:
    """The options of a group under their headings, each with the number of services it would leave."""
    html = [f'<p class="notice">{escape(str(group.notice))}</p>'] if group.notice else []
    for slug, heading, before, after in _prepared(group):
        count = group.counts[slug]
        checked = " checked" if slug in group.chosen else ""
        html.append(f"{heading}<li{'' if count else ZERO}>{before}{checked}>{after}({count}){END}")
    return _safe(f"{''.join(html)}</ul>" if group.options else "".join(html))


@register.simple_tag
def more(group: Group) -> SafeString:
    """A group of options that one opens; open when something is chosen."""
    label, words = escape(str(group.label)), _words(get_language() or "fr")
    chosen = f' <span class="chosen">{len(group.chosen)}</span>' if group.chosen else ""
    any_of_them = (
        ""
        if group.several
        else (
            f'<ul class="options"><li><label><input type="radio" name="{group.name}" value=""'
            f"{'' if group.chosen else ' checked'}><span>{words.any}</span></label></li></ul>"
        )
    )
    return _safe(
        f'<details class="more"{" open" if group.chosen or group.notice else ""}>'
        f"<summary>{label}{chosen}</summary>"
        f'<fieldset><legend class="sr-only">{label}</legend>{any_of_them}{options(group)}'
        "</fieldset></details>"
    )


ZERO = ' class="is-zero"'
END = "</span></label></li>"
# slug, what opens a section before it, and what stands before and after « checked »
Prepared = list[tuple[str, str, str, str]]
_PREPARED: dict[tuple[str, str], tuple[Sequence[Option], Prepared]] = {}


def _prepared(group: Group) -> Prepared:
    """What does not change from one question to the next, as long as the options are the same."""
    key = (group.name, get_language() or "fr")
    kept = _PREPARED.get(key)
    if kept is None or kept[0] is not group.options:
        kept = _PREPARED[key] = (group.options, list(_prepare(group)))
    return kept[1]


def _prepare(group: Group) -> Iterator[tuple[str, str, str, str]]:
    kind = "checkbox" if group.several else "radio"
    section = None
    for option in group.options:
        heading = ""
        if option.section != section:
            title = f'<p class="section">{marked(option.section)}</p>' if option.section else ""
            heading = f'{"</ul>" if section is not None else ""}{title}<ul class="options">'
            section = option.section
        value = f'name="{escape(group.name)}" value="{escape(option.slug)}"'
        label = f'<span>{marked(option.label)}</span> <span class="count">'
        yield option.slug, heading, f'<label><input type="{kind}" {value}', label


@register.simple_tag
@lru_cache(maxsize=8)
def suggested(names: tuple[str, ...]) -> SafeString:
    """The options of a datalist."""
    return _safe("".join(f'<option value="{escape(name)}"></option>' for name in names))


@dataclass(frozen=True, eq=False)
class Words:
    """What every card and every group says, in one language; there is one object for each."""

    any: str
    add: str
    remove: str
    answers: Mapping[State, str]


@lru_cache(maxsize=8)
def _words(language: str) -> Words:
    """The words in the language in use, which is this one; escaped."""
    return Words(
        any=escape(_("Peu importe")),
        add=escape(_("Ajouter à la sélection")),
        remove=escape(_("Retirer de la sélection")),
        answers={
            State.YES: escape(_("Oui :")),
            State.NO: escape(_("Non :")),
            State.UNKNOWN: escape(_("On ne sait pas, demandez :")),
        },
    )


@register.simple_tag
def card(row: Row, judged: bool) -> SafeString:
    """A card: what it always says, the verdict when something was asked, and the way into the selection."""
    words = _words(get_language() or "fr")
    said = "".join(_verdict(row, words)) if judged else ""
    wait = _wait(row.wait) if row.wait else ""
    profile = row.match.profile
    chosen = ' class="is-chosen"' if row.chosen else ""
    return _safe(
        f'<li class="card">{row.head}{said}{wait}{row.foot}<p class="card-choose">'
        f'<a href="{escape(row.choose_url)}#resultats"{chosen} data-choose="{escape(profile.slug)}">'
        f"{words.remove if row.chosen else words.add}"
        f'<span class="sr-only">, {escape(profile.name)}</span></a></p></li>'
    )


def _verdict(row: Row, words: Words) -> Iterator[str]:
    """The verdict in one line, which opens on all its reasons; then what to ask."""
    yield f'<details class="verdict verdict-{row.match.verdict}"><summary>{icon(row.mark)}'
    yield f'<span>{marked(row.verdict)}</span></summary><ul class="facts">'
    for reason in row.match.reasons:
        state = STATES[reason.answer]
        yield _reason(state, reason.text, words)
        if reason.choices:
            for label, url in row.choices:
                yield f' <a class="choice" href="{escape(url)}">{escape(label)}</a>'
        yield "</div></li>"
    yield "</ul></details>"
    if row.questions:
        yield f'<p class="card-questions">{marked(row.questions)}</p>'


@lru_cache(maxsize=8_192)
def _wait(line: Line) -> str:
    """How long one waits, who said it, when, and how old that is."""
    return (
        f'<p class="card-wait wait-{line.state}">{icon(line.icon)}<strong>{escape(line.sentence)}</strong>'
        f' <span class="source">{escape(line.source)} · {escape(line.age)}</span></p>'
    )


@lru_cache(maxsize=8_192, typed=True)
def _reason(state: State, text: str, words: Words) -> str:
    """One reason, left open; services give the same ones again and again."""
    said = f'<span class="sr-only">{words.answers[state]}</span> {marked(text)}'
    return f'<li class="fact fact-{state}">{icon(state)}<div>{said}'


def _safe(html: str) -> SafeString:
    """What this module has put together from escaped parts."""
    return mark_safe(html)  # noqa: S308
