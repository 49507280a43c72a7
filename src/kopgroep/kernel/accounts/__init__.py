"""People who sign in (gebruikers), what they were granted, and the tokens their programs use."""
