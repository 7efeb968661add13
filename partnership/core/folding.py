"""Texts without case and accents: for comparing, and for lists in the order that a reader expects."""

from unicodedata import combining, normalize


def fold(text: str) -> str:
    """Return a text without case and accents; "Åland" sorts with A, "árbol" is found by "arbol"."""
    return "".join(char for char in normalize("NFKD", text.casefold()) if not combining(char))
