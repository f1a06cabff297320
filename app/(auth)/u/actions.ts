'use server';

import { formAction } from '@/lib/http/action';
import { signInDefinition, signUpDefinition } from './definitions';
import { factorDefinition } from './factor-definition';
import { requestDefinition, resetDefinition, verifyDefinition } from './ticket-definitions';

export const signInAction = formAction(signInDefinition);

export const factorAction = formAction(factorDefinition);

export const signUpAction = formAction(signUpDefinition);

export const requestPasswordAction = formAction(requestDefinition);

export const resetPasswordAction = formAction(resetDefinition);

export const verifyEmailAction = formAction(verifyDefinition);
