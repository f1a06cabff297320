import { type ExpectedPart, expectedParts } from '@/lib/trials/schemas';
import { type Decision, decisions } from './decision';

/** What can come of a run: how it ends, with the word for that, and what it leaves. */
export type Expectable = {
  endings: readonly { value: Decision; name: string }[];
  parts: readonly ExpectedPart[];
};

/** Of a run at a sign-in. */
export const ofSignIn: Expectable = {
  endings: (Object.keys(decisions) as Decision[]).map((value) => ({ value, name: decisions[value].word })),
  parts: expectedParts,
};
