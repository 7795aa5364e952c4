"""The tree of a site and the way through it: pure values and functions, without words."""
