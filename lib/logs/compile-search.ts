import { type SQL, sql } from 'drizzle-orm';
import { likePattern, parsePeriod, refuseQuery } from '@/lib/search';
import { dateWithin, resolveLogField, textColumns } from './log-columns';
import { type LogField, searchedLogFields } from './schemas';

type Clause = { fields: readonly LogField[]; text: string; isWhole: boolean };

/** Names that the contract's own examples use. */
const otherNames: Record<string, LogField> = {
  application: 'client_name',
  client: 'client_name',
  user: 'user_name',
};

const token = /\s*(?:([A-Za-z_]+):)?(?:"((?:[^"\\]|\\.)*)"|(\S+))/gy;
const maxClauses = 20;

/**
 * Reads `search`: pairs `field:value` and words without a field, with or without AND between them. Words side by side
 * are one beginning; quotes ask for the whole value.
 */
export function parseLogSearch(text: string): Clause[] {
  const clauses: Clause[] = [];
  let words: string[] = [];
  const endWords = () => {
    if (words.length > 0) clauses.push({ fields: searchedLogFields, text: words.join(' '), isWhole: false });
    words = [];
  };
  for (const match of text.matchAll(token)) {
    const [, name, phrase, word = ''] = match;
    if (name === undefined && phrase === undefined) {
      if (word === 'AND') endWords();
      else words.push(word);
      continue;
    }
    endWords();
    const field = name === undefined ? undefined : (otherNames[name] ?? resolveLogField(name, match.index));
    const value = phrase?.replace(/\\(.)/g, '$1') ?? word;
    clauses.push({
      fields: field === undefined ? searchedLogFields : [field],
      text: value,
      isWhole: phrase !== undefined,
    });
  }
  endWords();
  if (clauses.length <= maxClauses) return clauses;
  refuseQuery(`A search may have at most ${maxClauses} conditions.`, {
    position: 0,
    found: `${clauses.length} conditions`,
    expected: `at most ${maxClauses} conditions`,
  });
}

function compileDate(text: string): SQL {
  const period = parsePeriod(text);
  return period ? dateWithin(period.start, period.end) : sql`false`;
}

function compileField(field: LogField, { text, isWhole }: Clause): SQL {
  if (field === 'date') return compileDate(text);
  const column = textColumns[field];
  if (column === null) return sql`false`;
  // Both sides are lower-cased by PostgreSQL, so that they meet whatever its rules are.
  if (isWhole) return sql`lower(${column}) = lower(${text}::text)`;
  return sql`lower(${column}) like lower(${likePattern([text, ''])}::text)`;
}

/** `search` of the contract (7) as a condition on `logs`. Throws Invalid for a field that is not there. */
export function compileLogSearch(text: string): SQL {
  const clauses = parseLogSearch(text).map(
    (clause) =>
      sql`(${sql.join(
        clause.fields.map((field) => compileField(field, clause)),
        sql` or `,
      )})`,
  );
  return clauses.length === 0 ? sql`true` : sql.join(clauses, sql` and `);
}
