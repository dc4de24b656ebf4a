-- The figures of a day by branch below a path, each branch the sum of its units. NULL where no unit knows.
SELECT split_part(substr(path, length(%(low)s) + 1), '/', 1) AS branch,
       max(changed_at) AS changed_at,
       {columns}
FROM ({source}) AS figures
GROUP BY 1
ORDER BY 1
