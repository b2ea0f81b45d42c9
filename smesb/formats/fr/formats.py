"""French as it is written in Belgium. Dates in full are `directory.dates`, which knows « 1er »."""

DATETIME_FORMAT = "d/m/Y, H:i"
