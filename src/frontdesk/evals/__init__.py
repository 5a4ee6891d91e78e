"""Scores on public data: how well frontdesk understands and books."""
