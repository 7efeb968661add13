"""The texts of this app that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from governance.models import Baseline, ResultIndicator, Target


@register(ResultIndicator)
class ResultIndicatorTexts(TranslationOptions):
    fields = ("name", "unit", "source")


@register(Baseline)
class BaselineTexts(TranslationOptions):
    fields = ("source",)


@register(Target)
class TargetTexts(TranslationOptions):
    fields = ("source",)
