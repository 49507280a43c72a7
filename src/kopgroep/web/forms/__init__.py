"""What is typed on pages about more than one room."""
