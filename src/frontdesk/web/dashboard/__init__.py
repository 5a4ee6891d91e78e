"""The dashboard: one module for each page, around one shell."""
