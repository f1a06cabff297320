export { assertCodeFits, assertConfigurationFits, assertWithin } from './authoring-limits';
export { maxClaimsBytes, splitClaims } from './claims';
export { createRule } from './create-rule';
export { runDatabaseScript, type ScriptOutcome } from './database-script';
export { deleteRule } from './delete-rule';
export { getRule, listRules, listRuleVersions, type RuleVersion } from './list-rules';
export { liveRules } from './live-rules';
export { runInput, runLoginRules, signInUser } from './login';
export type { Login, LoginContinues, LoginOutcome, Protocol } from './login.types';
export { manage, readingOperations, rethrowWithStatus } from './management';
export { liveFetch } from './network';
export { readOutcome } from './outcome';
export { reorderRules } from './reorder-rules';
export { deleteRuleConfig, listRuleConfigs, setRuleConfig } from './rule-configs';
export {
  deployRuleDraft,
  discardRuleDraft,
  getRuleDraft,
  listDraftedRules,
  type RuleDraft,
  saveRuleDraft,
} from './rule-drafts';
export { withoutOverlay } from './rule-user';
export { draftRuleVersion, getRuleVersion, restoreRuleVersion } from './rule-versions';
export {
  type ActionCommand,
  type ActionRunResult,
  type ActionTrigger,
  bundledModules,
  type CacheEntry,
  checkAction,
  checkRule,
  getRunner,
  type HostCalls,
  type HttpAnswer,
  type HttpCall,
  type LiveSurroundings,
  type RunnableAction,
  type RunnableRule,
  type RunResult,
  wayOut,
} from './runner';
export { runnerSettings } from './runner-settings';
export * from './schemas';
export { keptLines, objectWithoutValues, patchesOf, resultOf, withoutValues } from './trace-run';
export { updateRule } from './update-rule';
export { type UserChanges, userChanges, withUserChanges } from './user-changes';
