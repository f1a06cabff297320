'use client';

import { ChevronRight } from 'lucide-react';
import { CodeEditor } from '@/components/editor/code-editor';
import { StubList } from '@/components/scripts/stub-list';
import { Segmented } from '@/components/ui/segmented';
import { Toggle } from '@/components/ui/toggle';
import type { TestField } from './test-request';
import type { TestRun } from './use-test-run';

type TestSurroundingsProps = { test: TestRun; errorOf: (field: TestField) => string | undefined };

const networks = [
  { id: 'off', name: 'Off' },
  { id: 'stub', name: 'My answers' },
  { id: 'allow', name: 'Real' },
] as const;

const saysOfNetwork = {
  off: 'Every request fails, and is listed.',
  stub: 'Requests get the answers below; nothing leaves.',
  allow: 'Requests are really made, as at a sign-in.',
};

/** What surrounds the run: context, configuration, network. */
export function TestSurroundings({ test, errorOf }: TestSurroundingsProps) {
  const { form, change } = test;
  const faults = (['context', 'configuration', 'stubs'] as const).filter(errorOf);
  return (
    <details className="group" {...(faults.length > 0 ? { open: true } : {})}>
      <summary className="flex w-fit cursor-pointer list-none items-center gap-1 rounded-md text-[13px] text-muted outline-none hover:text-foreground focus-visible:status-focused">
        <ChevronRight className="size-3.5 transition-transform group-open:rotate-90" aria-hidden="true" />
        Context, configuration and network
      </summary>
      <div className="mt-3 flex flex-col gap-4">
        <JsonPart
          says={
            <>
              Members to lay over the context, such as{' '}
              <code className="font-mono">{'{"stats": {"loginsCount": 1}}'}</code>
            </>
          }
          label="Context as JSON"
          path="test-context.json"
          value={form.contextText}
          onChange={(contextText) => change({ contextText })}
          error={errorOf('context')}
        />
        <div className="flex flex-col gap-3">
          <Toggle
            label="Use the real configuration values"
            description="Otherwise each key reads as test-KEY."
            isSelected={form.usesConfiguration}
            onChange={(usesConfiguration) => change({ usesConfiguration })}
          />
          <JsonPart
            says={
              <>
                Values to lay over the configuration, such as{' '}
                <code className="font-mono">{'{"KEY": "x"}'}</code>
              </>
            }
            label="Configuration as JSON"
            path="test-configuration.json"
            value={form.configurationText}
            onChange={(configurationText) => change({ configurationText })}
            error={errorOf('configuration')}
          />
        </div>
        <div className="flex flex-col gap-2">
          <Segmented
            legend="Network"
            isLegendShown
            value={form.network}
            options={networks}
            onChange={(network) => change({ network })}
          />
          <p className="text-[13px] text-muted">{saysOfNetwork[form.network]}</p>
          {form.network === 'stub' ? (
            <StubList stubs={form.stubs} onChange={(stubs) => change({ stubs })} error={errorOf('stubs')} />
          ) : null}
        </div>
      </div>
    </details>
  );
}

type JsonPartProps = {
  says: React.ReactNode;
  label: string;
  path: string;
  value: string;
  onChange: (value: string) => void;
  error: string | undefined;
};

function JsonPart({ says, label, path, value, onChange, error }: JsonPartProps) {
  return (
    <div>
      <p className="mb-1 text-[13px] text-muted">{says}</p>
      <CodeEditor
        language="json"
        path={path}
        value={value}
        onChange={onChange}
        height={96}
        ariaLabel={label}
      />
      {error ? (
        <p role="alert" className="mt-1 text-[13px] text-danger-soft-foreground">
          {error}
        </p>
      ) : null}
    </div>
  );
}
