export { type ActionsToTry, actionsToTry, draftOfAction } from './actions-to-try';
export { afterwardsDone } from './afterwards';
export {
  type Asks,
  asksAfter,
  noAsks,
  type Revocations,
  revocationsOf,
  type SessionAsks,
  type TokenAsks,
} from './asks';
export { bindAction } from './bind-action';
export { listBindings, updateBindings } from './bindings';
export { createAction } from './create-action';
export { objectionOf } from './decide-login';
export { deleteAction } from './delete-action';
export { deployAction, deployVersion } from './deploy-action';
export { sweepExecutions } from './executions';
export { assertRunnable, type LiveAction } from './internal';
export { liveActions } from './live-actions';
export { runLoginActions } from './login';
export type { LoginActions, SuspendedLogin } from './login.types';
export { metadataPatch } from './login-changes';
export { type MachineActions, machineEvent, runMachineActions } from './machine';
export { type PasswordChange, passwordChangeEvent, runPostChangePassword } from './password-change';
export { postLoginEvent } from './post-login-event';
export {
  type ActionFilter,
  type Deployment,
  getAction,
  getActionVersion,
  getExecution,
  type Listed,
  listActions,
  listActionVersions,
  listDeployments,
  listTriggers,
  type Page,
} from './read-actions';
export { recordedActions } from './recorded-actions';
export {
  candidateEvent,
  createUserWithActions,
  type Registration,
  registeredEvent,
  registrationBody,
  runPostRegistration,
  runPreRegistration,
  SignUpRefused,
} from './registration';
export * from './schemas';
export { setActionSecret } from './set-action-secret';
export { testAction } from './test-action';
export { reviveSuspension } from './trace-actions';
export { type EventTried, type EventTrigger, tryEventActions } from './try-event';
export { type ActionsTried, canRedirect, type LoginTrial, tryLoginActions } from './try-login';
export { updateAction } from './update-action';
