-- W1, W2 and W3 of every unit; after cover.sql.
SELECT c.unit,
       max(c.path) AS path,
       max(c.changed_at) AS changed_at,
       trunc(min(c.days), 1) AS w1_value,
       count(*) FILTER (WHERE c.lasts AND c.counted) AS w1_checked,
       count(*) FILTER (WHERE c.lasts) AS w1_expected,
       CASE WHEN bool_or(c.lasts AND (c.days IS NOT NULL OR c.usable <= 0))
            THEN count(*) FILTER (WHERE c.lasts AND (c.usable <= 0 OR c.days < {warn})) END AS w2_value,
       count(*) FILTER (WHERE c.lasts AND (c.days IS NOT NULL OR c.usable <= 0)) AS w2_checked,
       count(*) FILTER (WHERE c.lasts) AS w2_expected,
       CASE WHEN sum(c.lots_dated) > 0 OR sum(c.lots) = 0 THEN sum(c.lots_near) END AS w3_value,
       sum(c.lots_dated) AS w3_checked,
       sum(c.lots) AS w3_expected
FROM cover c
GROUP BY c.unit
