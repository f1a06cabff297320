/** The promise that is there already, which is what the package gives wherever there is one. */
export const library = Promise;
