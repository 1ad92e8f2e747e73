"""A believable Varsinais-Suomi: real places, invented organisations and people, built through actions only."""
