import type { ReactNode } from 'react';
import type { TestReport } from '@/lib/trials/schemas';
import type { UserView } from '@/lib/users/schemas';
import { ConsoleLines } from './console-lines';
import { JsonTree } from './json-tree';
import { OutcomeSection } from './outcome-section';
import { RecordedWrites } from './recorded-writes-list';
import { RuleTimes } from './rule-times';

type Section = {
  title: string;
  /** How many there are, and what is said when there are none. */
  count?: number;
  none?: string;
  isOpen: boolean;
  content: ReactNode;
};

function sectionsOf(report: TestReport, testedUser: UserView | null): Section[] {
  const { logs, id_token, access_token, writes, rules, user, context } = report;
  const several = rules.length > 1;
  return [
    {
      title: 'Console',
      count: logs.length,
      none: 'console output',
      isOpen: true,
      content: <ConsoleLines lines={logs} showsRule={several} />,
    },
    {
      title: 'Claims of the ID token',
      count: Object.keys(id_token).length,
      none: 'ID-token claims',
      isOpen: true,
      content: <JsonTree value={id_token} label="Claims of the ID token" />,
    },
    {
      title: 'Claims of the access token',
      count: Object.keys(access_token).length,
      none: 'access-token claims',
      isOpen: true,
      content: <JsonTree value={access_token} label="Claims of the access token" />,
    },
    {
      title: 'Writes, recorded and not made',
      count: writes.length,
      none: 'writes',
      isOpen: true,
      content: <RecordedWrites writes={writes} user={testedUser} />,
    },
    {
      title: 'User after the rules',
      isOpen: false,
      content: <JsonTree value={user} label="User after the rules" />,
    },
    {
      title: 'Context after the rules',
      isOpen: false,
      content: <JsonTree value={context} label="Context after the rules" />,
    },
    { title: 'Time', count: rules.length, isOpen: several, content: <RuleTimes rules={rules} /> },
  ];
}

type ReportSectionsProps = { report: TestReport; testedUser: UserView | null };

/** Everything a test run left, in parts that open and close; parts without anything are named in one line. */
export function ReportSections({ report, testedUser }: ReportSectionsProps) {
  const sections = sectionsOf(report, testedUser);
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
