import { useRef, useState } from 'react';
import type { CodeMarker } from '@/components/editor/types';
import { isObject, type Json, type JsonObject } from '@/components/metadata/json';
import { postJson } from '@/components/scripts/post-json';
import { type ActionTestReport, testReport } from '@/lib/actions/schemas';
import { sampleEvent } from './sample-events';
import type { RunnableTrigger } from './trigger-words';
import type { ActionDraft } from './use-action-draft';

type Made = { ok: true; event: JsonObject } | { ok: false; message: string };

function parseEvent(text: string): Made {
  try {
    const event: Json = JSON.parse(text);
    return isObject(event) ? { ok: true, event } : { ok: false, message: 'The event must be a JSON object.' };
  } catch (error) {
    return { ok: false, message: `The event is not JSON: ${error instanceof Error ? error.message : ''}` };
  }
}

/** Tries of an Action on an event that somebody writes, and what came of the last one. */
export function useEventTest({ trigger, draft }: { trigger: RunnableTrigger; draft: ActionDraft }) {
  const [text, setText] = useState(() => sampleEvent(trigger));
  const [isRunning, setRunning] = useState(false);
  const [report, setReport] = useState<ActionTestReport | null>(null);
  /** The code that the report is about. */
  const [ran, setRan] = useState<string | null>(null);
  const [problem, setProblem] = useState<string>();
  const [message, setMessage] = useState<string | null>(null);
  const running = useRef<AbortController | null>(null);

  const run = async () => {
    if (running.current) return;
    const made = parseEvent(text);
    setProblem(made.ok ? undefined : made.message);
    if (!made.ok) return;
    const code = draft.latestCode();
    const controller = new AbortController();
    running.current = controller;
    setRunning(true);
    const result = await postJson(
      '/console/actions/test-event',
      { id: draft.base.id, code, payload: made.event },
      { schema: testReport, signal: controller.signal },
    ).catch(() => null);
    if (controller.signal.aborted) return;
    running.current = null;
    setRunning(false);
    setReport(result?.ok ? result.data : null);
    setRan(code);
    setMessage(
      result?.ok ? null : (result?.message ?? 'The test did not run: Annex could not be reached. Try again.'),
    );
  };

  const isCurrent = ran === draft.code;
  return {
    text,
    setText,
    isRunning,
    report,
    isCurrent,
    problem,
    message,
    /** Where the code as it stands stopped. */
    stop: isCurrent ? stopOf(report) : null,
    run: () => void run(),
    cancel: () => {
      running.current?.abort();
      running.current = null;
      setRunning(false);
    },
  };
}

export type EventTest = ReturnType<typeof useEventTest>;

function stopOf(report: ActionTestReport | null): CodeMarker | null {
  const { name, message, line, column } = report?.error ?? {};
  return line === undefined ? null : { line, column, message: `${name}: ${message}`, source: 'test' };
}
