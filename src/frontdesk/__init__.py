"""frontdesk: the AI front desk that books real appointments."""
