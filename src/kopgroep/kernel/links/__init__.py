"""Personal links (persoonlijke links): one small act from a mail, without signing in. Opening one changes nothing."""
