-- The value at a path of metadata as text in the order of the values: booleans, numbers, text. Null for anything else.
CREATE FUNCTION metadata_sort_value(document jsonb, path text[]) RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
  SELECT CASE jsonb_typeof(document #> path)
    WHEN 'boolean' THEN 'b' || (document #>> path)
    WHEN 'number' THEN 'n' || lpad(to_hex(CASE WHEN (document #>> path)::float8 >= 0
      THEN (('x' || encode(float8send((document #>> path)::float8), 'hex'))::bit(64) | (1::bigint << 63)::bit(64))::bigint
      ELSE (~ ('x' || encode(float8send((document #>> path)::float8), 'hex'))::bit(64))::bigint END), 16, '0')
    WHEN 'string' THEN 't' || left(document #>> path, 250)
  END
$$;
