"""The Django application."""

from django.apps import AppConfig


class CityDesignConfig(AppConfig):
    """Makes the typed calls follow the site's settings."""

    name = "citydesign.django"
    label = "citydesign"
    verbose_name = "Open City Design System"

    def ready(self) -> None:
        """Install once, so that `{% citydesign %}` works without Jinja templates."""
        from citydesign.django import environment

        environment(autoescape=True)
