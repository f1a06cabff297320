import { type FactorAnswer, type FactorForm, factorForm } from '@/components/auth/factor-values';
import type { Context } from '@/lib/context';
import { Invalid, LimitExceeded } from '@/lib/errors';
import type { Definition } from '@/lib/http/action';
import { finish, inBrowser } from '@/lib/http/sign-in';
import { visitorContext } from '@/lib/http/surroundings';
import { answerFactor, finishFactor, type SignInFailure, type SignInResult } from '@/lib/oidc';

function refusal({ reason, message, fields }: SignInFailure): Error {
  if (reason === 'too_many_attempts') return new LimitExceeded(message);
  return new Invalid(message, fields ? { fields } : {});
}

/** Leaves the page, or throws what it is to say. */
async function end(result: SignInResult): Promise<never> {
  throw refusal(await finish(result));
}

function missing(field: 'code' | 'recoveryCode'): Invalid {
  const message =
    field === 'code' ? 'Enter the six digits that your app shows.' : 'Enter your recovery code.';
  return new Invalid(message, { fields: { [field]: message } });
}

/** What the form of `/u/mfa` does, with scripts and without. */
export const factorDefinition = {
  name: 'second factor',
  schema: factorForm,
  guard: visitorContext,
  handle: async (ctx: Context, form: FactorForm): Promise<FactorAnswer> => {
    const { state, code, recoveryCode, remember } = form;
    const browser = await inBrowser(state);
    if (form.finish) return end(await finishFactor(ctx, browser));
    const given = recoveryCode === undefined ? { code: code ?? '' } : { recoveryCode };
    if (Object.values(given).join('').trim() === '') {
      throw missing(recoveryCode === undefined ? 'code' : 'recoveryCode');
    }
    const result = await answerFactor(ctx, { ...browser, given, remember: remember !== undefined });
    return 'recoveryCode' in result ? result : end(result);
  },
} satisfies Definition<typeof factorForm, FactorAnswer>;
