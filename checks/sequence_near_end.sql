-- severity: warning
-- message: a sequence that has used more than four fifths of its numbers
SELECT schemaname, sequencename, last_value, max_value
FROM pg_sequences
WHERE NOT cycle
  AND increment_by > 0
  AND last_value > max_value - (max_value - start_value) / 5
