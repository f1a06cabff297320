export { type SearchableUser, searchRow, type UserSearchRow } from './terms';
