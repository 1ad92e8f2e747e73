"""Django's backend for SQLite, with a way of waiting that gets its turn."""
