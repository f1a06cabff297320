import { redirect, unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError, Forbidden } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { log } from '@/lib/log';
import { isFromOurPages } from './origin';
import type { Action, ActionFailure, ActionResult, FormAction, FormAnswer } from './schemas';

/** A server action as data: who may call, what they may say, what is done. */
export type Definition<S extends z.ZodType, T> = {
  /** Names the action in the log. */
  name: string;
  /** Closed: what it does not name never reaches the verb. */
  schema: S;
  /** Establishes who calls; it runs before the input is looked at. */
  guard: () => Promise<Context>;
  handle: (ctx: Context, input: z.output<S>) => Promise<T>;
};

function failureOf(error: unknown, name: string, requestId: string): ActionFailure {
  unstable_rethrow(error);
  if (error instanceof Departure) throw error;
  if (!(error instanceof AppError)) {
    log().error({ err: error, action: name, requestId }, 'unexpected failure');
    const message = `Something went wrong on our side, and nothing was changed. Its id in the log is ${requestId}.`;
    return { ok: false, code: 'unexpected', message };
  }
  if (error.detail || error.cause) log().debug({ err: error, action: name, requestId }, 'refused');
  const { code, message, fields, data } = error;
  return { ok: false, code, message, ...(fields ? { fields } : {}), ...(data ? { data } : {}) };
}

async function run<S extends z.ZodType, T>(
  { name, schema, guard, handle }: Definition<S, T>,
  input: unknown,
): Promise<ActionResult<T>> {
  let requestId: string = crypto.randomUUID();
  try {
    if (!(await isFromOurPages())) throw new Forbidden('Use the page of this site for that.');
    const ctx = await guard();
    requestId = ctx.requestId;
    return { ok: true, data: await handle(ctx, parseInput(schema, input)) };
  } catch (error) {
    return failureOf(error, name, requestId);
  }
}

/**
 * The one builder of server actions: who calls, what they may say, what is done. Expected failures come back as values
 * with their fields; anything else is logged and shown as one sentence with its id. Calls from
 * other origins are refused first.
 */
export function action<S extends z.ZodType, T>(definition: Definition<S, T>): Action<z.input<S>, T> {
  return async (input) => run(definition, input);
}

class Departure extends Error {
  readonly address: string;
  constructor(address: string) {
    super('The form ends by leaving the page.');
    this.address = address;
  }
}

/** Ends a form by a whole navigation to `address`, which may be a protocol endpoint or another site. */
export function leaveFor(address: string): never {
  throw new Departure(address);
}

function namedValues(form: FormData): Record<string, FormDataEntryValue> {
  return Object.fromEntries([...form.entries()].filter(([name]) => !name.startsWith('$ACTION')));
}

/**
 * `action` for `<form action>`: what a form does where no script runs. The schema sees the form's named values. With
 * scripts the same definition is reached through `formPost`.
 */
export function formAction<S extends z.ZodType, T>(definition: Definition<S, T>): FormAction<T> {
  return async (_previous, form) => {
    try {
      return await run(definition, namedValues(form));
    } catch (error) {
      if (error instanceof Departure) redirect(error.address);
      throw error;
    }
  };
}

/**
 * What the same form does where scripts run: a route that answers JSON, for `useFormPost`. A server action would not
 * do for a form that leaves the page: one that sets a cookie renders the page again, and Next fetches an address of
 * this host itself before the browser goes there, which spends codes that work once.
 */
export function formPost<S extends z.ZodType, T>(definition: Definition<S, T>) {
  return async (request: Request): Promise<Response> => {
    try {
      const result = await run(definition, namedValues(await request.formData()));
      return Response.json(result satisfies FormAnswer<T>, { headers: { 'cache-control': 'no-store' } });
    } catch (error) {
      if (!(error instanceof Departure)) throw error;
      const answer: FormAnswer<T> = { ok: true, leaveFor: error.address };
      return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
    }
  };
}

/** What a page shows of a verb that may fail for a reason the reader can mend, such as a query: the value or why not. */
export async function outcome<T>(ctx: Context, name: string, work: Promise<T>): Promise<ActionResult<T>> {
  try {
    return { ok: true, data: await work };
  } catch (error) {
    return failureOf(error, name, ctx.requestId);
  }
}
