import pytest

from tests.factories.assessments import Table, set_table


@pytest.fixture
def table(db) -> Table:
    """A municipality with eight NGOs in an open round."""
    return set_table()
