'use client';

import { Disclosure } from '@/components/scripts/disclosure';
import { JsonPart } from '@/components/scripts/json-part';
import { NetworkPart } from '@/components/scripts/network-part';
import { Toggle } from '@/components/ui/toggle';
import type { TestRun } from './use-rule-test-run';

const fields = ['context', 'configuration', 'stubs'];

/** What surrounds the run: context, configuration, network. */
export function TestSurroundings({ test: { form, change, errorOf } }: { test: TestRun }) {
  return (
    <Disclosure
      summary="Context, configuration and network"
      isForcedOpen={
        fields.some((field) => errorOf(field) !== undefined) || form.stubs.some(({ isFresh }) => isFresh)
      }
    >
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
      <NetworkPart form={form} change={change} error={errorOf('stubs')} />
    </Disclosure>
  );
}
