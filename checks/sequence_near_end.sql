-- severity: warning
-- message: sequence that has used more than 80 % of its values
SELECT schemaname, sequencename, last_value, max_value
FROM pg_sequences
WHERE NOT cycle
  AND increment_by > 0
  AND last_value > max_value - (max_value - start_value) / 5
