"""A database to break, and the service over it as a process of its own."""

from collections.abc import Iterator

import pytest

from tests.faults import cluster as clusters
from tests.faults import process
from tests.faults.cluster import Cluster
from tests.faults.nurse import Nurse, nurse
from tests.faults.process import Service


@pytest.fixture(scope="module")
def cluster(postgres: str) -> Iterator[Cluster]:
    """A PostgreSQL of one module's own; the shared one has let its user reach the programs."""
    assert postgres
    with clusters.cluster() as own:
        yield own


@pytest.fixture(scope="module")
def ward(cluster: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service over that database, one process that goes through all of a module's faults."""
    settings = {"VITALWEB_DATABASE_URL": cluster.dsn, "VITALWEB_THROTTLE": "off"}
    with process.running(tmp_path_factory.mktemp("ward"), settings) as service:
        yield service


@pytest.fixture(scope="module")
def _joy(ward: Service) -> Nurse:
    return nurse(ward)


@pytest.fixture
def joy(_joy: Nurse) -> Nurse:
    """A nurse who is logged in."""
    _joy.refresh()
    return _joy
