'use client';

import { Button } from '@heroui/react/button';
import { Plus, Trash2 } from 'lucide-react';
import { Field } from '@/components/ui/field';
import { PlainSelect } from '@/components/ui/plain-select';
import type { StubForm } from './test-form';

type StubListProps = {
  stubs: readonly StubForm[];
  onChange: (stubs: readonly StubForm[]) => void;
  error: string | undefined;
};

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const empty: StubForm = { method: '', url: '', status: '200', headers: {}, body: '', isFresh: true };

/** A field that takes the focus by itself is not scrolled to. */
const reveal = (element: HTMLElement | null) => element?.scrollIntoView({ block: 'nearest' });

/** Answers to the requests of the code; the first whose address fits is given. */
export function StubList({ stubs, onChange, error }: StubListProps) {
  const put = (index: number, changes: Partial<StubForm>) =>
    onChange(stubs.map((stub, at) => (at === index ? { ...stub, ...changes, isFresh: false } : stub)));
  return (
    <div className="flex flex-col gap-3">
      {stubs.length === 0 ? (
        <p className="text-[13px] text-muted">
          Without an answer that fits, a request fails. A * at the end of an address stands for anything.
        </p>
      ) : (
        <ol aria-label="Answers" className="flex flex-col gap-3">
          {stubs.map((stub, index) => (
            <li
              // biome-ignore lint/suspicious/noArrayIndexKey: an answer is known by its place alone
              key={index}
              ref={stub.isFresh ? reveal : undefined}
              className="flex flex-col gap-2 rounded-lg border border-separator p-3"
            >
              <div className="flex items-end gap-2">
                <PlainSelect
                  label="Method"
                  isLabelShown
                  value={stub.method}
                  options={[{ value: '', name: 'Any' }, ...methods.map((value) => ({ value, name: value }))]}
                  onChange={(method) => put(index, { method })}
                  className="w-28 *:last:w-full"
                />
                <Field
                  label="Status"
                  name={`status-${index}`}
                  value={stub.status}
                  onChange={(status) => put(index, { status })}
                  className="w-20"
                />
                <Button
                  isIconOnly
                  size="sm"
                  variant="ghost"
                  className="ms-auto"
                  aria-label={`Remove answer ${index + 1}`}
                  onPress={() => onChange(stubs.filter((_, at) => at !== index))}
                >
                  <Trash2 className="text-muted" aria-hidden="true" />
                </Button>
              </div>
              <Field
                label="Address"
                name={`url-${index}`}
                value={stub.url}
                onChange={(url) => put(index, { url })}
                placeholder="https://api.example.com/people/*"
                autoFocus={stub.isFresh === true && stub.url === ''}
                autoComplete="off"
                isMono
              />
              <Field
                label="Body"
                name={`body-${index}`}
                value={stub.body}
                onChange={(body) => put(index, { body })}
                rows={2}
                placeholder={'{"tier": "gold"}'}
                autoFocus={stub.isFresh === true && stub.url !== ''}
                isMono
              />
            </li>
          ))}
        </ol>
      )}
      {error ? (
        <p role="alert" className="text-[13px] text-danger-soft-foreground">
          {error}
        </p>
      ) : null}
      <Button
        size="sm"
        variant="secondary"
        className="self-start"
        onPress={() => onChange([...stubs, empty])}
      >
        <Plus aria-hidden="true" />
        Add an answer
      </Button>
    </div>
  );
}
