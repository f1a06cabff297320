import { z } from 'zod';
import { getActiveUsers, getDailyStats } from '@/lib/stats';
import { dailyStats, dailyStatsInput } from '@/lib/stats/schemas';
import { declare, type ManagementApp } from './operation';

/** `/stats`: `reference/management-api.md` 8.3. */
export function mountStats(app: ManagementApp): void {
  declare(app, {
    method: 'get',
    path: '/stats/active-users',
    summary: 'Count the users who signed in within 30 days',
    scopes: ['read:stats'],
    responses: { 200: z.number() },
    handle: async (ctx) => ({ body: await getActiveUsers(ctx) }),
  });
  declare(app, {
    method: 'get',
    path: '/stats/daily',
    summary: 'Count logins and sign-ups by day',
    scopes: ['read:stats'],
    query: dailyStatsInput,
    responses: { 200: z.array(dailyStats) },
    handle: async (ctx, { query }) => ({ body: await getDailyStats(ctx, query) }),
  });
}
