"""Production's settings, with pages that fail on purpose; static files stand in the folder of the run."""

import os
from pathlib import Path

from smesb.settings import *  # noqa: F403 - all of it

ROOT_URLCONF = "audit.urls"
STATIC_ROOT = Path(os.environ["AUDIT_FOLDER"]) / "static"
