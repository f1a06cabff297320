'use client';

import { Button } from '@heroui/react/button';
import { Popover } from '@heroui/react/popover';
import { toast } from '@heroui/react/toast';
import { Bookmark, Check, Lock, Pencil, Trash2, Users } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { ConfirmDialog } from '@/components/ui/confirm-dialog';
import { Dialog } from '@/components/ui/dialog';
import { useAction } from '@/components/ui/use-action';
import type { Action } from '@/lib/http/schemas';
import type {
  CreateSavedSearchInput,
  SavedSearchView,
  UpdateSavedSearchInput,
} from '@/lib/saved-searches/schemas';
import { SavedSearchForm, type SavedSearchValues } from './saved-search-form';

export type SavedSearchActions = {
  create: Action<CreateSavedSearchInput, SavedSearchView>;
  update: Action<{ id: string; expectedVersion: number; patch: UpdateSavedSearchInput }, SavedSearchView>;
  remove: Action<{ id: string }, null>;
};

/** What a search shows. */
export type SearchContents = Pick<SavedSearchView, 'q' | 'sort' | 'columns'>;

type SavedSearchesProps = {
  searches: readonly SavedSearchView[];
  /** What the list shows now. */
  current: SearchContents;
  /** The saved search that was opened last. */
  openId: string;
  actions: SavedSearchActions;
  onOpen: (search: SavedSearchView) => void;
  /** Back to all users, in the list's own order and columns. */
  onLeave: () => void;
};

type Shown = { kind: 'save' } | { kind: 'edit' | 'delete'; search: SavedSearchView };

const same = (a: SearchContents, b: SearchContents) =>
  JSON.stringify([a.q, a.sort, a.columns]) === JSON.stringify([b.q, b.sort, b.columns]);

/** The searches that the administrator sees, and what can be done with them. */
export function SavedSearches(props: SavedSearchesProps) {
  const { searches, current, openId, actions, onOpen, onLeave } = props;
  const [isOpen, setOpen] = useState(false);
  const [shown, setShown] = useState<Shown | null>(null);
  const router = useRouter();
  const update = useAction(actions.update);
  const open = searches.find(({ id }) => id === openId);
  const isChanged = open !== undefined && !same(open, current);
  const ask = (next: Shown) => {
    setOpen(false);
    setShown(next);
  };
  const replace = async (search: SavedSearchView) => {
    const result = await update.run({ id: search.id, expectedVersion: search.version, patch: current });
    if (!result) return;
    if (result.ok) toast.success(`${search.name} shows this now`);
    else toast.danger(result.message);
    router.refresh();
  };
  return (
    <>
      <Popover isOpen={isOpen} onOpenChange={setOpen}>
        <Button size="sm" variant="secondary" className="max-w-full min-w-0">
          <Bookmark aria-hidden="true" />
          <span className="truncate">{open ? open.name : 'Saved searches'}</span>
          {isChanged ? <span className="text-muted">(changed)</span> : null}
        </Button>
        <Popover.Content
          placement="bottom start"
          className="w-[min(22rem,calc(100vw-2rem))] max-w-none overflow-y-auto"
        >
          <Popover.Dialog aria-label="Saved searches" className="p-2">
            {searches.length === 0 ? (
              <p className="px-2 py-3 text-[13px] text-muted">
                A search that is saved keeps its query, its order and its columns under a name.
              </p>
            ) : (
              <SearchItems
                searches={searches}
                openId={openId}
                onOpen={(search) => {
                  setOpen(false);
                  onOpen(search);
                }}
                onAsk={ask}
              />
            )}
            <div className="mt-1 border-t border-separator pt-1">
              <button type="button" onClick={() => ask({ kind: 'save' })} className={rowButton}>
                Save this search…
              </button>
              {open ? (
                <button
                  type="button"
                  onClick={() => {
                    setOpen(false);
                    onLeave();
                  }}
                  className={rowButton}
                >
                  Back to all users
                </button>
              ) : null}
            </div>
          </Popover.Dialog>
        </Popover.Content>
      </Popover>
      {isChanged ? (
        <Button size="sm" variant="tertiary" onPress={() => replace(open)} isDisabled={update.isPending}>
          Update
        </Button>
      ) : null}
      {shown?.kind === 'save' ? (
        <SaveDialog
          current={current}
          create={actions.create}
          onOpen={onOpen}
          onClose={() => setShown(null)}
        />
      ) : null}
      {shown?.kind === 'edit' ? (
        <EditDialog search={shown.search} update={actions.update} onClose={() => setShown(null)} />
      ) : null}
      {shown?.kind === 'delete' ? (
        <DeleteDialog search={shown.search} remove={actions.remove} onClose={() => setShown(null)} />
      ) : null}
    </>
  );
}

const rowButton =
  'flex min-h-8 w-full min-w-0 flex-1 cursor-pointer items-center gap-2 rounded-lg px-2 text-start text-sm outline-none hover:bg-default focus-visible:inset-ring-2 focus-visible:inset-ring-focus max-md:min-h-10';
const iconButton =
  'grid size-7 shrink-0 cursor-pointer place-items-center rounded-md text-muted outline-none hover:bg-default hover:text-foreground focus-visible:status-focused [&_svg]:size-3.5';

type SearchItemsProps = Pick<SavedSearchesProps, 'searches' | 'openId' | 'onOpen'> & {
  onAsk: (shown: Shown) => void;
};

function SearchItems({ searches, openId, onOpen, onAsk }: SearchItemsProps) {
  return (
    <ul className="scrollbar max-h-80 overflow-y-auto">
      {searches.map((search) => (
        <li key={search.id} className="flex items-center">
          <button
            type="button"
            title={search.q || 'All users'}
            aria-current={search.id === openId || undefined}
            onClick={() => onOpen(search)}
            className={rowButton}
          >
            {search.is_shared ? (
              <Users className="size-3.5 shrink-0 text-muted" aria-label="Shared" />
            ) : (
              <Lock className="size-3.5 shrink-0 text-muted" aria-label="Private" />
            )}
            <span className="truncate">{search.name}</span>
            {search.id === openId ? <Check className="ms-auto size-3.5 shrink-0" aria-hidden="true" /> : null}
          </button>
          <button
            type="button"
            aria-label={`Rename ${search.name}`}
            onClick={() => onAsk({ kind: 'edit', search })}
            className={iconButton}
          >
            <Pencil aria-hidden="true" />
          </button>
          <button
            type="button"
            aria-label={`Delete ${search.name}`}
            onClick={() => onAsk({ kind: 'delete', search })}
            className={iconButton}
          >
            <Trash2 aria-hidden="true" />
          </button>
        </li>
      ))}
    </ul>
  );
}

type CloseProps = { onClose: () => void };

function SaveDialog({
  current,
  create,
  onOpen,
  onClose,
}: CloseProps & Pick<SavedSearchesProps, 'current' | 'onOpen'> & { create: SavedSearchActions['create'] }) {
  const router = useRouter();
  const { run, isPending, failure } = useAction(create);
  const submit = async (values: SavedSearchValues) => {
    const result = await run({ ...current, ...values });
    if (!result?.ok) return;
    toast.success('Search saved');
    onClose();
    onOpen(result.data);
    router.refresh();
  };
  return (
    <Dialog
      isOpen
      onOpenChange={onClose}
      title="Save this search"
      description="The query, the order and the columns are kept under a name."
    >
      <SavedSearchForm
        initial={{ name: '', is_shared: false }}
        mayBePrivate
        submitLabel="Save search"
        isPending={isPending}
        failure={failure}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function EditDialog({
  search,
  update,
  onClose,
}: CloseProps & { search: SavedSearchView; update: SavedSearchActions['update'] }) {
  const router = useRouter();
  const { run, isPending, failure } = useAction(update);
  const submit = async (patch: SavedSearchValues) => {
    const result = await run({ id: search.id, expectedVersion: search.version, patch });
    if (!result?.ok) return;
    onClose();
    router.refresh();
  };
  return (
    <Dialog isOpen onOpenChange={onClose} title={`Rename ${search.name}`}>
      <SavedSearchForm
        initial={search}
        mayBePrivate={search.is_own || !search.is_shared}
        submitLabel="Save"
        isPending={isPending}
        failure={failure}
        onSubmit={submit}
        onCancel={onClose}
      />
    </Dialog>
  );
}

function DeleteDialog({
  search,
  remove,
  onClose,
}: CloseProps & { search: SavedSearchView; remove: SavedSearchActions['remove'] }) {
  const router = useRouter();
  const { run, isPending, failure } = useAction(remove);
  const confirm = async () => {
    const result = await run({ id: search.id });
    if (!result?.ok) return;
    toast.success(`${search.name} is deleted`);
    onClose();
    router.refresh();
  };
  return (
    <ConfirmDialog
      isOpen
      onOpenChange={onClose}
      title={`Delete ${search.name}?`}
      confirmLabel="Delete search"
      isPending={isPending}
      error={failure?.message}
      onConfirm={confirm}
    >
      <p>
        {search.is_shared
          ? 'It is gone for all administrators. The users it finds stay.'
          : 'The users it finds stay.'}
      </p>
    </ConfirmDialog>
  );
}
