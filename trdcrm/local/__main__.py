"""`python -m trdcrm.local`: run a site on this machine."""

import sys

from trdcrm.local.supervise import main

sys.exit(main())
