/** The keys that everybody knows: they let in while SYNCFORGE_ENV is "development", and nowhere else. */
export const developmentKeys = { publishable: 'pk_dev_syncforge', secret: 'sk_dev_syncforge' } as const
