"""The sections of a service's form, in the order of its public page."""

from django.utils.translation import gettext_lazy as _

WHAT = _("Ce que c’est")
WHO = _("Pour qui")
CONDITIONS = _("Puis-je venir ?")
HOW = _("Comment demander")
WHERE = _("Où")
CONTACTS = _("Quand et comment joindre")
WORTH = _("Ce que vaut la fiche")
