/** The tables of this domain. */
export type SignInTables = {
  identities: {
    issuer: string;
    subject: string;
    user_id: number;
    /** As the provider said it last; never looked at to find anybody. */
    email: string | null;
    created_at: number;
    last_used_at: number;
  };
};
