/** A room as the registry takes it, for tests that ask the queries themselves. */
export const roomRow = (id: string) =>
  ({
    id,
    name: null,
    defaultAccess: 'write',
    ownerId: null,
    type: 'document',
    metadata: {},
    maxParticipants: 5,
    graceMs: 0,
    presenceTimeoutMs: 30_000,
    historyMs: 0,
    persistence: 'durable',
    emptyAfterMs: 60_000,
  }) as const
