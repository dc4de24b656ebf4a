-- Every version of what went from one unit to another, whichever of them are named.
SELECT o.entry FROM {sent} named JOIN {sent} o ON o.root = named.root WHERE named.entry = ANY(%(entries)s)
