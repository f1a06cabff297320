import { type SQL, sql } from 'drizzle-orm';
import type { Database, Transaction } from '@/db/client';

type Node = {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  'Plan Rows': number;
  Plans?: Node[];
};

export type Plan = {
  /** Outermost first, such as `Bitmap Index Scan on user_search_terms`. */
  steps: string[];
  /** Rows that the statistics expect. */
  rows: number;
};

function stepsOf(node: Node): string[] {
  const on = node['Index Name'] ?? node['Relation Name'];
  const step = on === undefined ? node['Node Type'] : `${node['Node Type']} on ${on}`;
  return [step, ...(node.Plans ?? []).flatMap(stepsOf)];
}

/** PostgreSQL's plan for a statement, which is not run. */
export async function planOf(db: Database | Transaction, statement: SQL): Promise<Plan> {
  const [row] = await db.execute<{ 'QUERY PLAN': [{ Plan: Node }] }>(sql`explain (format json) ${statement}`);
  const top = row?.['QUERY PLAN'][0].Plan;
  return top ? { steps: stepsOf(top), rows: Math.round(top['Plan Rows']) } : { steps: [], rows: 0 };
}
