import { z } from 'zod';
import { NotFound } from '@/lib/errors';
import {
  cancelReplay,
  getReplay,
  getReplayCase,
  listReplayCases,
  listReplays,
  replayCase,
  replayCaseFilter,
  replayCaseSummary,
  replayFilter,
  replayInput,
  replayView,
  startReplay,
} from '@/lib/trials';
import { checkpoint } from './lists';
import { declare, type ManagementApp } from './operation';
import { count } from './query';

const listQuery = z.strictObject({
  rule_id: replayFilter.shape.rule_id,
  action_id: replayFilter.shape.action_id,
  ...checkpoint,
});

const casesQuery = z.strictObject({
  change: replayCaseFilter.shape.change,
  from: count(1_000_000).optional(),
  take: checkpoint.take,
});

/** The number of a case as its path has it. */
function positionOf(text = ''): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new NotFound('The replay has no such case.');
}

/**
 * `/replays`: ours. A draft of a rule or Action over many sign-ins, without writing anything. Reading one needs
 * `read:rules` and `read:users`, both, and for that of an Action also `read:actions`.
 */
export function mountReplays(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/replays',
    summary: 'Start a replay of a draft over many sign-ins',
    scopes: ['update:rules', 'update:actions'],
    body: replayInput,
    responses: { 202: replayView },
    handle: async (ctx, { body }) => ({ status: 202, body: await startReplay(ctx, body) }),
  });
  declare(app, {
    method: 'get',
    path: '/replays',
    summary: 'List replays, newest first',
    scopes: ['read:rules'],
    query: listQuery,
    responses: { 200: z.strictObject({ replays: z.array(replayView), next: z.string().optional() }) },
    handle: async (ctx, { query: { take, ...filter } }) => ({
      body: await listReplays(ctx, take === undefined ? filter : { ...filter, take }),
    }),
  });
  declare(app, {
    method: 'get',
    path: '/replays/{id}',
    summary: 'Get how far a replay is and what it has found',
    scopes: ['read:rules'],
    responses: { 200: replayView },
    handle: async (ctx, { id }) => ({ body: await getReplay(ctx, id) }),
  });
  declare(app, {
    method: 'post',
    path: '/replays/{id}/cancel',
    summary: 'Cancel a replay',
    scopes: ['update:rules', 'update:actions'],
    responses: { 200: replayView },
    handle: async (ctx, { id }) => ({ body: await cancelReplay(ctx, id) }),
  });
  declare(app, {
    method: 'get',
    path: '/replays/{id}/cases',
    summary: 'List the sign-ins that a replay found to be different',
    scopes: ['read:rules'],
    query: casesQuery,
    responses: {
      200: z.strictObject({ cases: z.array(replayCaseSummary), next: z.number().optional() }),
    },
    handle: async (ctx, { id, query: { take, ...filter } }) => ({
      body: await listReplayCases(ctx, id, take === undefined ? filter : { ...filter, take }),
    }),
  });
  declare(app, {
    method: 'get',
    path: '/replays/{id}/cases/{position}',
    summary: 'Get one sign-in of a replay with both outcomes',
    scopes: ['read:rules'],
    responses: { 200: replayCase },
    handle: async (ctx, { id, params }) => ({
      body: await getReplayCase(ctx, id, positionOf(params.position)),
    }),
  });
}
