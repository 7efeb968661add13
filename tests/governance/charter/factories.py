"""Words for tests."""


def words(**texts: str) -> dict[str, str]:
    """Return texts in English as the services take them: {"name_en": …}."""
    return {f"{name}_en": text for name, text in texts.items()}
