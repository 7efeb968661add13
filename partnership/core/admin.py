"""The administration: people, roles and reference data. Who may open it: ``admin_site.py``."""

from typing import Any

from django.contrib import admin
from django.forms import BaseModelFormSet, ModelForm
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin

from partnership.core.models import (
    AuditEntry,
    Country,
    CountryMembership,
    ExchangeRate,
    Organisation,
    PSMArea,
    RoleAssignment,
    User,
)
from partnership.core.rules import may
from partnership.core.services.audit import record
from partnership.core.services.people import invite

admin.site.site_header = admin.site.site_title = _("Administration")


class PortalAdmin(admin.ModelAdmin):
    """Administrators add and change; nothing is deleted, because history names it."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        return may(request.user, "core.administer")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return may(request.user, "core.administer")

    has_add_permission = has_module_permission
    has_change_permission = has_view_permission

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class RoleInline(admin.TabularInline):
    """Roles of a person; one that is over gets an end date, it is not deleted."""

    model = RoleAssignment
    extra = 1
    autocomplete_fields = ["country", "organisation"]
    has_add_permission = PortalAdmin.has_view_permission
    has_view_permission = has_change_permission = PortalAdmin.has_view_permission
    has_delete_permission = PortalAdmin.has_delete_permission


@admin.register(User)
class UserAdmin(PortalAdmin):
    list_display = ["full_name", "email", "language", "is_active"]
    list_filter = ["is_active", "role_assignments__role"]
    search_fields = ["full_name", "email"]
    fields = ["email", "full_name", "language", "is_active"]
    inlines = [RoleInline]

    def save_model(self, request: HttpRequest, obj: User, form: ModelForm, change: bool) -> None:
        if change:
            super().save_model(request, obj, form, change)
            record("change_person", obj, actor=request.user, data={"fields": form.changed_data})
        else:
            invite(obj, actor=request.user)

    def save_formset(self, request: HttpRequest, form: ModelForm, formset: BaseModelFormSet, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        for assignment in [*formset.new_objects, *(changed for changed, _fields in formset.changed_objects)]:
            record("change_role", assignment, actor=request.user, data={"role": assignment.role})


@admin.register(Organisation)
class OrganisationAdmin(PortalAdmin):
    list_display = ["name", "short_name", "kind", "country"]
    list_filter = ["kind"]
    list_select_related = ["country"]
    search_fields = ["name", "short_name"]
    autocomplete_fields = ["country"]


class MembershipInline(admin.TabularInline):
    model = CountryMembership
    extra = 0
    has_add_permission = PortalAdmin.has_view_permission
    has_view_permission = has_change_permission = PortalAdmin.has_view_permission
    has_delete_permission = PortalAdmin.has_delete_permission


@admin.register(Country)
class CountryAdmin(PortalAdmin, TranslationAdmin):
    list_display = ["name", "iso3", "iso2"]
    search_fields = ["name", "iso3"]
    inlines = [MembershipInline]


@admin.register(PSMArea)
class PSMAreaAdmin(PortalAdmin, TranslationAdmin):
    list_display = ["name", "code", "is_core"]


@admin.register(ExchangeRate)
class ExchangeRateAdmin(PortalAdmin):
    list_display = ["currency", "date", "units_per_usd", "source"]
    list_filter = ["currency"]
    date_hierarchy = "date"

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False  # posted figures were frozen with it


@admin.register(AuditEntry)
class AuditEntryAdmin(PortalAdmin):
    list_display = ["at", "actor", "action", "object_label", "from_state", "to_state"]
    list_select_related = ["actor"]
    list_filter = ["action"]
    search_fields = ["object_label", "object_id", "actor__full_name"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
