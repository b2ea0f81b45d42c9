"""Numbers as bits: an order of days, or « since that day », takes twenty sets. Pure."""

from datetime import date

BITS_OF_A_DAY = date.max.toordinal().bit_length()


def bits_of(number: int) -> list[int]:
    """The places of the bits of a number that are 1; of a day, give its ordinal."""
    return [bit for bit in range(number.bit_length()) if number >> bit & 1]
