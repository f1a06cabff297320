import type { ErrorCode } from '@/lib/errors';

/** An action that did not happen, in a form that a form can show. */
export type ActionFailure = {
  ok: false;
  /** `unexpected`: a defect; `message` holds the id under which it is logged. */
  code: ErrorCode | 'unexpected';
  /** A full sentence for the person. */
  message: string;
  /** One sentence for each faulty field. */
  fields?: Record<string, string>;
  /** What to act on, such as the current version after a conflict. */
  data?: Record<string, unknown>;
};

export type ActionResult<T> = { ok: true; data: T } | ActionFailure;

/** What a component is given to call: the only way from the browser to a verb. */
export type Action<I, O> = (input: I) => Promise<ActionResult<O>>;

/** An action for `<form action>` with useActionState; works before scripts have loaded. */
export type FormAction<O> = (
  previous: ActionResult<O> | null,
  form: FormData,
) => Promise<ActionResult<O> | null>;

/** What a form's route answers: a result to show, or the address to which the whole window goes. */
export type FormAnswer<T> = (ActionResult<T> & { leaveFor?: undefined }) | { ok: true; leaveFor: string };
