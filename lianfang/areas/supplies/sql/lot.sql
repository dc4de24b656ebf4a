-- By what a lot is known: its number without width, case, spaces and dashes. `payloads.lot_key` says the same in Python.
CREATE FUNCTION supplies_lot(lot text) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT SET search_path = pg_catalog, pg_temp
RETURN coalesce(nullif(translate(
  translate(normalize(lot, NFKC), U&' \0009-\2010\2011\2012\2013\2014\2015\2212\30FC\2500', ''),
  'abcdefghijklmnopqrstuvwxyz', 'ABCDEFGHIJKLMNOPQRSTUVWXYZ'), ''), lot);
