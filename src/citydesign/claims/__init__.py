"""What may be claimed from the results of an audit: conformance reports and statements."""
