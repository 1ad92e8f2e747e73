"""The pages of checklists: reading them, editing drafts, spreadsheets in and out."""
