import { useRef, useState } from 'react';
import { z } from 'zod';
import type { ActionResult } from '@/lib/http/schemas';
import { type TestReport, type TestRuleInput, testReport } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { type TestForm, type TestProblem, toTestRequest } from './test-request';

export type TestRunState = 'idle' | 'running' | 'cancelled' | 'done' | 'failed';

const answer = z.union([
  z.object({ ok: z.literal(true), data: testReport }),
  z.object({ ok: z.literal(false), message: z.string() }),
]);

async function ask(request: TestRuleInput, signal: AbortSignal): Promise<ActionResult<TestReport>> {
  const response = await fetch('/console/rules/test', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(request),
    signal,
  });
  if (!response.ok) throw new Error(`The test answered ${response.status}.`);
  const result = answer.parse(await response.json());
  return result.ok ? result : { ok: false, code: 'unexpected', message: result.message };
}

type Options = {
  ruleId: string;
  script: string;
  latestScript: () => string;
  users: readonly UserView[];
  applications: readonly { clientId: string }[];
};

/** The test panel: its form, the run under way and what came of the last one. */
export function useTestRun({ ruleId, script, latestScript, users, applications }: Options) {
  const [user, setUser] = useState<UserView | null>(users[0] ?? null);
  const [form, setForm] = useState<Omit<TestForm, 'userId'>>({
    clientId: applications[0]?.clientId ?? null,
    scope: 'alone',
    contextText: '',
    usesConfiguration: false,
  });
  const [state, setState] = useState<TestRunState>('idle');
  const [report, setReport] = useState<TestReport | null>(null);
  /** What the report is about. */
  const [ran, setRan] = useState<{ script: string; user: UserView | null }>({ script: '', user: null });
  const [problem, setProblem] = useState<TestProblem | null>(null);
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const run = async () => {
    if (running.current) return;
    const code = latestScript();
    const made = toTestRequest({ ...form, userId: user?.user_id ?? null }, { ruleId, script: code });
    setProblem(made.ok ? null : made.problem);
    if (!made.ok) return;
    const controller = new AbortController();
    running.current = controller;
    setState('running');
    setMessage(null);
    try {
      const result = await ask(made.request, controller.signal);
      setRan({ script: code, user });
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

  return {
    user,
    setUser,
    form,
    change: (changes: Partial<typeof form>) => setForm((old) => ({ ...old, ...changes })),
    state,
    report,
    /** Whom the report is about. */
    testedUser: ran.user,
    /** The report is about the code as it stands. */
    isCurrent: ran.script === script,
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
