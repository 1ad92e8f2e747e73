"""Components, page frame, styles and the form field: how everything looks. Knows no domain."""
