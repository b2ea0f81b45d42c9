"""What this process knows of the répertoire, as of the present request."""

from orientation.catalogue import Catalogue
from orientation.reading import read_catalogue


def current() -> Catalogue:
    """The catalogue as it is now, with its words in the language in use."""
    return read_catalogue()
