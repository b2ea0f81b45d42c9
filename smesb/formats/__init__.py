"""Dates as Belgium writes them, where Django's own differ."""
