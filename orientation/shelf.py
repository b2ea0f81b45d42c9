"""Texts that resemble one another, kept each in a sixth of its room. Pure."""

import zlib

_LEVEL, _RAW = 1, -12  # quick; without a header, looking back 4 kB: the model and the text


class Shelf:
    """Texts by slot, each written as what it differs in from a model."""

    def __init__(self, model: str) -> None:
        self._model = model.encode()
        self._kept: dict[int, bytes] = {}

    def put(self, slot: int, text: str) -> None:
        """Keep a text."""
        writer = zlib.compressobj(_LEVEL, zlib.DEFLATED, _RAW, zdict=self._model)
        self._kept[slot] = writer.compress(text.encode()) + writer.flush()

    def get(self, slot: int) -> str | None:
        """The text kept, if there is one."""
        kept = self._kept.get(slot)
        return (
            None
            if kept is None
            else zlib.decompressobj(_RAW, self._model).decompress(kept).decode()
        )
