/** Members of a user that anybody may or may not have, for the editor's language service. */
export const profileDeclarations = `email?: string;
  email_verified?: boolean;
  username?: string;
  phone_number?: string;
  phone_verified?: boolean;
  name?: string;
  given_name?: string;
  family_name?: string;
  nickname?: string;
  picture?: string;`;
