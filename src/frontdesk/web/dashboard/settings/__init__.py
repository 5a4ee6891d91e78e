"""The settings: one module for each page, with a navigation of their own."""
