export { listBindings, updateBindings } from './bindings';
export { createAction } from './create-action';
export { deleteAction } from './delete-action';
export { deployAction, deployVersion } from './deploy-action';
export {
  type ActionFilter,
  getAction,
  getActionVersion,
  getExecution,
  type Listed,
  listActions,
  listActionVersions,
  listTriggers,
  type Page,
} from './read-actions';
export * from './schemas';
export { testAction } from './test-action';
export { updateAction } from './update-action';
