import type { FileFault } from '@/lib/imports/parse-json-file';

export type TestedCase = {
  name: string;
  passed: boolean;
  /** One sentence for each thing that is not as expected. */
  failures: string[];
  duration_ms?: number;
  /** What went wrong in the code, with its place; also of a test that expects it. */
  error?: { name: string; message: string; line?: number | undefined; column?: number | undefined };
  logs?: string[];
};

/** A rule or Action with how its tests went; of a folder with its file, of the tenant with its id. */
export type Tested = {
  kind: 'rule' | 'action';
  name: string;
  file?: string;
  id?: string;
  tests: TestedCase[];
};

export type TestedAll = {
  scripts: Tested[];
  /** Files that could not be read. */
  faults: FileFault[];
  /** What was left out, and why. */
  notes: string[];
};

type Report = {
  error?: TestedCase['error'] | undefined;
  logs: readonly { level: string; text: string }[];
  duration_ms: number;
};

/** What of a report is told. */
export function toldOf({ error, logs, duration_ms }: Report): Partial<TestedCase> {
  return {
    duration_ms: Math.round(duration_ms * 10) / 10,
    ...(error ? { error } : {}),
    ...(logs.length > 0 ? { logs: logs.map(({ level, text }) => `${level}: ${text}`) } : {}),
  };
}
