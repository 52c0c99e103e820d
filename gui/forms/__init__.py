"""Forms made from field descriptions: editors of single fields, the filter builder, the panel that holds them."""
