import { formPost } from '@/lib/http/action';
import { verifyDefinition } from '../../ticket-definitions';

export const POST = formPost(verifyDefinition);
