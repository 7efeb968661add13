"""The style sheets of every page."""

from django import template
from django.templatetags.static import static
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from partnership.core.web.static_files import base_styles

register = template.Library()


@register.simple_tag(name="base_styles")
def style_links() -> SafeString:
    """Link to the style sheets that every page needs."""
    return format_html_join("\n  ", '<link rel="stylesheet" href="{}">', ((static(name),) for name in base_styles()))
