"""Texts of the catalogue that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from indicators.models import DefinitionVersion


@register(DefinitionVersion)
class DefinitionVersionTranslation(TranslationOptions):
    fields = ("name", "definition", "unit", "rationale", "comparability_note", "change_note")
