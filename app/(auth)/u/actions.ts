'use server';

import { formAction } from '@/lib/http/action';
import { signInDefinition, signUpDefinition } from './definitions';

export const signInAction = formAction(signInDefinition);

export const signUpAction = formAction(signUpDefinition);
