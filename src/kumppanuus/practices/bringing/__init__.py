"""Bringing in a description written elsewhere: read as blocks, split under the template's headings, nothing lost."""

from kumppanuus.practices.bringing.blocks import Block, Brought
from kumppanuus.practices.bringing.reading import from_text, from_upload
from kumppanuus.practices.bringing.splitting import Split, split

__all__ = ["Block", "Brought", "Split", "from_text", "from_upload", "split"]
