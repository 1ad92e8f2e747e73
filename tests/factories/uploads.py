"""Files to upload in tests."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile


def text_file(name: str = "ohje.txt", content: bytes = "Näin haet".encode()) -> SimpleUploadedFile:
    """Return a plain text."""
    return SimpleUploadedFile(name, content)


def untagged_pdf(name: str = "esitys.pdf") -> SimpleUploadedFile:
    """Return a PDF without structure."""
    return SimpleUploadedFile(name, b"%PDF-1.7\n1 0 obj << >> endobj\ntrailer << >>\n%%EOF\n")
