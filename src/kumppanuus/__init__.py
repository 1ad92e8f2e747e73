"""Kumppanuuspöytä: the shared record of co-operation between municipalities, counties and NGOs."""

__version__ = "0.1.0"
