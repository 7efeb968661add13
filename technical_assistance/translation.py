"""Texts of this app's reference data that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from technical_assistance.models import EligibilityQuestion


@register(EligibilityQuestion)
class EligibilityQuestionTranslation(TranslationOptions):
    fields = ("text",)
