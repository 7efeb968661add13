"""Operation of the portal beside the project: embedded servers, supervisor, test session, translations.

Nothing in here is imported by the portal itself; a production install does not need it.
"""
