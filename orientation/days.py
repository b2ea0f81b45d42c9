"""Days as the bits of their number: an order of days, or « since that day », takes twenty sets. Pure."""

from datetime import date

BITS = range(date.max.toordinal().bit_length())


def bits_of(day: date) -> list[int]:
    """The bits of the number of a day."""
    number = day.toordinal()
    return [bit for bit in BITS if number >> bit & 1]
