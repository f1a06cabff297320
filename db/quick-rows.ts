import { Column, is, SQL } from 'drizzle-orm';

type Decoder = { mapFromDriverValue(value: unknown): unknown };
type Field = { path: string[]; field: unknown };
type Mapped = { fields?: Field[]; customResultMapper?: (rows: unknown[][]) => unknown[] };

const asItCame = Column.prototype.mapFromDriverValue;

/** How a value of the driver becomes the field's; undefined when it stays as it is. */
function decoderOf(field: unknown): Decoder | undefined {
  if (is(field, SQL.Aliased)) return decoderOf(field.sql);
  // Not part of drizzle's types: what `sql<…>` was told by `mapWith`.
  if (is(field, SQL)) return (field as unknown as { decoder: Decoder }).decoder;
  if (!is(field, Column)) throw new Error('Only columns and SQL can be read quickly.');
  return field.mapFromDriverValue === asItCame ? undefined : field;
}

/**
 * The same prepared query, its columns looked at once. drizzle asks of each column of each row what it is, which for
 * users takes as long as all else that is done with a row. Rows must be flat: `select({ name: column, … })`.
 */
export function quickRows<Q extends object>(query: Q): Q {
  const mapped = query as Mapped;
  const columns = (mapped.fields ?? []).map(({ path: [name = '', ...deeper], field }) => {
    if (deeper.length > 0) throw new Error('Only flat rows can be read quickly.');
    return { name, decoder: decoderOf(field) };
  });
  mapped.customResultMapper = (rows) =>
    rows.map((row) => {
      const result: Record<string, unknown> = {};
      columns.forEach(({ name, decoder }, index) => {
        const value = row[index];
        result[name] = value === null || decoder === undefined ? value : decoder.mapFromDriverValue(value);
      });
      return result;
    });
  return query;
}
