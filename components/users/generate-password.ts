// Without characters that are taken for one another when read aloud or copied by hand.
const letters = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const groups = 4;
const groupLength = 5;

function pick(): string {
  const limit = 256 - (256 % letters.length);
  for (;;) {
    const [byte = 255] = crypto.getRandomValues(new Uint8Array(1));
    if (byte < limit) return letters[byte % letters.length] ?? '';
  }
}

/** Four groups of five letters and digits (116 bits) that keep every password policy. */
export function generatePassword(): string {
  for (;;) {
    const words = Array.from({ length: groups }, () => Array.from({ length: groupLength }, pick).join(''));
    const password = words.join('-');
    const isMixed = [/[a-z]/, /[A-Z]/, /[2-9]/].every((kind) => kind.test(password));
    if (isMixed && !/(.)\1\1/.test(password)) return password;
  }
}
