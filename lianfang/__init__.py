"""lianfang · house: operations for epidemic prevention in a work unit, recorded once, reported with proof."""

__version__ = "0.1.0"
