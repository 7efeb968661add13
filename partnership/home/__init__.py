"""The first page: what the Partnership is, what it does in figures that open, what is new, where to go."""
