"""allauth's mail goes through the one outbox too."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Sign-in codes and confirmations are rows of the outbox like all other mail."""
