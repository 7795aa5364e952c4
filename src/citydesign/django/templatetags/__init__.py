"""Tags for Django templates."""
