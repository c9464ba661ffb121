#!/usr/bin/env python
"""Django's command line, on the local settings unless told otherwise.

On the local settings without DATABASE_URL, the home's embedded database runs for as long as the command does.
"""

import os
import sys
from pathlib import Path

LOCAL = "trdcrm.settings.local"


def main() -> None:
    """Run one command."""
    from django.core.management import execute_from_command_line

    if os.environ.setdefault("DJANGO_SETTINGS_MODULE", LOCAL) != LOCAL:
        execute_from_command_line(sys.argv)
        return
    from trdcrm.local.database import database_in_environment
    from trdcrm.local.problem import Problem

    home = os.environ.get("TRDCRM_HOME") or Path(__file__).resolve().parent / "var"
    try:
        with database_in_environment(Path(home).resolve()):
            execute_from_command_line(sys.argv)
    except Problem as problem:
        sys.exit(str(problem))


if __name__ == "__main__":
    main()
