import { useRef, useState } from 'react';
import { formatJson, type JsonObject } from '@/components/metadata/json';
import { postJson } from '@/components/scripts/post-json';
import { type TestReport, testReport } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { emptyForm, type TestForm, type TestProblem, toTestRequest } from './test-request';

export type TestRunState = 'idle' | 'running' | 'cancelled' | 'done' | 'failed';

type Options = {
  ruleId: string;
  script: string;
  latestScript: () => string;
  users: readonly UserView[];
  applications: readonly { clientId: string }[];
  /** The recorded sign-in that the page was opened for. */
  signInId: string | null;
};

/** What a report came of. */
type Ran = { script: string; form: TestForm };

/** The test panel: its form, the run under way and what came of the last one. */
export function useTestRun({ ruleId, script, latestScript, users, applications, signInId }: Options) {
  const [user, setUser] = useState<UserView | null>(users[0] ?? null);
  const [form, setForm] = useState<TestForm>({
    ...emptyForm,
    userId: users[0]?.user_id ?? null,
    ...(signInId === null
      ? { clientId: applications[0]?.clientId ?? null }
      : { subject: 'sign-in', signInId }),
  });
  const [state, setState] = useState<TestRunState>('idle');
  const [report, setReport] = useState<TestReport | null>(null);
  const [ran, setRan] = useState<Ran | null>(null);
  const [problem, setProblem] = useState<TestProblem | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const change = (changes: Partial<TestForm>) => setForm((old) => ({ ...old, ...changes }));

  const run = async () => {
    if (running.current) return;
    const code = latestScript();
    const made = toTestRequest(form, { ruleId, script: code });
    setProblem(made.ok ? null : made.problem);
    if (!made.ok) return;
    const controller = new AbortController();
    running.current = controller;
    setState('running');
    setMessage(null);
    try {
      const result = await postJson('/console/rules/test', made.value, {
        schema: testReport,
        signal: controller.signal,
      });
      setRan({ script: code, form });
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

  /** Goes on with what rules were given as JSON, which can be edited. */
  const editAsJson = (given: { user: JsonObject; context?: JsonObject }) =>
    change({
      subject: 'json',
      userText: formatJson(given.user),
      ...(given.context ? { contextText: formatJson(given.context) } : {}),
    });

  /** Puts a saved test, or a case of a replay, into the form. What it leaves out stays as it is. */
  const open = (opened: Partial<TestForm>) => {
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
    choose: (chosen: UserView | null) => {
      setUser(chosen);
      change({ userId: chosen?.user_id ?? null });
    },
    state,
    report,
    /** What the report came of. */
    ran,
    /** The report is about the code as it stands, or about code that is not the draft. */
    isCurrent: ran !== null && (ran.form.runs === 'live' || ran.script === script),
    problem,
    message,
    run: () => void run(),
    cancel: () => {
      running.current?.abort();
      running.current = null;
      setState('cancelled');
    },
  };
}

export type TestRun = ReturnType<typeof useTestRun>;
