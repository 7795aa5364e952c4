"""Names that components can't take, because their templates or their users have them already."""

#: The names of the templates whose macros are shared parts begin so.
SHARED = "citydesign/shared/"

#: The template of a pack that hands on every macro of it:
#: `{% from "citydesign/all.html" import page, button %}`.
ALL = "all.html"

#: What the templates of components may call and read, whoever installed them.
GLOBALS = frozenset(
    {
        "aria_described_by",
        "asset_integrity",
        "asset_url",
        "calendar_month",
        "calendar_names",
        "chart_plot",
        "clean_html",
        "current_locale",
        "date_parts",
        "default_face",
        "default_theme",
        "format_date",
        "format_number",
        "format_time",
        "html_attributes",
        "html_classes",
        "html_id",
        "icon_svg",
        "is_local_url",
        "language_name",
        "page_assets",
        "page_window",
        "plurals",
        "t",
        "text_direction",
        "text_of",
        "theme_colors",
    }
)

#: No parameter, record field or variable of a component's template has one of these names.
RESERVED = GLOBALS

#: No macro has one of these names: the last six are what views hand to their pages.
RESERVED_FOR_MACROS = RESERVED | {"field", "form", "items", "messages", "request", "user"}
