"""`python -m trdcrm.local` runs a site. With a word it does one small thing:

code            print the one-time code of the demo sign-ins
messages FILE…  compile translations
translations    fail when a string has no Thai
translations ROOM   add the room's strings that have no Thai to its catalogue, to be filled
"""

import os
import sys
import time
from pathlib import Path

from trdcrm.local.supervise import Site, main


def _code() -> int:
    from trdcrm.local.signs import draw_totp_secret, totp_code

    home = Site.from_environment(os.environ).home
    secret = os.environ.get("DEMO_TOTP_SECRET") or home.secret("demo-totp", draw_totp_secret)
    sys.stdout.write(f"{totp_code(secret, time.time())}\n")
    return 0


def _messages(*sources: str) -> int:
    from trdcrm.local.messages import compile_messages

    for source in sources:
        compile_messages(Path(source))
    return 0


def _translations() -> int:
    from trdcrm.local.translations import faults

    found = faults()
    for fault in found:
        sys.stderr.write(f"{fault}\n")
    sys.stdout.write(f"{len(found)} strings without good Thai\n")
    return 1 if found else 0


def _fill(room: str) -> int:
    from trdcrm.local.translations import fill

    path, count = fill(room)
    sys.stdout.write(f"{count} strings to translate in {path}\n")
    return 0


if __name__ == "__main__":
    match sys.argv[1:]:
        case []:
            sys.exit(main())
        case ["code"]:
            sys.exit(_code())
        case ["messages", *sources]:
            sys.exit(_messages(*sources))
        case ["translations"]:
            sys.exit(_translations())
        case ["translations", room]:
            sys.exit(_fill(room))
        case _:
            sys.exit(__doc__)
