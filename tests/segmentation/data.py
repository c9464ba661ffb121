"""Where the published data set lies, and frames that tests cluster."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

WHOLESALE = Path(__file__).resolve().parents[3] / "shared" / "data" / "wholesale_customers.csv"
SPEND = ["Fresh", "Milk", "Grocery", "Frozen", "Detergents_Paper", "Delicassen"]

needs_wholesale = pytest.mark.skipif(
    not WHOLESALE.exists(), reason="the published data set is kept outside the repository: ../shared/data is absent"
)


def wholesale() -> pd.DataFrame:
    """The 440 wholesale customers (UCI, CC BY 4.0)."""
    return pd.read_csv(WHOLESALE)


def blobs(*, rows: int = 90, seed: int = 1) -> pd.DataFrame:
    """Three plain groups in two figures, far apart."""
    random = np.random.default_rng(seed)
    centres = [(10.0, 10.0), (40.0, 12.0), (25.0, 60.0)]
    parts = [random.normal(centre, 1.5, size=(rows // 3, 2)) for centre in centres]
    return pd.DataFrame(np.vstack(parts), columns=["spend", "visits"])
