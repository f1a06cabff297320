import { describe, expect, it } from 'vitest';
import type { TestReport } from '@/lib/trials/schemas';
import { failureMarker, syntaxMarker } from './markers';

describe('syntaxMarker', () => {
  it('is silent for a rule', () => {
    expect(syntaxMarker('// a\nfunction (user, context, callback) {\n callback(null); }')).toBeNull();
  });

  it('points at the line of the rule itself', () => {
    expect(syntaxMarker('function (user, context, callback) {\n  callback(null, ;\n}')).toMatchObject({
      line: 2,
      column: 18,
    });
  });
});

describe('failureMarker', () => {
  const report = {
    error: { name: 'TypeError', message: 'x is not a function', rule_id: 'rul_1', line: 3, column: 5 },
  } as TestReport;

  it('stands where the run stopped', () => {
    expect(failureMarker(report, ['rul_1'])).toMatchObject({ line: 3, column: 5 });
  });

  it('is not shown for an error of another rule, without a line, or without a run', () => {
    expect(failureMarker(report, ['rul_2'])).toBeNull();
    expect(failureMarker({ ...report, error: { name: 'E', message: 'm' } }, ['rul_1'])).toBeNull();
    expect(failureMarker(null, ['rul_1'])).toBeNull();
  });
});
