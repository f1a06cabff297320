import { z } from 'zod';

export const mostSavedSearches = 100;

const contents = {
  q: z.string().max(8192),
  sort: z.string().max(200).nullable(),
  columns: z.array(z.string().min(1).max(300)).max(20).nullable(),
};

export const savedSearchName = z
  .string()
  .trim()
  .min(1, 'A name is needed')
  .max(80)
  .refine((name) => name.isWellFormed() && !/\p{Cc}/u.test(name), 'Control characters are not allowed');

/** A new saved search: what the list shows, under a name, for one administrator or for all. Closed. */
export const createSavedSearchInput = z.strictObject({
  name: savedSearchName,
  is_shared: z.boolean(),
  ...contents,
});

/** What is left out stays as it is. Closed. */
export const updateSavedSearchInput = createSavedSearchInput.partial();

export const savedSearchView = z.strictObject({
  id: z.string(),
  name: z.string(),
  is_shared: z.boolean(),
  /** Whether whoever asks has made it. */
  is_own: z.boolean(),
  ...contents,
  version: z.number(),
});

export type CreateSavedSearchInput = z.input<typeof createSavedSearchInput>;
export type UpdateSavedSearchInput = z.input<typeof updateSavedSearchInput>;
export type SavedSearchView = z.output<typeof savedSearchView>;
