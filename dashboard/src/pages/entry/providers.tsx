/** Ways in with an account elsewhere. */
export const Providers = (_: { readonly next: string }) => null
