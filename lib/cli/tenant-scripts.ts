import { z } from 'zod';
import type { ManagementCalls } from './management-client';

const named = z.object({ id: z.string(), name: z.string() });
export type Named = z.output<typeof named>;

const perPage = 100;

/** All pages of a list that has totals; more parameters can follow `path` as it is. */
async function all(api: ManagementCalls, path: string, key: 'rules' | 'actions'): Promise<Named[]> {
  const schema = z.looseObject({ total: z.number() });
  const found: Named[] = [];
  for (let page = 0; ; page += 1) {
    const answer = await api.call('GET', `${path}page=${page}&per_page=${perPage}`, schema);
    const items = z.array(named).parse(answer[key]);
    found.push(...items);
    if (items.length === 0 || found.length >= answer.total) return found;
  }
}

export const listRules = (api: ManagementCalls) => all(api, '/rules?include_totals=true&', 'rules');
export const listActions = (api: ManagementCalls) => all(api, '/actions/actions?', 'actions');
