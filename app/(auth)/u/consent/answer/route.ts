import { formPost } from '@/lib/http/action';
import { consentDefinition } from '../../consent-definition';

export const POST = formPost(consentDefinition);
