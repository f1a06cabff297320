'use server';

import { formAction } from '@/lib/http/action';
import { completeSetupDefinition } from './definition';

export const completeSetupAction = formAction(completeSetupDefinition);
