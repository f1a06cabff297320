export { createSavedSearch } from './create-saved-search';
export { deleteSavedSearch } from './delete-saved-search';
export { listSavedSearches } from './list-saved-searches';
export * from './schemas';
export { updateSavedSearch } from './update-saved-search';
