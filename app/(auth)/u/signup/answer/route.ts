import { formPost } from '@/lib/http/action';
import { signUpDefinition } from '../../definitions';

export const POST = formPost(signUpDefinition);
