"""Pages of negotiations: the list and one, its preparation, what is proposed, signing, and the follow-up by a link."""
