"""A home and a Redis database for each process that runs tests, shared with the programs it starts.

Were they shared by two of them, the message of one test could be taken by the worker of another. Programs inherit the
environment; another process of tests finds that what it inherited is not its own.
"""

import atexit
import os
import re
import shutil
import tempfile

OWNER = os.environ.get("PYTEST_XDIST_WORKER", "alone")


def keep_apart() -> None:
    """Give this process its own, once; what programs inherit stays as it is."""
    if os.environ.get("TRDCRM_HOME") and os.environ.setdefault("TEST_HOME_OF", OWNER) == OWNER:
        return
    os.environ["TEST_HOME_OF"] = OWNER
    os.environ["TRDCRM_HOME"] = tempfile.mkdtemp(prefix="trdcrm-test-")
    atexit.register(shutil.rmtree, os.environ["TRDCRM_HOME"], ignore_errors=True)
    given = re.fullmatch(r"(redis://.+/)(\d+)", os.environ.get("REDIS_URL", ""))
    if given and OWNER != "alone":
        os.environ["REDIS_URL"] = f"{given[1]}{int(given[2]) + int(OWNER.removeprefix('gw'))}"


keep_apart()
