"""WHAT IS KNOWN OF A LEAD: all of it handed out, or all of it erased."""
