"""A cluster for one run of the tests: made in a second, by default never flushed to disk, gone afterwards."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from trdcrm.local.cluster import FAST, Cluster, cluster_at


@contextmanager
def throwaway_cluster(options: tuple[str, ...] = FAST) -> Iterator[Cluster]:
    """A running cluster in a temporary folder. It dies with this process, even of kill -9."""
    folder = Path(tempfile.mkdtemp(prefix="trdcrm-pg-"))
    cluster = cluster_at(folder / "pg", options=options, dies_with_parent=True)
    try:
        cluster.start()
        yield cluster
    finally:
        cluster.stop()
        shutil.rmtree(folder, ignore_errors=True)
        if cluster.account.folder != folder / "pg":
            shutil.rmtree(cluster.account.folder, ignore_errors=True)
