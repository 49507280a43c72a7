"""Facts about the country that every deal can use; each file names its source. Knows no Django."""
