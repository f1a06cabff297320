'use client';

import { Button } from '@heroui/react/button';
import { toast } from '@heroui/react/toast';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { useUnsavedGuard } from '@/components/ui/use-unsaved-guard';
import type { ActionResult } from '@/lib/http/schemas';
import type { Bag } from '@/lib/metadata';
import { BagStatus } from './bag-status';
import { ConflictDialog } from './conflict-dialog';
import { formatJson, isSameJson, type JsonObject } from './json';
import { JsonEditor } from './json-editor';
import { parseBag } from './parse-bag';
import { ReviewDialog } from './review-dialog';
import { SizeMeter } from './size-meter';
import { useVersionedSave } from './use-versioned-save';

export type BagHolder = { user_metadata?: JsonObject | undefined; app_metadata?: JsonObject | undefined };

type BagCardProps<U extends BagHolder> = {
  bag: Bag;
  title: string;
  description: string;
  /** Names the editor's model. */
  modelPath: string;
  current: { user: U; version: number };
  save: (value: JsonObject, expectedVersion: number) => Promise<ActionResult<{ user: U; version: number }>>;
};

/** Room for what is there and some more, so that small bags do not push the page apart. */
function editorHeight(text: string): string {
  const lines = Math.min(Math.max(text.split('\n').length + 3, 9), 26);
  return `${lines * 1.25 + 1.5}rem`;
}

/** One bag of metadata in the JSON editor: checked while typing, reviewed before it is saved, joined on conflict. */
export function BagCard<U extends BagHolder>(props: BagCardProps<U>) {
  const { bag, title, description, modelPath, current, save } = props;
  const [text, setText] = useState(() => formatJson(current.user[bag] ?? {}));
  const [cleanText, setCleanText] = useState(text);
  const [isReviewing, setReviewing] = useState(false);
  const isDirty = text !== cleanText;
  useUnsavedGuard(isDirty);

  const show = (value: JsonObject) => {
    setText(formatJson(value));
    setCleanText(formatJson(value));
  };
  const versioned = useVersionedSave({
    current,
    read: (user: U) => user[bag] ?? {},
    send: ({ to, expectedVersion }) => save(to, expectedVersion),
    onSettled: show,
    isDirty,
  });

  const others = current.user[bag === 'user_metadata' ? 'app_metadata' : 'user_metadata'] ?? {};
  const { value, problem } = parseBag(bag, text, others);
  const hasChanges = value !== null && !isSameJson(value, versioned.base.value);
  const review = () => {
    if (!hasChanges) return;
    versioned.clearFailure();
    setReviewing(true);
  };
  const store = async (work: Promise<boolean>) => {
    if (await work) toast.success(`${title} saved`);
    setReviewing(false);
  };

  return (
    <>
      <Card
        id={bag}
        title={title}
        description={description}
        footer={
          <>
            <BagStatus problem={problem} bag={bag} isDirty={isDirty} hasChanges={hasChanges}>
              <SizeMeter value={value} others={others} />
            </BagStatus>
            {isDirty ? (
              <Button size="sm" variant="tertiary" onPress={() => show(versioned.base.value)}>
                Discard
              </Button>
            ) : null}
            <Button size="sm" isDisabled={!hasChanges} onPress={review}>
              Review changes
            </Button>
          </>
        }
      >
        <JsonEditor
          label={`${title} as JSON`}
          bag={bag}
          path={modelPath}
          value={text}
          onChange={setText}
          onSave={review}
          height={editorHeight(cleanText)}
        />
        {versioned.failure && !isReviewing ? (
          <Notice tone="danger" isLive className="mt-2">
            {versioned.failure.message}
          </Notice>
        ) : null}
      </Card>
      {isReviewing && value && !versioned.conflict ? (
        <ReviewDialog
          subject={title}
          before={versioned.base.value}
          after={value}
          isPending={versioned.isPending}
          error={versioned.failure?.message}
          onClose={() => setReviewing(false)}
          onSave={() => void store(versioned.save(value))}
        />
      ) : null}
      {versioned.conflict ? (
        <ConflictDialog
          subject={title}
          conflict={versioned.conflict}
          isPending={versioned.isPending}
          error={versioned.failure?.message}
          onSave={(merged) => void store(versioned.resolve(merged))}
          onEdit={(merged) => {
            versioned.rebase();
            setText(formatJson(merged));
            setCleanText(formatJson(versioned.conflict?.theirs.value ?? {}));
          }}
          onDiscard={versioned.adopt}
          onClose={versioned.dismiss}
        />
      ) : null}
    </>
  );
}
