import type { FileFault } from '@/lib/imports/parse-json-file';
import type { Tested, TestedAll, TestedCase } from './tested';

const counted = (count: number, word: string) => `${count} ${word}${count === 1 ? '' : 's'}`;

function caseLines(
  { file }: Tested,
  { name, passed, failures, duration_ms, error, logs = [] }: TestedCase,
): string[] {
  const time = duration_ms === undefined ? '' : ` (${duration_ms} ms)`;
  if (passed) return [`  ✓ ${name}${time}`];
  const place =
    error?.line === undefined
      ? ''
      : `${file ?? 'line '}${file ? ':' : ''}${error.line}:${error.column ?? 1}  `;
  return [
    `  ✗ ${name}${time}`,
    ...failures.map((failure) => `      ${failure}`),
    ...(error ? [`      ${place}${error.name}: ${error.message}`] : []),
    ...logs.map((line) => `      console ${line}`),
  ];
}

function faultLine({ file, line, column, message }: FileFault): string {
  const place = line === undefined ? '' : `:${line}${column === undefined ? '' : `:${column}`}`;
  return `${file}${place}  ${message}`;
}

export type Told = {
  text: string;
  /** 0 when all tests pass, 1 when one does not or a file cannot be read, 2 when there is none. */
  code: 0 | 1 | 2;
};

/** How tests went, for people or as one JSON object. Pure. */
export function tellTests({ scripts, faults, notes }: TestedAll, { isJson }: { isJson: boolean }): Told {
  const cases = scripts.flatMap(({ tests }) => tests);
  const passed = cases.filter((test) => test.passed).length;
  const failed = cases.length - passed;
  const code = failed + faults.length > 0 ? 1 : cases.length === 0 ? 2 : 0;
  if (isJson)
    return { text: `${JSON.stringify({ passed, failed, scripts, faults, notes }, null, 2)}\n`, code };
  const lines = [
    ...scripts.flatMap((script) => [
      `${script.kind === 'rule' ? 'Rule' : 'Action'} ${script.name}${script.file ? `, ${script.file}` : ''}`,
      ...script.tests.flatMap((test) => caseLines(script, test)),
      '',
    ]),
    ...faults.map(faultLine),
    ...notes,
    cases.length === 0
      ? 'There are no tests.'
      : `${counted(cases.length, 'test')} of ${counted(scripts.length, 'script')}: ${passed} passed, ${failed} failed.`,
  ];
  return { text: `${lines.join('\n')}\n`, code };
}
