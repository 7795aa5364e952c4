"""The audit: seventeen oracles over every example page, and over a city's own pages."""

from citydesign.audit.finding import Finding, Setting
from citydesign.audit.formats import FORMATS
from citydesign.audit.report import Report
from citydesign.audit.site import TargetError, audit

__all__ = ["FORMATS", "Finding", "Report", "Setting", "TargetError", "audit"]
