import { formPost } from '@/lib/http/action';
import { completeSetupDefinition } from '../definition';

export const POST = formPost(completeSetupDefinition);
