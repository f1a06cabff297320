'use server';

import { formAction } from '@/lib/http/action';
import { consentDefinition } from './consent-definition';
import { signInDefinition, signUpDefinition } from './definitions';
import { factorDefinition } from './factor-definition';
import { requestDefinition, resetDefinition, verifyDefinition } from './ticket-definitions';

export const signInAction = formAction(signInDefinition);

export const consentAction = formAction(consentDefinition);

export const factorAction = formAction(factorDefinition);

export const signUpAction = formAction(signUpDefinition);

export const requestPasswordAction = formAction(requestDefinition);

export const resetPasswordAction = formAction(resetDefinition);

export const verifyEmailAction = formAction(verifyDefinition);
