import { formPost } from '@/lib/http/action';
import { requestDefinition } from '../../../ticket-definitions';

export const POST = formPost(requestDefinition);
