import type { ComponentProps } from 'react';
import { CallList } from '@/components/scripts/call-list';
import { ConsoleLines } from '@/components/scripts/console-lines';
import { OutcomeSections, objectSection, type Section } from '@/components/scripts/outcome-sections';
import { RecordedWrites } from '@/components/scripts/recorded-writes-list';
import { RequestList } from '@/components/scripts/request-list';
import { StepTimes } from '@/components/scripts/step-times';
import { TokenChange } from '@/components/scripts/token-change';
import type { TestReport } from '@/lib/trials/schemas';

type ReportSectionsProps = { report: TestReport; onAnswer: ComponentProps<typeof RequestList>['onAnswer'] };

function sectionsOf({ report, onAnswer }: ReportSectionsProps): Section[] {
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
      content: <RequestList requests={requests} onAnswer={onAnswer} />,
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

/** Everything a test run left. */
export function ReportSections(props: ReportSectionsProps) {
  return <OutcomeSections sections={sectionsOf(props)} />;
}
