import type { ActionRequest } from '../action-types';
import type { ActionsRun } from './action-run';

export type Turn = { index: number; event: Record<string, unknown>; isOver(): boolean };

/** The methods of one area for one Action, each under its own name. */
export type Area = Record<string, (...args: unknown[]) => unknown>;

export type Tools = {
  run: ActionsRun;
  turn: Turn;
  /** Notes what was asked for, and gives the api for the next call. */
  ask(request: ActionRequest): unknown;
  /** The api, for the next call. */
  api(): unknown;
};

/** Where the event has what an area of `api` steers. */
export const lastingParts = { session: 'session', refreshToken: 'refresh_token' } as const;

export function text(value: unknown, what: string, most = 4_096): string {
  if (typeof value !== 'string' || value === '')
    throw new TypeError(`${what} must be a text that is not empty.`);
  if (value.length > most) throw new RangeError(`${what} may have ${most} characters.`);
  return value;
}
