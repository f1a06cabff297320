import { testReport, testRule, testRuleInput } from '@/lib/trials';
import { declare, type ManagementApp } from './operation';

/** `/rules/test`: ours. The console's test panel calls the same verb. */
export function mountRuleTrials(app: ManagementApp): void {
  declare(app, {
    method: 'post',
    path: '/rules/test',
    summary: 'Run a rule or the pipeline without writing anything',
    scopes: ['update:rules'],
    body: testRuleInput,
    responses: { 200: testReport },
    handle: async (ctx, { body }) => ({ body: await testRule(ctx, body) }),
  });
}
