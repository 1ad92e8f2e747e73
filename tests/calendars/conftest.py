from tests.meetings.conftest import aino, bertil, closed, meeting, structures, table  # noqa: F401
