"""The texts of this app that exist in every language."""

from modeltranslation.translator import TranslationOptions, register

from governance.models import Baseline, CharterTextVersion, FinancingPlan, Partner, ResultIndicator, Target


@register(ResultIndicator)
class ResultIndicatorTexts(TranslationOptions):
    fields = ("name", "unit", "source")


@register(Baseline)
class BaselineTexts(TranslationOptions):
    fields = ("source",)


@register(Target)
class TargetTexts(TranslationOptions):
    fields = ("source",)


@register(CharterTextVersion)
class CharterTextVersionTexts(TranslationOptions):
    fields = ("title", "body")


@register(Partner)
class PartnerTexts(TranslationOptions):
    fields = ("name", "role")


@register(FinancingPlan)
class FinancingPlanTexts(TranslationOptions):
    fields = ("source",)
