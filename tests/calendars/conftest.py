from tests.meetings.conftest import aino, bertil, closed, enter, meeting, structures, table  # noqa: F401
