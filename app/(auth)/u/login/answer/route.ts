import { formPost } from '@/lib/http/action';
import { signInDefinition } from '../../definitions';

export const POST = formPost(signInDefinition);
