export { explainSignIn } from './explain-sign-in';
export {
  cancelReplay,
  getReplay,
  getReplayCase,
  listReplayCases,
  type ReplayCases,
  startReplay,
} from './replay';
export { sweepReplays } from './replay-cases';
export { replayHandler } from './replay-handler';
export { rulesReplay } from './replay-job';
export {
  createRuleTest,
  deleteRuleTest,
  getRuleTest,
  listRuleTests,
  updateRuleTest,
} from './rule-tests';
export { type Deployment, deployRule, runRuleTests } from './run-rule-tests';
export * from './schemas';
export { testRule } from './test-rule';
