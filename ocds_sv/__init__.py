"""Swedish public-procurement exports become trusted OCDS publications."""
