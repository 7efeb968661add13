"""Texts of the core's reference data that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from partnership.core.models import Country, PSMArea


@register(Country)
class CountryTranslation(TranslationOptions):
    fields = ("name",)


@register(PSMArea)
class PSMAreaTranslation(TranslationOptions):
    fields = ("name",)
