import { type ConsentForm, consentForm } from '@/components/auth/consent-values';
import type { Context } from '@/lib/context';
import { Invalid } from '@/lib/errors';
import type { Definition } from '@/lib/http/action';
import { finish, inBrowser } from '@/lib/http/sign-in';
import { visitorContext } from '@/lib/http/surroundings';
import { answerConsent } from '@/lib/oidc';

/** What the form of `/u/consent` does, with scripts and without: it leaves the page, or says why it cannot. */
export const consentDefinition = {
  name: 'consent',
  schema: consentForm,
  guard: visitorContext,
  handle: async (ctx: Context, { state, answer }: ConsentForm): Promise<null> => {
    const accepts = answer === 'accept';
    const failure = await finish(await answerConsent(ctx, { ...(await inBrowser(state)), accepts }));
    throw new Invalid(failure.message);
  },
} satisfies Definition<typeof consentForm, null>;
