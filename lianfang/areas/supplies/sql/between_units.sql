-- What goes between units of which one stands in a path range on a day; each end is found by its own index.
SELECT t.entry FROM units_path k JOIN {sent} t ON t.unit = k.unit
WHERE k.path >= %(low)s AND k.path < %(high)s AND k.since_day <= %(day)s AND k.until_day > %(day)s AND {wanted}
UNION
SELECT t.entry FROM units_path k JOIN {sent} t ON t.to_unit = k.unit
WHERE k.path >= %(low)s AND k.path < %(high)s AND k.since_day <= %(day)s AND k.until_day > %(day)s AND {wanted}
