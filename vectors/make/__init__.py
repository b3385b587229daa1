# SPDX-License-Identifier: Apache-2.0
"""Makes ``vectors/broken``: records with one defect each, and honest ones beside them.

``python -m vectors.make`` writes everything anew, byte for byte as it was. Each record has randomness of its
own, seeded by its name, so that adding one changes no other.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
sys.path[:0] = [path for path in (str(ROOT / "src"), str(ROOT / "tests")) if path not in sys.path]
