declare module 'selfsigned/pkcs7.js' {
  /** A certificate in PEM as a PKCS #7 that holds nothing else, in PEM. */
  export function createPkcs7(certificate: string): string;
}
