"""The page after sign-in: what waits for a person, and what the roles come for. One module per kind of person."""
