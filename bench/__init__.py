"""Benchmarks: ratios in one run, side by side. `make bench` runs them all."""
