"""shell · components: the small set of things every page is made of, as plain dataclasses and their drawing."""
