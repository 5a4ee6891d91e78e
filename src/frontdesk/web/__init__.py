"""SEEN: pages for people."""
