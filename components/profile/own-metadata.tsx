'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { Braces, TextCursorInput } from 'lucide-react';
import { useState } from 'react';
import { ConflictDialog } from '@/components/metadata/conflict-dialog';
import { formatJson, isSameJson, type JsonObject } from '@/components/metadata/json';
import { JsonEditor } from '@/components/metadata/json-editor';
import { parseBag } from '@/components/metadata/parse-bag';
import { ReviewDialog } from '@/components/metadata/review-dialog';
import { useVersionedSave } from '@/components/metadata/use-versioned-save';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { Action } from '@/lib/http/schemas';
import type { UserView, VersionedUser } from '@/lib/users/schemas';
import { type FormField, fromFields, toFields } from './form-model';
import { MetadataForm } from './metadata-form';

export type SaveOwnMetadata = Action<{ expectedVersion: number; user_metadata: JsonObject }, VersionedUser>;

type Draft = { view: 'form'; fields: FormField[] } | { view: 'json'; text: string };

type Read =
  | { value: JsonObject; message: null; problems: Record<string, string> }
  | {
      value: null;
      message: string;
      problems: Record<string, string>;
    };

/** What a draft holds, checked as the server will check it. */
function readDraft(draft: Draft): Read {
  const form = draft.view === 'form' ? fromFields(draft.fields) : null;
  if (form?.problems) return { value: null, message: 'Some fields need a look.', problems: form.problems };
  const text = draft.view === 'json' ? draft.text : formatJson(form?.value ?? {});
  const { value, problem } = parseBag('user_metadata', text, {});
  if (problem) return { value: null, message: problem.message, problems: {} };
  return { value, message: null, problems: {} };
}

const draftOf = (view: Draft['view'], value: JsonObject): Draft =>
  view === 'form' ? { view, fields: toFields(value) } : { view, text: formatJson(value) };

/** A user's own data, which they may change: as a form or as JSON, reviewed before it is saved. */
export function OwnMetadata({ current, save }: { current: VersionedUser; save: SaveOwnMetadata }) {
  const [draft, setDraft] = useState<Draft>(() => draftOf('form', current.user.user_metadata ?? {}));
  const [clean, setClean] = useState<JsonObject>(current.user.user_metadata ?? {});
  const [isReviewing, setReviewing] = useState(false);
  const read = readDraft(draft);
  const isDirty = read.value === null || !isSameJson(read.value, clean);
  useUnsavedGuard(isDirty);

  const show = (value: JsonObject) => {
    setDraft((old) => draftOf(old.view, value));
    setClean(value);
  };
  const versioned = useVersionedSave<UserView>({
    current,
    read: (user) => user.user_metadata ?? {},
    send: ({ to, expectedVersion }) => save({ expectedVersion, user_metadata: to }),
    onSettled: show,
    isDirty,
  });
  const review = () => {
    if (!isDirty || read.value === null) return;
    versioned.clearFailure();
    setReviewing(true);
  };
  const store = async (work: Promise<boolean>) => {
    if (await work) toast.success('Saved');
    setReviewing(false);
  };
  const other = draft.view === 'form' ? 'json' : 'form';
  const status = read.message ?? (isDirty ? 'Not saved yet.' : '');

  return (
    <>
      <Card
        id="own-data"
        title="Your data"
        description="What applications remember about you at your wish. You can change all of it."
        actions={
          <Button
            size="sm"
            variant="tertiary"
            isDisabled={read.value === null}
            onPress={() => read.value && setDraft(draftOf(other, read.value))}
          >
            {other === 'json' ? <Braces aria-hidden="true" /> : <TextCursorInput aria-hidden="true" />}
            {other === 'json' ? 'Edit as JSON' : 'Edit as a form'}
          </Button>
        }
        footer={
          <>
            <span role="status" className="me-auto text-[13px] text-muted">
              {status}
            </span>
            {isDirty ? (
              <Button size="sm" variant="tertiary" onPress={() => show(versioned.base.value)}>
                Discard
              </Button>
            ) : null}
            <Button size="sm" isDisabled={!isDirty || read.value === null} onPress={review}>
              Review changes
            </Button>
          </>
        }
      >
        {draft.view === 'form' ? (
          <MetadataForm
            fields={draft.fields}
            problems={read.problems}
            onChange={(fields) => setDraft({ view: 'form', fields })}
          />
        ) : (
          <JsonEditor
            label="Your data as JSON"
            bag="user_metadata"
            path="profile/user_metadata.json"
            value={draft.text}
            onChange={(text) => setDraft({ view: 'json', text })}
            onSave={review}
            height="22rem"
          />
        )}
        {versioned.failure && !isReviewing ? (
          <Notice tone="danger" isLive className="mt-3">
            {versioned.failure.message}
          </Notice>
        ) : null}
      </Card>
      {isReviewing && read.value && !versioned.conflict ? (
        <ReviewDialog
          subject="your data"
          before={versioned.base.value}
          after={read.value}
          isPending={versioned.isPending}
          error={versioned.failure?.message}
          onClose={() => setReviewing(false)}
          onSave={() => void store(versioned.save(read.value))}
        />
      ) : null}
      {versioned.conflict ? (
        <ConflictDialog
          subject="Your data"
          conflict={versioned.conflict}
          isPending={versioned.isPending}
          error={versioned.failure?.message}
          onSave={(merged) => void store(versioned.resolve(merged))}
          onEdit={(merged) => {
            setClean(versioned.conflict?.theirs.value ?? clean);
            setDraft(draftOf(draft.view, merged));
            versioned.rebase();
          }}
          onDiscard={versioned.adopt}
          onClose={versioned.dismiss}
        />
      ) : null}
    </>
  );
}
