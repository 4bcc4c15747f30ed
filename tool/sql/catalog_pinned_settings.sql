-- Pins, until the end of the transaction, every setting that changes how the server writes definitions out;
-- JIT costs more than it saves on catalogs. $1: lock_timeout. $2: statement_timeout.
select set_config('search_path', 'pg_catalog, pg_temp', true), set_config('TimeZone', 'UTC', true),
       set_config('DateStyle', 'ISO, YMD', true), set_config('IntervalStyle', 'postgres', true),
       set_config('bytea_output', 'hex', true), set_config('extra_float_digits', '1', true),
       set_config('xmloption', 'content', true), set_config('lc_monetary', 'C', true),
       set_config('quote_all_identifiers', 'off', true), set_config('jit', 'off', true),
       set_config('lock_timeout', $1::text, true), set_config('statement_timeout', $2::text, true);
