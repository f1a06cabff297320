export { maxClaimsBytes, splitClaims } from './claims';
export { createRule } from './create-rule';
export { runDatabaseScript, type ScriptOutcome } from './database-script';
export { deleteRule } from './delete-rule';
export { getRule, listRules, listRuleVersions, type RuleVersion } from './list-rules';
export { runInput, runLoginRules, signInUser } from './login';
export type { Login, LoginContinues, LoginOutcome, Protocol } from './login.types';
export { liveFetch } from './network';
export { reorderRules } from './reorder-rules';
export { deleteRuleConfig, listRuleConfigs, setRuleConfig } from './rule-configs';
export {
  type ActionCommand,
  type ActionRunResult,
  type ActionTrigger,
  bundledModules,
  type CacheEntry,
  getRunner,
  type LiveSurroundings,
  parseAction,
  type RunnableAction,
} from './runner';
export * from './schemas';
export { testRule } from './test-rule';
export { keptLines, resultOf, withoutValues } from './trace-run';
export { updateRule } from './update-rule';
export { type UserChanges, userChanges, withUserChanges } from './user-changes';
