import type { ReactNode } from 'react';
import { diffJson } from '@/components/metadata/diff-json';
import type { JsonObject } from '@/components/metadata/json';
import { SideBySide } from '@/components/metadata/side-by-side';
import { CallList } from '@/components/scripts/call-list';
import { ConsoleLines } from '@/components/scripts/console-lines';
import { JsonTree } from '@/components/scripts/json-tree';
import { OutcomeSection } from '@/components/scripts/outcome-section';
import { RecordedWrites } from '@/components/scripts/recorded-writes-list';
import { RequestList } from '@/components/scripts/request-list';
import { StepTimes } from '@/components/scripts/step-times';
import { TokenChange } from '@/components/scripts/token-change';
import type { TestReport } from '@/lib/trials/schemas';

type Section = {
  title: string;
  /** How many there are, and what is said when there are none. */
  count?: number;
  none?: string;
  isOpen: boolean;
  content: ReactNode;
};

function objectSection(title: string, none: string, before: JsonObject, after: JsonObject): Section {
  const changes = diffJson(before, after);
  return {
    title,
    count: changes.length,
    none,
    isOpen: false,
    content: (
      <div className="flex flex-col gap-2">
        <SideBySide changes={changes} label={title} />
        <details>
          <summary className="w-fit cursor-pointer rounded-md text-xs text-muted outline-none hover:text-foreground focus-visible:status-focused">
            All of it, afterwards
          </summary>
          <div className="mt-1.5">
            <JsonTree value={after} label={`${title}, all`} />
          </div>
        </details>
      </div>
    ),
  };
}

function sectionsOf(report: TestReport): Section[] {
  const { logs, tokens, writes, rules, requests, calls, before } = report;
  const several = rules.length > 1;
  return [
    {
      title: 'Console',
      count: logs.length,
      none: 'console output',
      isOpen: true,
      content: (
        <ConsoleLines
          lines={logs.map(({ rule_name, level, text }) => ({ step: rule_name, level, text }))}
          showsStep={several}
        />
      ),
    },
    { title: 'ID token', isOpen: true, content: <TokenChange name="ID token" change={tokens.id_token} /> },
    {
      title: 'Access token',
      isOpen: true,
      content: <TokenChange name="access token" change={tokens.access_token} />,
    },
    {
      title: 'Writes, recorded and not made',
      count: writes.length,
      none: 'writes',
      isOpen: true,
      content: <RecordedWrites writes={writes} user={before.user} />,
    },
    {
      title: 'Requests',
      count: requests.length,
      none: 'requests',
      isOpen: true,
      content: <RequestList requests={requests} />,
    },
    {
      title: 'Calls of ManagementClient',
      count: calls.length,
      none: 'calls of ManagementClient',
      isOpen: true,
      content: <CallList calls={calls} />,
    },
    objectSection('Changes of the user', 'changes of the user', before.user, report.user),
    objectSection('Changes of the context', 'changes of the context', before.context, report.context),
    {
      title: 'Time',
      count: rules.length,
      isOpen: several,
      content: (
        <StepTimes
          kind="rule"
          steps={rules.map(({ rule_id: id, rule_name: name, duration_ms }) => ({ id, name, duration_ms }))}
        />
      ),
    },
  ];
}

/** Everything a test run left, in parts that open and close; parts without anything are named in one line. */
export function ReportSections({ report }: { report: TestReport }) {
  const sections = sectionsOf(report);
  const empty = sections.flatMap(({ count, none }) => (count === 0 && none ? [none] : []));
  return (
    <>
      {sections.map(({ title, count, isOpen, content }) =>
        count === 0 ? null : (
          <OutcomeSection
            key={title}
            title={title}
            isOpen={isOpen}
            {...(count === undefined ? {} : { count })}
          >
            {content}
          </OutcomeSection>
        ),
      )}
      {empty.length > 0 ? (
        <p className="border-t border-separator pt-2.5 text-xs text-muted">
          No {new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(empty)}.
        </p>
      ) : null}
    </>
  );
}
