"""A result as a document: tagged PDF, DOCX, XLSX and data. Each form is one module with one function."""
