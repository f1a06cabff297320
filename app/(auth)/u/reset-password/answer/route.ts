import { formPost } from '@/lib/http/action';
import { resetDefinition } from '../../ticket-definitions';

export const POST = formPost(resetDefinition);
