export type { SearchRights } from './checked';
export { fold } from './fold';
export { type Loader, loadIds, type MatchedRow, type Page } from './page';
export { type SearchRequest, type SearchResult, searchUsers } from './search-users';
export { type SearchableUser, searchRow, type UserSearchRow } from './terms';
