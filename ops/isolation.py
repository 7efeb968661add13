"""pytest plugin: each parallel test process has a Redis database of its own, as it has a PostgreSQL database.

Read when pytest loads its plugins, before Django's settings are.
"""

import os
import re

WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")
NUMBER = int(re.sub(r"\D", "", WORKER) or 0) + 1 if WORKER else 0

if NUMBER and "REDIS_URL" in os.environ:
    address, _, query = os.environ["REDIS_URL"].partition("?")
    if address.startswith("unix://"):
        os.environ["REDIS_URL"] = f"{address}?db={NUMBER}"
    else:
        os.environ["REDIS_URL"] = f"{address.rpartition('/')[0]}/{NUMBER}"
