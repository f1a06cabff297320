import type { ComponentProps } from 'react';
import { CallList } from '@/components/scripts/call-list';
import { ConsoleLines } from '@/components/scripts/console-lines';
import { JsonTree } from '@/components/scripts/json-tree';
import { OutcomeSections, type Section } from '@/components/scripts/outcome-sections';
import type { KnownUser } from '@/components/scripts/recorded-writes';
import { RecordedWrites } from '@/components/scripts/recorded-writes-list';
import { RequestList } from '@/components/scripts/request-list';
import { StepTimes } from '@/components/scripts/step-times';
import { TokenChange } from '@/components/scripts/token-change';
import { type ActionReport, partsOfTrigger } from '@/lib/trials/schemas';
import { CommandList } from './command-list';
import type { RunnableTrigger } from './trigger-words';

/** The user as the Actions saw them; of somebody whom no Action saw, the id is all there is. */
function userOf({ event, user_id = '' }: ActionReport): KnownUser {
  const user = event?.user;
  return typeof user === 'object' && user !== null && !Array.isArray(user)
    ? { ...user, user_id }
    : { user_id };
}

function idTokenSection({ tokens }: ActionReport): Section {
  return {
    title: 'ID token',
    isOpen: true,
    content: <TokenChange name="ID token" change={tokens.id_token} />,
  };
}

function accessTokenSection({ tokens, scope }: ActionReport): Section {
  return {
    title: 'Access token',
    isOpen: true,
    content: (
      <>
        <TokenChange name="access token" change={tokens.access_token} />
        {scope === undefined ? null : (
          <p className="mt-2 text-[13px] text-muted">
            Scopes: <code className="font-mono text-foreground">{scope.join(' ') || 'none'}</code>
          </p>
        )}
      </>
    ),
  };
}

function writesSection(report: ActionReport): Section {
  const { writes } = report;
  return {
    title: 'Writes, recorded and not made',
    count: writes.length,
    none: 'writes',
    isOpen: true,
    content: <RecordedWrites writes={writes} user={userOf(report)} />,
  };
}

function managementSection({ calls }: ActionReport): Section {
  return {
    title: 'Calls of ManagementClient',
    count: calls.length,
    none: 'calls of ManagementClient',
    isOpen: true,
    content: <CallList calls={calls} />,
  };
}

type ReportSectionsProps = {
  report: ActionReport;
  trigger: RunnableTrigger;
  onAnswer: ComponentProps<typeof RequestList>['onAnswer'];
};

function sectionsOf({ report, trigger, onAnswer }: ReportSectionsProps): Section[] {
  const { commands, logs, requests, steps, event, redirect } = report;
  const several = steps.length > 1;
  const parts = partsOfTrigger[trigger];
  return [
    {
      title: 'Console',
      count: logs.length,
      none: 'console output',
      isOpen: true,
      content: (
        <ConsoleLines
          lines={logs.map(({ step_name, level, text }) => ({ step: step_name, level, text }))}
          showsStep={several}
        />
      ),
    },
    ...(redirect === undefined
      ? []
      : [
          {
            title: 'Where the browser is sent',
            isOpen: true,
            content: <p className="font-mono text-[12.5px] wrap-anywhere">{redirect}</p>,
          },
        ]),
    ...(parts.includes('id_token') ? [idTokenSection(report)] : []),
    ...(parts.includes('access_token') ? [accessTokenSection(report)] : []),
    ...(parts.includes('app_metadata') ? [writesSection(report)] : []),
    {
      title: 'Requests',
      count: requests.length,
      none: 'requests',
      isOpen: true,
      content: <RequestList requests={requests} onAnswer={onAnswer} />,
    },
    {
      title: 'Calls of api',
      count: commands.length,
      none: 'calls of api',
      isOpen: false,
      content: (
        <CommandList
          commands={commands.map(({ type, args, step_name }) => ({ type, args, step: step_name }))}
          showsStep={several}
        />
      ),
    },
    ...(trigger === 'post-login' ? [managementSection(report)] : []),
    ...(event ? [{ title: 'Event', isOpen: false, content: <JsonTree value={event} label="Event" /> }] : []),
    {
      title: 'Time',
      count: steps.length,
      isOpen: several,
      content: <StepTimes kind="step" steps={steps} />,
    },
  ];
}

/** Everything a try of an Action left. */
export function ActionReportSections(props: ReportSectionsProps) {
  return <OutcomeSections sections={sectionsOf(props)} />;
}
