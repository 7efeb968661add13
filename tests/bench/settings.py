"""The portal's settings, with one more address: the empty view that pages are compared with."""

from partnership.settings import *  # noqa: F403

ROOT_URLCONF = "tests.bench.urls"
