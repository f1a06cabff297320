import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import {
  clientPart,
  type EventClient,
  type EventRequest,
  plain,
  requestPart,
  tenantPart,
} from './event-parts';
import { newExecution, noTrace, type Trace } from './executions';
import { liveActions } from './live-actions';
import { claimsFault, loginChanges } from './login-changes';
import { runTrigger } from './run-trigger';

/** A token request of an application for itself. */
export type MachineRequest = {
  client: EventClient;
  request: EventRequest;
  audience: string;
  requestedScopes: string[];
  /** What it would get. */
  scope: string[];
};

export type MachineActions = Trace &
  (
    | { kind: 'continue'; claims: JsonObject; scope: string[] }
    | { kind: 'deny'; error: 'access_denied' | 'invalid_scope' | 'invalid_request'; description: string }
  );

const publicCodes = ['invalid_scope', 'invalid_request'] as const;

/**
 * Runs the Actions bound to credentials-exchange over a token request (`reference/rules.md` 2.4). A failing Action
 * denies. Where an Action says `server_error`, the caller gets `access_denied`: it is a decision, and a 5xx would make
 * clients try again.
 */
export async function runMachineActions(ctx: Context, machine: MachineRequest): Promise<MachineActions> {
  const { client, request, audience, requestedScopes, scope } = machine;
  const actions = await liveActions(ctx, 'credentials-exchange');
  if (actions.length === 0) return { kind: 'continue', claims: {}, scope, ...noTrace };
  const event = plain({
    tenant: tenantPart(),
    client: clientPart(client),
    request: requestPart(ctx, request),
    resource_server: { identifier: audience },
    accessToken: { customClaims: {}, scope },
    transaction: { requested_scopes: requestedScopes, target_scopes: scope },
  });
  const { commands, failure, trace } = await runTrigger(ctx, {
    trigger: 'credentials-exchange',
    actions,
    event,
    surroundings: { executedRules: [] },
    execution: newExecution(ctx),
    about: { clientId: client.clientId, clientName: client.name },
  });
  const deny = (description: string, code?: string): MachineActions => ({
    kind: 'deny',
    error: publicCodes.find((known) => known === code) ?? 'access_denied',
    description,
    ...trace,
  });
  if (failure) return deny('The token was refused because an Action failed.');
  const denial = commands.find((command) => command.type === 'access.deny');
  if (denial?.type === 'access.deny') return deny(denial.reason, denial.code);
  const before = {
    kind: 'continue',
    user: {},
    idTokenClaims: {},
    accessTokenClaims: {},
    warnings: [],
  } as const;
  const { accessTokenClaims: claims } = loginChanges({ ...before, warnings: [] }, scope, commands).outcome;
  const fault = claimsFault(claims);
  if (fault) return deny(fault);
  const target = commands.findLast((command) => command.type === 'transaction.setTargetScopes');
  const scopes = target?.type === 'transaction.setTargetScopes' ? target.scopes : scope;
  return { kind: 'continue', claims, scope: scopes, ...trace };
}
