"""A believable Varsinais-Suomi: real places, invented organisations and people, two rounds, built through actions only."""
