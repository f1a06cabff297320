import type { JsonObject } from '@/db/schema/columns';
import type { Context } from '@/lib/context';
import { decideMachine, type MachineDecision } from './decide-event';
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

export type MachineActions = Trace & MachineDecision;

/** `event` of credentials-exchange (`reference/rules.md` 2.4). */
export function machineEvent(ctx: Context, machine: MachineRequest): JsonObject {
  const { client, request, audience, requestedScopes, scope } = machine;
  return plain({
    tenant: tenantPart(),
    client: clientPart(client),
    request: requestPart(ctx, request),
    resource_server: { identifier: audience },
    accessToken: { customClaims: {}, scope },
    transaction: { requested_scopes: requestedScopes, target_scopes: scope },
  });
}

/** Runs the Actions bound to credentials-exchange over a token request, and says what they decided. */
export async function runMachineActions(ctx: Context, machine: MachineRequest): Promise<MachineActions> {
  const { client, scope } = machine;
  const actions = await liveActions(ctx, 'credentials-exchange');
  if (actions.length === 0) return { kind: 'continue', claims: {}, scope, ...noTrace };
  const { commands, failure, trace } = await runTrigger(ctx, {
    trigger: 'credentials-exchange',
    actions,
    event: machineEvent(ctx, machine),
    surroundings: { executedRules: [] },
    execution: newExecution(ctx),
    about: { clientId: client.clientId, clientName: client.name },
  });
  return { ...decideMachine(scope, commands, failure), ...trace };
}
