"""The terms of contribution. A new version of the texts needs a new TERMS_VERSION: it is then asked again."""

TERMS_VERSION = "2026-1"
CONTENT_LICENCE = "CC BY 4.0"
CONTENT_LICENCE_URL = "https://creativecommons.org/licenses/by/4.0/"
