"""The audit: seventeen oracles over every example page, and over a city's own pages."""

from citydesign.audit.finding import Finding, Setting
from citydesign.audit.report import FORMATS, Report
from citydesign.audit.site import TargetError, audit

__all__ = ["FORMATS", "Finding", "Report", "Setting", "TargetError", "audit"]
