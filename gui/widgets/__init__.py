"""Small widgets that know the theme and nothing about contacts, sequences or workflows."""
