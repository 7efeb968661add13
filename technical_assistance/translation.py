"""Texts of this app that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from technical_assistance.models import ConsentText, EligibilityQuestion, OECDModel


@register(EligibilityQuestion)
class EligibilityQuestionTranslation(TranslationOptions):
    fields = ("text",)


@register(ConsentText)
class ConsentTextTranslation(TranslationOptions):
    fields = ("text",)


@register(OECDModel)
class OECDModelTranslation(TranslationOptions):
    fields = ("title", "summary", "result", "needs", "cost")
