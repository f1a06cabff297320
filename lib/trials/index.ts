export {
  createActionTest,
  deleteActionTest,
  getActionTest,
  listActionTests,
  updateActionTest,
} from './action-tests';
export { explainSignIn } from './explain-sign-in';
export { findReplay, listReplays, type ReplayList } from './list-replays';
export { getReplayCase, listReplayCases, type ReplayCases } from './read-replay-cases';
export { cancelReplay, getReplay, startReplay } from './replay';
export { sweepReplays } from './replay-cases';
export { replayHandler } from './replay-handler';
export { actionsReplay, rulesReplay } from './replay-job';
export {
  createRuleTest,
  deleteRuleTest,
  getRuleTest,
  listRuleTests,
  updateRuleTest,
} from './rule-tests';
export { type ActionDeployment, deployTestedAction, runActionTests } from './run-action-tests';
export { type Deployment, deployRule, runRuleTests } from './run-rule-tests';
export * from './schemas';
export { testRule } from './test-rule';
export { tryAction } from './try-action';
