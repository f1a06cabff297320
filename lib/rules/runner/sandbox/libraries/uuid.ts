import uuid from 'uuid';
import v3 from 'uuid/v3';
import v5 from 'uuid/v5';

/** uuid 3, callable, with the versions that it otherwise has in files of their own. */
export const library = Object.assign(uuid, { v3, v5 });
