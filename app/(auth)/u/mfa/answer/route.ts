import { formPost } from '@/lib/http/action';
import { factorDefinition } from '../../factor-definition';

export const POST = formPost(factorDefinition);
