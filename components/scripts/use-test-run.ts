import { useRef, useState } from 'react';
import type { z } from 'zod';
import { formatJson, type JsonObject } from '@/components/metadata/json';
import type { UserView } from '@/lib/users/schemas';
import { postJson } from './post-json';
import { type Made, type TestForm, type TestProblem, withAnswerTo } from './test-form';

export type TestRunState = 'idle' | 'running' | 'cancelled' | 'done' | 'failed';

type Options<F extends TestForm, S extends z.ZodType> = {
  /** Where the test is run, and what comes back. */
  path: string;
  schema: S;
  /** The request for what the form says. */
  toRequest: (form: F, code: string) => Made<object>;
  emptyForm: F;
  code: string;
  latestCode: () => string;
  users: readonly UserView[];
  applications: readonly { clientId: string }[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

/** The test panel: its form, the run under way and what came of the last one. */
export function useTestRun<F extends TestForm, S extends z.ZodType>(options: Options<F, S>) {
  const { path, schema, toRequest, code, latestCode, users, applications, signInId } = options;
  const [user, setUser] = useState<UserView | null>(users[0] ?? null);
  const [form, setForm] = useState<F>({
    ...options.emptyForm,
    userId: users[0]?.user_id ?? null,
    ...(signInId === null
      ? { clientId: applications[0]?.clientId ?? null }
      : { subject: 'sign-in', signInId }),
  });
  const [state, setState] = useState<TestRunState>('idle');
  const [report, setReport] = useState<z.output<S> | null>(null);
  /** What the report came of. */
  const [ran, setRan] = useState<{ code: string; form: F } | null>(null);
  const [problem, setProblem] = useState<TestProblem | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const change = (changes: Partial<TestForm> | Partial<F>) => setForm((old) => ({ ...old, ...changes }));

  const run = async () => {
    if (running.current) return;
    const latest = latestCode();
    const made = toRequest(form, latest);
    setProblem(made.ok ? null : made.problem);
    if (!made.ok) return;
    const controller = new AbortController();
    running.current = controller;
    setState('running');
    setMessage(null);
    try {
      const result = await postJson(path, made.value, { schema, signal: controller.signal });
      setRan({ code: latest, form });
      setReport(result.ok ? result.data : null);
      setMessage(result.ok ? null : result.message);
      setState(result.ok ? 'done' : 'failed');
    } catch {
      if (controller.signal.aborted) return;
      setReport(null);
      setMessage('The test did not run: Annex could not be reached. Try again.');
      setState('failed');
    } finally {
      if (running.current === controller) running.current = null;
    }
  };

  /** Goes on with what was given as JSON, which can be edited. */
  const editAsJson = (given: { user: JsonObject; context?: JsonObject }) =>
    change({
      subject: 'json',
      userText: formatJson(given.user),
      ...(given.context ? { contextText: formatJson(given.context) } : {}),
    });

  /** Puts a saved test, or a case of a replay, into the form. What it leaves out stays as it is. */
  const open = (opened: Partial<F>) => {
    change(opened);
    if (opened.subject === 'user') setUser((old) => (old?.user_id === opened.userId ? old : null));
    setProblem(null);
  };

  return {
    user,
    open,
    form,
    change,
    editAsJson,
    /** Goes on to the answer of a request that failed; absent while requests are really made. */
    answer:
      form.network === 'allow'
        ? undefined
        : (request: { method: string; url: string }) => change(withAnswerTo(form, request)),
    choose: (chosen: UserView | null) => {
      setUser(chosen);
      change({ userId: chosen?.user_id ?? null });
    },
    state,
    report,
    ran,
    /** The report is about the code as it stands, or about code that is not the draft. */
    isCurrent: ran !== null && (ran.form.runs === 'live' || ran.code === code),
    /** What has to be mended in a field of the form. */
    errorOf: (field: string) => (problem?.field === field ? problem.message : undefined),
    message,
    run: () => void run(),
    cancel: () => {
      running.current?.abort();
      running.current = null;
      setState('cancelled');
    },
  };
}

/** What of a test run its form needs. */
export type TestSubjectState = {
  user: UserView | null;
  form: TestForm;
  change: (changes: Partial<TestForm>) => void;
  choose: (user: UserView | null) => void;
  editAsJson: (given: { user: JsonObject; context?: JsonObject }) => void;
  errorOf: (field: string) => string | undefined;
};
