"""config · making: what `lianfang make` writes: an area, a kind of record in one file, a migration."""
