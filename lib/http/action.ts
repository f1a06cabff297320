import { unstable_rethrow } from 'next/navigation';
import type { z } from 'zod';
import type { Context } from '@/lib/context';
import { AppError } from '@/lib/errors';
import { parseInput } from '@/lib/input';
import { log } from '@/lib/log';
import type { Action, ActionFailure, ActionResult, FormAction } from './schemas';

type Definition<S extends z.ZodType, T> = {
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
    const ctx = await guard();
    requestId = ctx.requestId;
    return { ok: true, data: await handle(ctx, parseInput(schema, input)) };
  } catch (error) {
    return failureOf(error, name, requestId);
  }
}

/**
 * The one builder of server actions: who calls, what they may say, what is done. Expected failures come back as values
 * with their fields; anything else is logged and shown as one sentence with its id. Next refuses calls from other
 * origins before any of this runs.
 */
export function action<S extends z.ZodType, T>(definition: Definition<S, T>): Action<z.input<S>, T> {
  return async (input) => run(definition, input);
}

/** `action` for `<form action>` and useActionState. The schema sees the form's named values, all of them text. */
export function formAction<S extends z.ZodType, T>(definition: Definition<S, T>): FormAction<T> {
  return async (_previous, form) => {
    const named = [...form.entries()].filter(([name]) => !name.startsWith('$ACTION'));
    return run(definition, Object.fromEntries(named));
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
