export { createRule } from './create-rule';
export { deleteRule } from './delete-rule';
export { getRule, listRules, listRuleVersions, type RuleVersion } from './list-rules';
export { reorderRules } from './reorder-rules';
export { deleteRuleConfig, listRuleConfigs, setRuleConfig } from './rule-configs';
export * from './schemas';
export { updateRule } from './update-rule';
