"""Arabic as the sheets write it in Belgium: Western figures, 24 hours."""

DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
YEAR_MONTH_FORMAT = "F Y"
