"""`python -m citydesign`."""

import sys

from citydesign.cli import main

sys.exit(main())
