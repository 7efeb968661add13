"""The roster for everybody: what is public of models and practitioners, and its upkeep."""
