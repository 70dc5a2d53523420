/** Acts as people say them. */

const things: Readonly<Record<string, string>> = {
  organizations: 'Organization',
  members: 'Member',
  invitations: 'Invitation',
  api_keys: 'API key',
  rooms: 'Room',
  webhooks: 'Webhook',
  people_addresses: 'Address for people',
}

const deeds: Readonly<Record<string, string>> = { insert: 'added', update: 'changed', delete: 'removed' }

/** @example actWords('members.update') // 'Member changed' */
export const actWords = (act: string): string => {
  const [table = '', kind = ''] = act.split('.')
  return `${things[table] ?? table} ${deeds[kind] ?? kind}`.trim()
}

/** What one may ask for: everything that was done to things of a kind. */
export const kinds: readonly (readonly [kind: string, words: string])[] = Object.entries(things)
