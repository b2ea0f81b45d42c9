"""The site's settings, with the addresses of the baselines; static files stand in the folder of the run."""

import os
from pathlib import Path

from smesb.settings import *  # noqa: F403 - all of it

ROOT_URLCONF = "bench.urls"
STATIC_ROOT = Path(os.environ["BENCH_FOLDER"]) / "static"
